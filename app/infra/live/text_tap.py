"""Any number of Redis streams, read over one connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from loguru import logger
from redis.asyncio import Redis
from redis.exceptions import RedisError
from redis.typing import KeyT, StreamIdT

from app.infra.live.sending import Sender
from app.infra.live.text_wire import Fields

BEGINNING: Final = b"0-0"
BLOCK: Final = 1000
"""Milliseconds for which Redis waits for something new."""

PATIENCE: Final = 3.0
"""Seconds for an answer, that wait included."""

PAUSE_AFTER_FAILURE: Final = 0.5
CONTROL_KEPT_FOR: Final = 60_000


@dataclass(eq=False, slots=True)
class Tapped:
    """A stream that is read. `hear` gets its entries in order, perhaps some of them again.

    `caught_up` is set once everything was heard that was there when it was added, or nothing can
    be heard.
    """

    key: bytes
    hear: Callable[[Sequence[Fields]], None]
    caught_up: asyncio.Event = field(default_factory=asyncio.Event)


class StreamTap:
    """Reads the streams that are added to it, from their beginning, and reconnects for ever.

    Redis waits for all of them in one command. A stream of its own, on which this process says
    that the others have changed, ends that wait.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._control = f"text-readers:{uuid4()}".encode()
        self._sender = Sender("changes of the texts that are read")
        self._tapped: dict[bytes, Tapped] = {}
        self._positions: dict[KeyT, StreamIdT] = {self._control: BEGINNING}
        self._away = False
        self._reading: asyncio.Task[None] | None = None
        self._waking: asyncio.Task[None] | None = None
        self._wake_again = False

    def add(self, key: bytes, hear: Callable[[Sequence[Fields]], None]) -> Tapped:
        """Begin to read a stream that is not read yet."""
        tapped = self._tapped[key] = Tapped(key, hear)
        self.rewind(tapped)
        return tapped

    def rewind(self, tapped: Tapped) -> None:
        """Read a stream from its beginning again: it was lost, or something of it."""
        self._positions[tapped.key] = BEGINNING
        if self._away:
            tapped.caught_up.set()
        if self._reading is None:
            self._reading = asyncio.create_task(self._run(), name="texts that are read")
        else:
            self._wake()

    def remove(self, tapped: Tapped) -> None:
        """Read a stream no more."""
        del self._tapped[tapped.key], self._positions[tapped.key]

    async def aclose(self) -> None:
        """Give the connection back."""
        tasks = [task for task in (self._reading, self._waking) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._reading = None

    async def _run(self) -> None:
        while True:
            try:
                await self._read()
            except (RedisError, OSError) as error:
                if not self._away:
                    logger.warning("texts come once a second: {}", type(error).__name__)
            except Exception as error:  # noqa: BLE001 - the next round may fare better
                logger.opt(exception=error).error("reading texts broke")
            self._away = True
            for tapped in self._tapped.values():
                tapped.caught_up.set()
            await asyncio.sleep(PAUSE_AFTER_FAILURE)

    async def _read(self) -> None:
        while True:
            fresh = [each for each in self._tapped.values() if not each.caught_up.is_set()]
            asked = dict(self._positions)
            async with asyncio.timeout(PATIENCE):
                answer = await self._redis.xread(
                    asked, block=None if fresh or self._away else BLOCK
                )
            if self._away:
                logger.info("texts come live again")
                self._away = False
            for key, entries in answer:
                # Else it was begun anew meanwhile.
                if self._positions.get(key) == asked[key]:
                    self._hear(key, entries)
            for each in fresh:
                each.caught_up.set()

    def _hear(self, key: bytes, entries: list[Any]) -> None:
        self._positions[key] = entries[-1][0]
        if tapped := self._tapped.get(key):
            try:
                tapped.hear([fields for _, fields in entries])
            except Exception as error:  # noqa: BLE001 - the other streams are read on
                logger.opt(exception=error).error("a text is garbled")

    def _wake(self) -> None:
        self._wake_again = True
        if self._waking is None:
            self._waking = asyncio.create_task(self._send_wakes(), name="wake who reads texts")

    async def _send_wakes(self) -> None:
        try:
            while self._wake_again:
                self._wake_again = False
                await self._sender.send(self._send_wake)
        finally:
            self._waking = None

    async def _send_wake(self) -> None:
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.xadd(self._control, {b"w": b""}, maxlen=1, approximate=False)
            pipe.pexpire(self._control, CONTROL_KEPT_FOR)
            await pipe.execute()
