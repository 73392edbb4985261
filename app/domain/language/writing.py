"""Having a model write a text: pieces go out at once, and a draft is kept meanwhile."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from app.domain.jobs.ports import Claim, LeaseLostError
from app.domain.language.model import Ending, ModelFailedError, TextOrder
from app.domain.language.ports import LanguageModel, TextDrafts, TextWriter

KEEP_EVERY: Final = 1.0


class Fate(Enum):
    """How the writing of a text came to its end."""

    COMPLETE = auto()
    STOPPED = auto()
    FAILED = auto()
    LOST = auto()


@dataclass(slots=True)
class Written:
    """What was written: `pieces` of a text, and how it ended. LOST: the job is no longer ours."""

    parts: list[str] = field(default_factory=list)
    fate: Fate = Fate.COMPLETE
    ending: Ending | None = None
    error: ModelFailedError | None = None

    @property
    def pieces(self) -> int:
        """How many there are."""
        return len(self.parts)

    @property
    def text(self) -> str:
        """All pieces together."""
        return "".join(self.parts)


@dataclass(frozen=True, slots=True)
class Unread:
    """The `TextWriter` of a text that nobody reads along."""

    stop: asyncio.Event = field(default_factory=asyncio.Event)

    def write(self, seq: int, text: str) -> None:
        """See `TextWriter.write`."""

    def close(self) -> None:
        """See `TextWriter.close`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWriting:
    """Writes the text of a claimed job.

    Every `keep_every` seconds what has come is kept, which also tells whether somebody wants it
    stopped and whether the job is still ours.
    """

    drafts: TextDrafts
    keep_every: float = KEEP_EVERY

    async def write(
        self,
        claim: Claim,
        model: LanguageModel,
        order: TextOrder,
        writer: TextWriter,
    ) -> Written:
        """Have the text written to its end. Raises nothing but what is a mistake of ours."""
        written = Written()
        tasks = {
            Fate.COMPLETE: asyncio.create_task(self._read(written, model, order, writer)),
            Fate.LOST: asyncio.create_task(self._keep(claim, written, writer)),
            Fate.STOPPED: asyncio.create_task(writer.stop.wait()),
        }
        try:
            await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_COMPLETED)
            written.fate = next(fate for fate, task in tasks.items() if task.done())
        finally:
            for task in tasks.values():
                task.cancel()
            ends = await asyncio.gather(*tasks.values(), return_exceptions=True)
        for end in ends:
            if isinstance(end, ModelFailedError):
                written.error = end
            elif isinstance(end, Exception) and not isinstance(end, LeaseLostError):
                raise end
        if written.fate is Fate.COMPLETE and written.error is not None:
            written.fate = Fate.FAILED
        return written

    async def _read(
        self, written: Written, model: LanguageModel, order: TextOrder, writer: TextWriter
    ) -> None:
        async with aclosing(model.stream(order)) as answer:
            async for part in answer:
                if isinstance(part, Ending):
                    written.ending = part
                    return
                written.parts.append(part.text)
                writer.write(written.pieces, part.text)

    async def _keep(self, claim: Claim, written: Written, writer: TextWriter) -> None:
        """Keep drafts until the job is no longer ours (LeaseLostError)."""
        while True:
            await asyncio.sleep(self.keep_every)
            state = await self.drafts.keep(claim.job.id, claim.lease, written.pieces, written.text)
            if state is not None and state.stop_requested:
                writer.stop.set()
