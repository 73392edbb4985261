"""Backups: made by hand or by a worker, verified, restored."""

from __future__ import annotations

import importlib.metadata
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from app.bootstrap.storage import stores, together
from app.domain.backups.errors import BackupRefused
from app.domain.backups.making import BackupMaking
from app.domain.backups.model import Retention
from app.domain.backups.restoring import BackupChecking, BackupRestore
from app.infra.backups.archive import DirectoryArchive
from app.infra.backups.schedule import BackupSchedule
from app.infra.backups.server import PostgresServer
from app.infra.backups.snapshot import PostgresSnapshots
from app.infra.clock import SystemClock
from app.infra.crypto import FernetCipher, fingerprint
from app.infra.embedded.servers import EmbeddedPostgres, postgres_is_here
from app.infra.settings import Settings
from app.infra.storage.stores import StoreSet

KEPT_KEYS: Final = "encryption_secret_keys"
"""The file in which a studio of its own servers keeps the key that it made."""
DISTRIBUTION: Final = "mac-ai-service"


def backup_directory(settings: Settings) -> Path:
    """Where backups are kept."""
    return (settings.backup_dir or settings.data_dir / "backups").resolve()


def archive(settings: Settings) -> DirectoryArchive:
    """The backups of this studio."""
    return DirectoryArchive(backup_directory(settings))


def making(settings: Settings, database_url: str, found: StoreSet) -> BackupMaking:
    """What makes backups of the database at this address, and of the files in these stores."""
    return BackupMaking(
        snapshots=PostgresSnapshots(database_url),
        archive=archive(settings),
        stores=found,
        ciphers={fingerprint(key): FernetCipher([key]) for key in _keys(settings)},
        retention=Retention(
            age=timedelta(days=settings.backup_keep_days), newest=settings.backup_keep_newest
        ),
        together=together,
        clock=SystemClock(),
        version=_version(),
    )


def restoring(settings: Settings, database_url: str, found: StoreSet) -> BackupRestore:
    """What restores backups to the database at this address."""
    return BackupRestore(
        archive=archive(settings),
        databases=PostgresServer(database_url, deadline=settings.mureka_job_deadline),
        stores=found,
        store=found,
        keys=[fingerprint(key) for key in _keys(settings)],
        together=together,
    )


def checking(settings: Settings, *, load: bool) -> BackupChecking:
    """What verifies backups; with `load` into a database of its own, from the main thread.

    It is on a server of its own, or beside the studio's where none was brought along.
    BackupRefused when there is neither.
    """
    if not load:
        scratch = None
    elif postgres_is_here():
        scratch = _scratch_server
    elif settings.database_url:
        scratch = partial(_beside, settings.database_url)
    else:
        raise BackupRefused("backup.no_server")
    return BackupChecking(archive=archive(settings), scratch=scratch)


@contextmanager
def _beside(database_url: str) -> Iterator[PostgresServer]:
    yield PostgresServer(database_url, deadline=0)  # no job is looked at


@contextmanager
def _scratch_server() -> Iterator[PostgresServer]:
    with TemporaryDirectory(prefix="studio-verify-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # root's server is somebody else, who passes through
        server = EmbeddedPostgres(
            Path(folder, "postgres"),
            settings={"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"},
            log=Path(folder, "postgres.log"),
        )
        try:
            yield PostgresServer(server.start(), deadline=0)  # no job is looked at
        finally:
            server.stop()


def schedule(settings: Settings, found: StoreSet) -> BackupSchedule | None:
    """What makes a worker's backups; None unless they are wanted."""
    if not settings.backup_every:
        return None
    return BackupSchedule(
        making=making(settings, settings.database_url, found),
        archive=archive(settings),
        every=timedelta(hours=settings.backup_every),
        clock=SystemClock(),
    )


@asynccontextmanager
async def opened_stores(settings: Settings) -> AsyncIterator[StoreSet]:
    """Every store of the settings, for so long."""
    found = stores(settings)
    try:
        yield found
    finally:
        await found.aclose()


def _keys(settings: Settings) -> list[str]:
    """The keys of the settings; those that `make run` made where there are none."""
    if settings.encryption_secret_keys:
        return [key.get_secret_value() for key in settings.encryption_secret_keys]
    with suppress(FileNotFoundError):
        text = (settings.data_dir / KEPT_KEYS).read_text()
        return [part.strip() for part in text.split(",") if part.strip()]
    return []


def _version() -> str:
    try:
        return importlib.metadata.version(DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError:
        return "source"  # it runs from a checkout
