"""Readers of replies in a process of their own: `python -m bench.chat_readers WISH`, WISH JSON.

Each has a websocket of its own, and asks for its reply once it is told the id. Says `ready` once
all are connected; then reads what it is told on standard input, and says in the end what they saw.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
import uvloop

from bench.first_token import STREAM
from bench.raw_websocket import RawWebsocket

_AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Who reads where."""

    port: int
    token: str
    readers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is read. Pieces count that were sent between `begins` and `ends`."""

    replies: Sequence[str]
    begins: float
    ends: float


@dataclass(slots=True)
class Seen:
    """What all saw together: lags in seconds, and what was wrong with whose reply."""

    begins: float = 0
    ends: float = 0
    lags: list[float] = field(default_factory=list)
    pieces: int = 0
    replaced: int = 0
    wrong: list[str] = field(default_factory=list)


class Reader(RawWebsocket):
    """One websocket with one subscription."""

    def __init__(self, wish: Wish, seen: Seen) -> None:
        super().__init__(wish.token)
        self._seen = seen
        self._seq: int | None = None
        self._parts: list[str] = []
        self.connected = asyncio.Event()
        self.ended = asyncio.Event()

    def follow(self, reply: str) -> None:
        """Subscribe."""
        payload = {"query": STREAM, "variables": {"id": reply}}
        self.send({"id": "1", "type": "subscribe", "payload": payload})

    def broken(self, why: str) -> None:
        """Nobody may leave before the end."""
        if not self.ended.is_set():
            self._end(why)

    def text(self, payload: bytes) -> None:
        """Look at what it says."""
        message = orjson.loads(payload)
        if message["type"] == "connection_ack":
            self.connected.set()
        elif message["type"] == "next" and "errors" not in message["payload"]:
            self._event(message["payload"]["data"]["replyStream"])
        elif message["type"] not in ("ping", "complete"):
            self._end(f"{message}")

    def _event(self, event: Mapping[str, Any]) -> None:
        kind = event["__typename"]
        if kind == "ReplySnapshot":
            self._seen.replaced += self._seq is not None
            self._seq, self._parts = event["seq"], [event["text"]]
        elif kind == "ReplyToken":
            if event["seq"] != (self._seq or 0) + 1:
                self._end(f"piece {event['seq']} after {self._seq}")
            self._seq = event["seq"]
            self._parts.append(event["text"])
            now, sent = time.monotonic(), float(event["text"])
            if self._seen.begins <= sent < self._seen.ends:
                self._seen.lags.append(now - sent)
        elif kind == "ReplyFinished":
            text = "".join(self._parts)
            right = event["message"] == {"status": "COMPLETE", "content": text}
            self._seen.pieces += len(text.split())
            self._end(None if right else f"{event['message']} at the end of {text}"[:500])

    def _end(self, wrong: str | None) -> None:
        if wrong:
            self._seen.wrong.append(wrong)
        self.ended.set()


async def _read(wish: Wish) -> None:
    loop, seen, turns = asyncio.get_running_loop(), Seen(), asyncio.Semaphore(_AT_ONCE)

    async def join() -> Reader:
        async with turns:
            _, reader = await loop.create_connection(
                lambda: Reader(wish, seen), "127.0.0.1", wish.port
            )
            await reader.connected.wait()
            return reader

    readers = await asyncio.gather(*(join() for _ in range(wish.readers)))
    _tell("ready")
    told = Told(**json.loads(await asyncio.to_thread(sys.stdin.readline)))
    seen.begins, seen.ends = told.begins, told.ends
    for reader, reply in zip(readers, told.replies, strict=True):
        reader.follow(reply)
    await asyncio.gather(*(reader.ended.wait() for reader in readers))
    _tell(json.dumps([seen.lags, seen.pieces, seen.replaced, seen.wrong]))


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(_read(Wish(**json.loads(sys.argv[1]))))
