"""What looks after everything that is stored, at the command line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.bootstrap.storage import stores, together
from app.bootstrap.studio import connect_redis
from app.domain.jobs.model import Job
from app.domain.jobs.ports import JobQueue
from app.domain.storage.checking import Checking
from app.domain.storage.cleaning import Cleaning
from app.domain.storage.migration import Migration
from app.domain.storage.ports import Storage, StoreMissing
from app.domain.upkeep.migration import StorageMigration, migration_job
from app.infra.clock import SystemClock
from app.infra.database import close_database, durably, open_database, transaction
from app.infra.jobs.wakeups import ArqWakeups
from app.infra.live.hints import HintPublisher
from app.infra.repositories.jobs import JobRepository
from app.infra.repositories.migration import InventoryRepository
from app.infra.settings import Settings
from app.infra.storage.stores import StoreSet

OLD: Final = "filesystem"
NEW: Final = "s3"


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageTools:
    """Moving, cleaning and checking; StoreMissing is raised by what needs the S3 and has none."""

    stores: StoreSet

    def migration(self) -> Migration:
        """From the disk to the S3."""
        return Migration(
            target=NEW, stores=self.stores, inventory=InventoryRepository(), together=together
        )

    def cleaning(self) -> Cleaning:
        """Of the disk, by what the S3 has."""
        return Cleaning(
            old=self.stores.named(OLD),
            new=self.stores.named(NEW),
            inventory=InventoryRepository(),
            together=together,
        )

    def checking(self) -> Checking:
        """Of every store that the settings give access to."""
        return Checking(
            stores=self.stores,
            all_stores=self._all(),
            inventory=InventoryRepository(),
            together=together,
            clock=SystemClock(),
        )

    def _all(self) -> list[Storage]:
        found = []
        for name in (OLD, NEW):
            with suppress(StoreMissing):
                found.append(self.stores.named(name))
        return found


@asynccontextmanager
async def storage_tools(settings: Settings) -> AsyncIterator[StorageTools]:
    """The tools, with the database open; everything is closed at the end."""
    found = stores(settings)
    await open_database(settings.database_url, minsize=1, maxsize=settings.database_pool_max)
    try:
        yield StorageTools(stores=found)
    finally:
        await found.aclose()
        await close_database()


def storage_migration(*, queue: JobQueue, storage: StoreSet) -> StorageMigration:
    """The handler of STORAGE_MIGRATION."""
    return StorageMigration(
        queue=queue, migration=StorageTools(stores=storage).migration(), durably=durably
    )


async def order_migration(settings: Settings, user_id: UUID) -> Job:
    """A job for whichever worker is free, with the database open."""
    redis = connect_redis(settings.redis_url)
    queue = JobRepository(lease=settings.job_lease, publish=HintPublisher(redis).publish)
    try:
        async with transaction():
            job = await queue.accept(migration_job(user_id, NEW))
        await ArqWakeups(redis).wake(job.id)
    finally:
        await redis.aclose()
    return job
