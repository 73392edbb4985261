"""The directory of backups: each a directory of its own, whole in itself.

    20261128_030000_app_full/
        manifest.json           what follows, with sizes and SHA-256
        manifest.json.sha256    as `sha256sum -c` reads it
        tables/<table>.copy.gz  the rows in PostgreSQL's text format
        objects/<key>           the bytes of an object, under the key it has in the store
        verified                once all of it was read and was right

Equal objects of several backups are one file under several names. A name that begins with a dot
is no backup: it is being made, removed, or was left behind.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Final, ParamSpec, TypeVar
from uuid import uuid4

from app.domain.backups.errors import BackupDamaged, BackupMissing, BackupRefused, DiskFailed
from app.domain.backups.model import Kept, Manifest, TableCopy
from app.domain.storage.model import StoredObject
from app.infra.backups.draft import MANIFEST, DirectoryDraft
from app.infra.backups.files import is_exactly, pieces, unpacked
from app.infra.storage.drafts import sync_directory

CHECKSUM: Final = f"{MANIFEST}.sha256"
VERIFIED: Final = "verified"
PART: Final = ".part"

P = ParamSpec("P")
R = TypeVar("R")


class DirectoryArchive:
    """The `Archive` port. `root` is made when it is first written to; disk work is in threads."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """See `Archive.alone`; the kernel lets go of the lock however this process ends."""
        with _disk():
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = (self._root / ".lock").open("a")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BackupRefused("backup.busy") from None
            await _in_thread(self._remove_leftovers)
            yield

    @asynccontextmanager
    async def draft(self, name: str) -> AsyncIterator[DirectoryDraft]:
        """See `Archive.draft`."""
        draft = DirectoryDraft(
            name=name,
            path=self._root / f".{name}.{uuid4().hex}{PART}",
            place=self._root / name,
            older=[self._root / each.name for each in reversed(await self.kept())],
            run=_in_thread,
        )
        try:
            await _in_thread(draft.path.mkdir, 0o700)
            yield draft
        finally:
            await asyncio.shield(_in_thread(shutil.rmtree, draft.path, ignore_errors=True))

    async def kept(self) -> Sequence[Kept]:
        """See `Archive.kept`; what has no readable manifest is left out."""
        return await _in_thread(self._kept)

    async def manifest(self, name: str) -> Manifest:
        """See `Archive.manifest`."""
        return await _in_thread(self._manifest, name)

    async def damages(
        self, name: str, manifest: Manifest, told: Callable[[int, int], None]
    ) -> list[str]:
        """See `Archive.damages`."""
        home = self._root / name
        parts: list[tuple[str, TableCopy | StoredObject]] = [
            *((f"tables/{each.name}.copy.gz", each) for each in manifest.tables),
            *((f"objects/{each.key}", each) for each in manifest.objects),
        ]
        wrong = []
        for done, (path, part) in enumerate(parts, 1):
            if not await _in_thread(is_exactly, home / path, part.byte_size, part.sha256):
                wrong.append(path)
            told(done, len(parts))
        return wrong

    async def mark_verified(self, name: str) -> None:
        """See `Archive.mark_verified`."""
        await _in_thread((self._root / name / VERIFIED).touch, 0o600)

    def rows(self, name: str, table: TableCopy) -> AsyncGenerator[bytes, None]:
        """See `Archive.rows`."""
        return _read(unpacked(self._root / name / "tables" / f"{table.name}.copy.gz"))

    def bytes_of(self, name: str, stored: StoredObject) -> AsyncGenerator[bytes, None]:
        """See `Archive.bytes_of`."""
        return _read(pieces(self._root / name / "objects" / stored.key))

    async def remove(self, name: str) -> None:
        """See `Archive.remove`."""
        await _in_thread(self._remove, name)

    def _remove(self, name: str) -> None:
        doomed = self._root / f".{name}.{uuid4().hex}{PART}"
        (self._root / name).rename(doomed)
        sync_directory(self._root)
        shutil.rmtree(doomed)

    def _remove_leftovers(self) -> None:
        for path in self._root.glob(f".*{PART}"):
            shutil.rmtree(path, ignore_errors=True)

    def _kept(self) -> list[Kept]:
        found = []
        for path in self._root.glob("[!.]*/" + MANIFEST):
            with suppress(BackupDamaged, BackupMissing):
                name = path.parent.name
                verified = (path.parent / VERIFIED).exists()
                made_at = self._manifest(name).made_at
                found.append(Kept(name=name, made_at=made_at, verified=verified))
        return sorted(found, key=lambda each: (each.made_at, each.name))

    def _manifest(self, name: str) -> Manifest:
        if not name or name.startswith(".") or Path(name).name != name:
            raise BackupMissing("backup.missing", name=name)
        home = self._root / name
        try:
            text = (home / MANIFEST).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise BackupMissing("backup.missing", name=name) from None
        try:
            promised = (home / CHECKSUM).read_text().split()[0]
            if hashlib.sha256(text).hexdigest() != promised:
                raise BackupDamaged(name, [MANIFEST])
            return Manifest.of(json.loads(text))
        except (FileNotFoundError, ValueError, LookupError, TypeError, AttributeError):
            raise BackupDamaged(name, [MANIFEST]) from None


async def _read(chunks: Iterator[bytes]) -> AsyncGenerator[bytes, None]:
    while (piece := await _in_thread(next, chunks, b"")) != b"":
        yield piece


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else ""
        raise DiskFailed(reason or type(error).__name__) from error


async def _in_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    with _disk():
        return await asyncio.to_thread(work, *args, **kwargs)
