"""The texts that this process writes, on their way into Redis."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from functools import partial
from typing import Final
from uuid import UUID

from loguru import logger
from redis.asyncio import Redis

from app.domain.language.ports import Token
from app.infra.live.sending import Sender
from app.infra.live.text_wire import packed, runs, stream_of

INTERVAL: Final = 0.015
"""Seconds between two sendings; the first piece after a pause leaves at once."""

MOST_WAITING: Final = 1024
"""Pieces of one text that wait to be sent; if more come, all of them are given up."""

LONGEST_STREAM: Final = 1000
"""Entries of a stream, about."""

KEPT_FOR: Final = 600_000
KEPT_AFTER_THE_END: Final = 30_000
"""Milliseconds after the last piece."""

# One command, however many texts: it is answered once, and wakes each reader once. It is short
# because each word of it costs the writer as much as making the piece does.
_APPEND: Final = """
for i, key in ipairs(KEYS) do
  local pieces, field, expires = ARGV[i + 3], 'p', ARGV[2]
  if pieces == '' then
    field, expires = 'e', ARGV[3]
  end
  redis.call('XADD', key, 'MAXLEN', '~', ARGV[1], '*', field, pieces)
  redis.call('PEXPIRE', key, expires)
end
"""


_Entry = tuple[bytes, bytes]
"""A stream, and the pieces that it gets; none are its end."""


class TextWriters:
    """All writers of this process. What they write leaves together, or is given up.

    While Redis is away nothing waits for it: whatever cannot be sent at once is lost.
    """

    def __init__(self, redis: Redis) -> None:
        self._append = redis.register_script(_APPEND)
        self._sender = Sender("pieces of texts")
        self._open: defaultdict[UUID, list[_Writer]] = defaultdict(list)
        self._due: dict[_Writer, None] = {}
        self._sending: asyncio.Task[None] | None = None

    def writer(self, job_id: UUID) -> _Writer:
        """See `TextStreams.writer`."""
        writer = _Writer(job_id, self)
        self._open[job_id].append(writer)
        return writer

    def stop(self, job_id: UUID) -> None:
        """Tell whoever writes the text of this job that it shall stop."""
        for writer in self._open.get(job_id, ()):
            writer.stop.set()

    def send(self, writer: _Writer) -> None:
        """Send what a writer holds, soon."""
        self._due[writer] = None
        if self._sending is None:
            self._sending = asyncio.create_task(self._send(), name="texts")

    def closed(self, writer: _Writer) -> None:
        """Forget a writer, once it is sent."""
        writers = self._open[writer.job_id]
        writers.remove(writer)
        if not writers:
            del self._open[writer.job_id]

    async def aclose(self) -> None:
        """Wait until everything is sent or given up."""
        if self._sending:
            await asyncio.gather(self._sending, return_exceptions=True)

    async def _send(self) -> None:
        try:
            while self._due:
                due, self._due = self._due, {}
                await self._send_all([entry for writer in due for entry in writer.take()])
                await asyncio.sleep(INTERVAL)
        finally:
            self._sending = None

    async def _send_all(self, entries: list[_Entry]) -> None:
        keys = [key for key, _ in entries]
        values: list[bytes | int] = [
            LONGEST_STREAM,
            KEPT_FOR,
            KEPT_AFTER_THE_END,
            *(pieces for _, pieces in entries),
        ]
        try:
            await self._sender.send(partial(self._append, keys, values))
        except Exception as error:  # noqa: BLE001 - whoever reads finds the text in the database
            logger.opt(exception=error).error("sending pieces of texts broke")


class _Writer:
    """The `TextWriter` port."""

    def __init__(self, job_id: UUID, writers: TextWriters) -> None:
        self.job_id = job_id
        self._key = stream_of(job_id)
        self._writers = writers
        self._waiting: list[Token] = []
        self._stop = asyncio.Event()
        self._closed = False

    @property
    def stop(self) -> asyncio.Event:
        """See `TextWriter.stop`."""
        return self._stop

    def write(self, seq: int, text: str) -> None:
        """See `TextWriter.write`."""
        if self._closed:
            return
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
        self._waiting.append(Token(seq=seq, text=text))
        self._writers.send(self)

    def close(self) -> None:
        """See `TextWriter.close`."""
        if not self._closed:
            self._closed = True
            self._writers.closed(self)
            self._writers.send(self)

    def take(self) -> list[_Entry]:
        """What is to be sent now."""
        waiting, self._waiting = self._waiting, []
        entries = [(self._key, packed(run)) for run in runs(waiting) if run]
        if self._closed:
            entries.append((self._key, b""))
        return entries
