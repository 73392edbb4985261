"""A text on its way: token by token at its pace, with whatever may happen to it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from aitestmock.recording import exchange_of
from aitestmock.responses import HeldOpen
from aitestmock.talk.scenarios import Fault, Finish
from aitestmock.talk.tokens import middle_of, over_and_over


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to one order. `pace` is the seconds between two tokens.

    `prompt_tokens` None: the provider does not say what it counted.
    """

    tokens: Sequence[str]
    finish: Finish
    prompt_tokens: int | None
    pace: float
    fault: Fault | None = None
    endless: bool = False

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.tokens)

    @property
    def sent(self) -> Iterable[str]:
        """The tokens that come before the end, or before whatever happens."""
        if self.endless:
            return over_and_over(self.tokens)
        return self.tokens[: middle_of(self.tokens)] if self.fault else self.tokens


class Frames(Protocol):
    """How one provider spells the parts of an answer."""

    @property
    def media_type(self) -> str:
        """The media type of a streamed answer."""

    def opening(self) -> bytes:
        """What comes before the first token; may be empty."""

    def token(self, text: str) -> bytes:
        """One token."""

    def garbage(self) -> bytes:
        """What looks like a part of an answer, and makes no sense."""

    @property
    def error(self) -> Mapping[str, object]:
        """An error of the provider's own."""

    def failure(self) -> bytes:
        """That error in the middle of the answer."""

    def ending(self, reply: Reply) -> bytes:
        """What comes after the last token."""

    def whole(self, reply: Reply) -> bytes:
        """The answer for whoever does not want it streamed."""


class Streams:
    """How many answers are under way, and what became of the others."""

    def __init__(self) -> None:
        self._generation = 0
        self._counts: dict[str, int] = {}
        self.clear()

    def begin(self) -> int:
        """One more; what it answers is to be handed to `end`."""
        self._counts["open"] += 1
        self._counts["peakOpen"] = max(self._counts["peakOpen"], self._counts["open"])
        return self._generation

    def end(self, began: int, outcome: str) -> None:
        """It is `finished` (all was sent), `broken` (on purpose) or `abandoned` by its client."""
        if began == self._generation:
            self._counts["open"] -= 1
            self._counts[outcome] += 1

    def as_json(self) -> dict[str, int]:
        """A copy of the counts."""
        return dict(self._counts)

    def clear(self) -> None:
        """Forget everything, answers under way included."""
        self._generation += 1
        self._counts = dict.fromkeys(("open", "peakOpen", "finished", "broken", "abandoned"), 0)


class Streamed(Response):
    """Sends a reply while its client listens.

    `split` cuts every token's bytes in two, inside a character where there is one to cut.
    """

    def __init__(self, reply: Reply, frames: Frames, streams: Streams, *, split: bool) -> None:
        super().__init__(media_type=frames.media_type)
        del self.headers["content-length"]
        self._reply = reply
        self._frames = frames
        self._streams = streams
        self._split = split

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it all, or as much as the client wants and the fault allows."""
        exchange = exchange_of(scope)
        gone = asyncio.create_task(exchange.connection.closed())
        began, outcome = self._streams.begin(), "abandoned"
        try:
            head = {"status": self.status_code, "headers": self.raw_headers}
            await send({"type": "http.response.start", **head})
            writer = _Writer(send, split=self._split)
            await writer.write(self._frames.opening())
            if await self._tokens(writer, gone, exchange.state.closing):
                outcome = await self._end(writer, scope, receive, send)
        finally:
            gone.cancel()
            self._streams.end(began, outcome)

    async def _tokens(
        self, writer: _Writer, gone: asyncio.Task[None], closing: asyncio.Event
    ) -> bool:
        """Whether they all went out before somebody had enough."""
        clock = asyncio.get_running_loop().time
        start = clock()
        for number, token in enumerate(self._reply.sent, start=1):
            await asyncio.sleep(max(0, start + number * self._reply.pace - clock()))
            if gone.done() or closing.is_set():
                return False
            await writer.write(self._frames.token(token))
        return not gone.done()

    async def _end(self, writer: _Writer, scope: Scope, receive: Receive, send: Send) -> str:
        match self._reply.fault:
            case None:
                await writer.write(self._frames.ending(self._reply), more=False)
                return "finished"
            case Fault.GARBAGE:
                await writer.write(self._frames.garbage())
                await writer.write(self._frames.ending(self._reply), more=False)
            case Fault.ERROR:
                await writer.write(self._frames.failure(), more=False)
            case Fault.NO_END:
                await writer.write(b"", more=False)
            case Fault.CUT:
                await exchange_of(scope).connection.close()
            case Fault.STALL:
                await HeldOpen(exchange_of(scope).state.longest_hold)(scope, receive, send)
        return "broken"


class _Writer:
    def __init__(self, send: Send, *, split: bool) -> None:
        self._send = send
        self._split = split

    async def write(self, content: bytes, *, more: bool = True) -> None:
        pieces = _halves(content) if self._split else (content,)
        for piece, after in itertools.zip_longest(pieces, pieces[1:]):
            if piece or not more:
                rest = more or after is not None
                await self._send({"type": "http.response.body", "body": piece, "more_body": rest})


def _halves(content: bytes) -> tuple[bytes, ...]:
    if len(content) < 2:  # noqa: PLR2004
        return (content,)
    middle = len(content) // 2
    if not content.isascii():
        middle = next(at for at, byte in enumerate(content) if byte & 0xC0 == 0x80)  # noqa: PLR2004
    return content[:middle], content[middle:]
