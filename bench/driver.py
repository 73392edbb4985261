"""The load driver, a process of its own: `python -m bench.driver`.

Jobs come as JSON lines on standard input. Each is answered by `warm`, once its warm-up is over
and no request is on its way; the next line lets it run, and a JSON line tells how it went.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, NamedTuple, cast

import uvloop

from bench.http1 import ProtocolError, Response, ResponseReader

PATIENCE = 30
OK = 200


class WrongAnswer(Exception):
    """Not 200, or a body with errors, or without what every right answer contains."""


class Request(NamedTuple):
    """What is sent, and what every right answer contains."""

    content: bytes
    marker: bytes


@dataclass(slots=True)
class Phase:
    """Requests for so many seconds: begins when made, ends when the last answer is in."""

    requests: Iterator[Request]
    seconds: float
    clients: int
    ended: asyncio.Future[None]
    began: float = field(default_factory=time.perf_counter)
    latencies: array[float] = field(default_factory=lambda: array("d"))
    received: int = 0

    def answered(self, latency: float, response: Response, marker: bytes) -> None:
        """Count a right answer; a wrong one ends the phase."""
        self.latencies.append(latency)
        self.received += len(response.body)
        wrong = response.status != OK or b'"errors"' in response.body
        if wrong or marker not in response.body:
            self.broke(
                WrongAnswer(f"{response.status} without {marker!r}: {response.body[:500]!r}")
            )

    @property
    def over(self) -> bool:
        """Whether no more requests shall be sent."""
        return self.ended.done() or time.perf_counter() - self.began >= self.seconds

    def client_ended(self) -> None:
        """Note that a client has its last answer."""
        self.clients -= 1
        if not self.clients and not self.ended.done():
            self.ended.set_result(None)

    def broke(self, error: Exception) -> None:
        """Give up: a connection is of no use, or what it brings is."""
        if not self.ended.done():
            self.ended.set_exception(error)

    def result(self) -> dict[str, Any]:
        """What is told of the phase; latencies in milliseconds."""
        seconds = time.perf_counter() - self.began
        ordered = sorted(self.latencies)
        return {
            "requests": len(ordered),
            "seconds": seconds,
            "p50_ms": _quantile(ordered, 0.50) * 1000,
            "p99_ms": _quantile(ordered, 0.99) * 1000,
            "bytes": self.received / len(ordered),
        }


class Client(asyncio.Protocol):
    """One kept connection that asks again as soon as it is answered."""

    def __init__(self) -> None:
        self._reader = ResponseReader()
        self._transport: asyncio.WriteTransport
        self._phase: Phase | None = None
        self._marker = b""
        self._asked = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio."""
        self._transport = cast(asyncio.WriteTransport, transport)

    def begin(self, phase: Phase) -> None:
        """Take part in a phase."""
        self._phase = phase
        if self._transport.is_closing():
            self.connection_lost(None)
        else:
            self._ask(phase)

    def _ask(self, phase: Phase) -> None:
        request = next(phase.requests)
        self._marker = request.marker
        self._asked = time.perf_counter()
        self._transport.write(request.content)

    def data_received(self, data: bytes) -> None:
        """See asyncio."""
        phase = self._phase
        if phase is None:
            return
        try:
            response = self._reader.feed(data)
        except ProtocolError as error:
            phase.broke(error)
            return
        if response is None:
            return
        phase.answered(time.perf_counter() - self._asked, response, self._marker)
        if phase.over:
            self._phase = None
            phase.client_ended()
        else:
            self._ask(phase)

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio."""
        if self._phase:
            self._phase.broke(exc or ConnectionResetError("the server closed the connection"))

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


async def drive(clients: Sequence[Client], requests: Iterator[Request], seconds: float) -> Phase:
    """Keep every client busy for so many seconds. Raises what broke the phase."""
    phase = Phase(requests, seconds, len(clients), asyncio.get_running_loop().create_future())
    for client in clients:
        client.begin(phase)
    async with asyncio.timeout(seconds + PATIENCE):
        await phase.ended
    return phase


async def _run(job: dict[str, Any]) -> dict[str, Any]:
    requests = cycle(
        [
            Request(content.encode(), marker.encode())
            for content, marker in zip(job["requests"], job["markers"], strict=True)
        ]
    )
    loop = asyncio.get_running_loop()
    clients = [
        (await loop.create_connection(Client, "127.0.0.1", job["port"]))[1]
        for _ in range(job["concurrency"])
    ]
    try:
        await drive(clients, requests, job["warm_up"])
        _say("warm")
        sys.stdin.readline()
        return (await drive(clients, requests, job["seconds"])).result()
    finally:
        for client in clients:
            client.close()


def main() -> None:
    """Do jobs until standard input ends."""
    gc.disable()
    for line in sys.stdin:
        try:
            result = uvloop.run(_run(json.loads(line)))
        except (OSError, TimeoutError, ProtocolError, WrongAnswer) as error:
            result = {"broken": f"{type(error).__name__}: {error}"}
        _say(json.dumps(result))
        gc.collect()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _quantile(ordered: Sequence[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


if __name__ == "__main__":
    main()
