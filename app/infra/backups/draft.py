"""A backup that is being made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from app.domain.backups.errors import BackupRefused
from app.domain.backups.model import Manifest, Table, TableCopy
from app.domain.storage.model import StoredObject
from app.infra.backups.files import PIECE, NewFile, is_exactly, linked, sync_directories
from app.infra.storage.drafts import sync_directory

MANIFEST: Final = "manifest.json"
Run = Callable[..., Awaitable[Any]]


class DirectoryDraft:
    """The `Draft` port: a hidden directory that is renamed at the end.

    `older` are the backups whose equal objects are taken over, the newest first; `run` does what
    blocks.
    """

    def __init__(
        self, *, name: str, path: Path, place: Path, older: Sequence[Path], run: Run
    ) -> None:
        self.name = name
        self.path = path
        self._place = place
        self._older = older
        self._run = run

    @asynccontextmanager
    async def table(self, table: Table) -> AsyncIterator[DirectorySink]:
        """See `Draft.table`."""
        path = self.path / "tables" / f"{table.name}.copy.gz"
        file = await self._run(NewFile, path, compressed=True)
        try:
            yield DirectorySink(table, file, self._run)
        finally:
            file.close()

    async def adopt(self, stored: StoredObject) -> bool:
        """See `Draft.adopt`; only the newest older backup that has it is looked at."""
        for home in self._older:
            source = home / "objects" / stored.key
            if await self._run(source.exists):
                if not await self._run(is_exactly, source, stored.byte_size, stored.sha256):
                    return False
                await self._run(linked, source, self._object(stored))
                return True
        return False

    async def take(self, stored: StoredObject, chunks: AsyncIterator[bytes]) -> bool:
        """See `Draft.take`."""
        path = self._object(stored)
        file = await self._run(NewFile, path)
        good = False
        try:
            async for chunk in chunks:
                await self._run(file.write, chunk)
            good = (file.sha256, file.byte_size) == (stored.sha256, stored.byte_size)
            await self._run(file.finish)
        finally:
            file.close()
            if not good:
                await self._run(path.unlink)
        return good

    async def publish(self, manifest: Manifest) -> None:
        """See `Draft.publish`."""
        text = json.dumps(manifest.to_json(), indent=1).encode()
        await self._run(self._publish, text)

    def _publish(self, text: bytes) -> None:
        checksum = f"{hashlib.sha256(text).hexdigest()}  {MANIFEST}\n".encode()
        for name, content in ((MANIFEST, text), (f"{MANIFEST}.sha256", checksum)):
            file = NewFile(self.path / name)
            file.write(content)
            file.finish()
        sync_directories(self.path)
        if self._place.exists():
            raise BackupRefused("backup.busy")
        self.path.rename(self._place)
        sync_directory(self._place.parent)

    def _object(self, stored: StoredObject) -> Path:
        return self.path / "objects" / stored.key


class DirectorySink:
    """The `TableSink` port: one compressed file."""

    def __init__(self, table: Table, file: NewFile, run: Run) -> None:
        self._table = table
        self._file = file
        self._run = run
        self._gathered = bytearray()

    async def write(self, piece: bytes) -> None:
        """See `TableSink.write`; a thread for every row would cost more than the packing."""
        self._gathered += piece
        if len(self._gathered) >= PIECE:
            await self._flush()

    async def finish(self, rows: int) -> TableCopy:
        """See `TableSink.finish`."""
        await self._flush()
        await self._run(self._file.finish)
        return TableCopy(
            name=self._table.name,
            columns=self._table.columns,
            rows=rows,
            byte_size=self._file.byte_size,
            sha256=self._file.sha256,
        )

    async def _flush(self) -> None:
        gathered, self._gathered = bytes(self._gathered), bytearray()
        await self._run(self._file.write, gathered)
