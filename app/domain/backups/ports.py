"""What making, verifying and restoring backups need of the outside."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from app.domain.backups.model import Kept, Manifest, Table, TableCopy
from app.domain.storage.model import StoredObject

Write = Callable[[bytes], Coroutine[Any, Any, None]]


class Snapshot(Protocol):
    """One moment of the database, whatever is written meanwhile."""

    @property
    def database(self) -> str:
        """The name of the database."""
        ...

    @property
    def server(self) -> str:
        """The version of the server."""
        ...

    async def migrations(self) -> Sequence[str]:
        """The migrations that ran, the oldest first."""
        ...

    async def tables(self) -> Sequence[Table]:
        """Every table of the studio, by name."""
        ...

    async def sequences(self) -> Mapping[str, int]:
        """The last number that each used sequence gave."""
        ...

    async def copy(self, table: Table, write: Write) -> int:
        """Hand all rows of a table to `write`, in pieces; how many rows it were."""
        ...

    def sealed(self) -> AsyncGenerator[str, None]:
        """Every encrypted value."""
        ...

    def objects(self) -> AsyncGenerator[StoredObject, None]:
        """Every stored object, by key."""
        ...

    async def release(self) -> None:
        """Let go of that moment: from now on only `known_now` may be asked."""
        ...

    async def known_now(self, key: str) -> StoredObject | None:
        """A stored object as it is by now; None when it was deleted."""
        ...


class Snapshots(Protocol):
    """Opens snapshots."""

    def __call__(self) -> AbstractAsyncContextManager[Snapshot]:
        """The database as it is now, until the block is left."""
        ...


class Draft(Protocol):
    """A backup that is being made; it is invisible until it is published."""

    @property
    def name(self) -> str:
        """The name under which it will be published."""
        ...

    def table(self, table: Table) -> AbstractAsyncContextManager[TableSink]:
        """Where the rows of a table go."""
        ...

    async def adopt(self, stored: StoredObject) -> bool:
        """Take the bytes of an object from an older backup; False when none has exactly them."""
        ...

    async def take(self, stored: StoredObject, chunks: AsyncIterator[bytes]) -> bool:
        """Keep the bytes of an object; False, and nothing kept, when they are not the object's."""
        ...

    async def publish(self, manifest: Manifest) -> None:
        """Make it a backup, for good and in one step."""
        ...


class TableSink(Protocol):
    """Takes the rows of one table."""

    async def write(self, piece: bytes) -> None:
        """Append a piece."""
        ...

    async def finish(self, rows: int) -> TableCopy:
        """What was kept, for good."""
        ...


class Archive(Protocol):
    """The directory of backups. Its methods, and those of drafts, raise DiskFailed."""

    def alone(self) -> AbstractAsyncContextManager[None]:
        """Nobody else makes, checks or removes backups here; BackupRefused when somebody does.

        What was left behind by whoever died in the middle is removed.
        """
        ...

    def draft(self, name: str) -> AbstractAsyncContextManager[Draft]:
        """A new backup; nothing is left of it unless it is published inside the block."""
        ...

    async def kept(self) -> Sequence[Kept]:
        """Every backup that is complete, the oldest first."""
        ...

    async def manifest(self, name: str) -> Manifest:
        """What a backup says about itself. BackupMissing and BackupDamaged."""
        ...

    async def damages(
        self, name: str, manifest: Manifest, told: Callable[[int, int], None]
    ) -> list[str]:
        """The files that are missing or not what they should be; every byte is read.

        `told` hears how many of how many files are done.
        """
        ...

    async def mark_verified(self, name: str) -> None:
        """Remember that all files of a backup were right."""
        ...

    def rows(self, name: str, table: TableCopy) -> AsyncGenerator[bytes, None]:
        """The rows of a table, in pieces."""
        ...

    def bytes_of(self, name: str, stored: StoredObject) -> AsyncGenerator[bytes, None]:
        """The bytes of an object, in pieces."""
        ...

    async def remove(self, name: str) -> None:
        """Remove a backup; half of it never looks like one."""
        ...


class Target(Protocol):
    """A new and empty database that a backup is loaded into; nobody else knows of it."""

    async def load(
        self, manifest: Manifest, rows: Callable[[TableCopy], AsyncGenerator[bytes, None]]
    ) -> None:
        """Make the tables as they were and fill them. BackupUnfit when they do not fit."""
        ...

    async def reconcile(self, *, untouched: bool) -> Mapping[str, int]:
        """Settle what may have gone on after the backup; how much it was, by message key.

        The tables are up to date.

        Work that may have been paid for is not ordered again, and all sessions end. With
        `untouched` nothing has gone on: what waits goes on, and sessions last.
        """
        ...

    async def keep_in(self, backend: str, keys: Sequence[str]) -> None:
        """Say that the bytes of these objects are in this store."""
        ...

    async def update(self) -> None:
        """Bring the tables up to date."""
        ...


class Databases(Protocol):
    """The server that a backup is restored to."""

    def demand_known(self, manifest: Manifest) -> None:
        """Raise BackupRefused for a backup of a newer studio than this one."""
        ...

    async def demand_idle(self) -> None:
        """Raise BackupRefused while anybody is connected to the database of the studio."""
        ...

    def target(self) -> AbstractAsyncContextManager[Target]:
        """A new database, which is removed unless it was put in place inside the block.

        BackupRefused while another restore is at work; what killed ones left is removed.
        """
        ...

    async def put_in_place(self, target: Target, *, force: bool) -> str | None:
        """Make it the database of the studio, in one step; the new name of the former one, if any.

        BackupRefused while anybody is connected to that, who is cut off with `force`.
        """
        ...


class Progress(Protocol):
    """Hears how far it is."""

    def __call__(self, what: str, done: int, of: int, /) -> None:
        """`what` is a message key of the step; so many of so many parts are done."""
        ...
