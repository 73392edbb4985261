"""Somebody who reads a text along, and believes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from uuid import UUID

from app.domain.language.ports import Snapshot, TextStreams, Token

GENEROUS = 20


@dataclass
class Reader:
    """Puts a text together from what comes, beginning with the pieces held already.

    No piece may be doubled or missing, and a snapshot must be the beginning of the text.
    """

    pieces: Sequence[str]
    seq: int | None = None
    text: str = ""
    got: list[Snapshot | Token] = field(default_factory=list)
    task: asyncio.Task[str] | None = None

    def follow(self, texts: TextStreams, job_id: UUID, after: int | None = None) -> Reader:
        """Begin to read, holding the first `after` pieces."""
        self.seq, self.text = after, "".join(self.pieces[: after or 0])
        self.task = asyncio.create_task(self._read(texts, job_id, after))
        return self

    async def end(self) -> str:
        """The text, once it has ended."""
        assert self.task is not None
        async with asyncio.timeout(GENEROUS):
            return await self.task

    async def comes_to(self, seq: int) -> None:
        await until(lambda: self.seq == seq)

    async def leaves(self) -> None:
        assert self.task is not None
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    @property
    def snapshots(self) -> list[int]:
        return [each.seq for each in self.got if isinstance(each, Snapshot)]

    async def _read(self, texts: TextStreams, job_id: UUID, after: int | None) -> str:
        async with aclosing(texts.follow(job_id, after)) as news:
            async for each in news:
                self.take(each)
        return self.text

    def take(self, each: Snapshot | Token) -> None:
        self.got.append(each)
        if isinstance(each, Snapshot):
            assert each.text == "".join(self.pieces[: each.seq])
            self.text = each.text
        else:
            assert self.seq is not None, "the first thing must be a snapshot"
            assert each.seq == self.seq + 1, f"{each.seq} after {self.seq}"
            self.text += each.text
        self.seq = each.seq


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(GENEROUS):
        while not happened():
            await asyncio.sleep(0.002)
