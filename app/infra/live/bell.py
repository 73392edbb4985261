"""Bells that ring when something of a person may be new."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from app.domain.activity.ports import Wait


class LocalBell:
    """The `PersonBell` of one process: it rings when stirred, and every `reread` seconds."""

    def __init__(self, *, reread: float = 5.0) -> None:
        self._reread = reread
        self._listeners: defaultdict[UUID, set[asyncio.Event]] = defaultdict(set)

    def stir(self, user_id: UUID) -> None:
        """Ring for a person."""
        for listener in self._listeners.get(user_id, ()):
            listener.set()

    @contextmanager
    def listening(self, user_id: UUID) -> Iterator[Wait]:
        """See `PersonBell.listening`."""
        rung = asyncio.Event()
        self._listeners[user_id].add(rung)

        async def wait() -> None:
            try:
                async with asyncio.timeout(self._reread):
                    await rung.wait()
            except TimeoutError:
                return
            rung.clear()

        try:
            yield wait
        finally:
            self._listeners[user_id].discard(rung)
            if not self._listeners[user_id]:
                del self._listeners[user_id]
