"""Many subscribers in a process of their own: `python -m bench.fanout_clients WISH`, WISH JSON.

Says `ready` once everybody has a first frame, then for each event, once everybody has it, when it
came to each of them, by the clock that all processes share. Says `broken: …` when somebody got
something else than the next event.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import uvloop

from bench.raw_websocket import RawWebsocket

_SEQ: Final = re.compile(rb'"seq":\s*(\d+)')
_AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who subscribes to what."""

    port: int
    token: str
    count: int
    query: str
    variables: Mapping[str, Any]


class _Crowd:
    """Collects when an event came to everybody."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._arrivals: list[float] = []

    def arrived(self) -> None:
        self._arrivals.append(time.monotonic())
        if len(self._arrivals) == self._count:
            tell(json.dumps(self._arrivals))
            self._arrivals.clear()


class _Subscriber(RawWebsocket):
    """One websocket with one subscription."""

    def __init__(self, audience: Audience, crowd: _Crowd) -> None:
        super().__init__(audience.token)
        self._audience = audience
        self._crowd = crowd
        self._seq: int | None = None
        self.subscribed = asyncio.Event()

    def broken(self, why: str) -> None:
        """Nobody may leave."""
        tell(f"broken: {why}")

    def text(self, payload: bytes) -> None:
        """Look for the number of the event."""
        if b'"connection_ack"' in payload:
            query = {"query": self._audience.query, "variables": self._audience.variables}
            self.send({"id": "1", "type": "subscribe", "payload": query})
        elif b'"next"' in payload and (found := _SEQ.search(payload)):
            self._event(int(found[1]))
        elif b'"ping"' not in payload:
            tell(f"broken: {payload.decode(errors='replace')}")

    def _event(self, seq: int) -> None:
        if self._seq is None:
            self.subscribed.set()
        elif seq != self._seq + 1:
            tell(f"broken: event {seq} after {self._seq}")
        else:
            self._crowd.arrived()
        self._seq = seq


def tell(line: str) -> None:
    """A line for whoever started this process."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def _watch(audience: Audience) -> None:
    loop, crowd, turns = (
        asyncio.get_running_loop(),
        _Crowd(audience.count),
        asyncio.Semaphore(_AT_ONCE),
    )

    async def join() -> None:
        async with turns:
            _, subscriber = await loop.create_connection(
                lambda: _Subscriber(audience, crowd), "127.0.0.1", audience.port
            )
            await subscriber.subscribed.wait()

    await asyncio.gather(*(join() for _ in range(audience.count)))
    tell("ready")
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(_watch(Audience(**json.loads(sys.argv[1]))))
