"""Where files are kept: the store that is written to, and those that older files are in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import TypeVar

from app.domain.storage.ports import Storage
from app.infra.settings import Settings
from app.infra.storage.filesystem import FilesystemStorage
from app.infra.storage.stores import StoreSet

Answer = TypeVar("Answer")


def stores(settings: Settings) -> StoreSet:
    """Every store that the settings give access to, the one for new files first."""
    files: Storage = FilesystemStorage(settings.data_dir.resolve() / "files")
    if not settings.s3_endpoint:
        return StoreSet(files)
    bucket = _bucket(settings)
    return StoreSet(bucket, files) if settings.store == bucket.backend else StoreSet(files, bucket)


def _bucket(settings: Settings) -> Storage:
    # It takes a third of a second to import, which a studio without it need not wait for.
    from app.infra.storage.s3 import S3Storage
    from app.infra.storage.s3_bucket import S3Access

    return S3Storage(
        S3Access(
            endpoint=settings.s3_endpoint,
            public_endpoint=settings.s3_public_endpoint or settings.s3_endpoint,
            bucket=settings.s3_bucket,
            region=settings.s3_region,
            access_key=settings.s3_access_key.get_secret_value(),
            secret_key=settings.s3_secret_key.get_secret_value(),
        )
    )


async def together(works: Sequence[Awaitable[Answer]]) -> Sequence[Answer]:
    """The `Together` port."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_awaited(work)) for work in works]
    return [task.result() for task in tasks]


async def _awaited(work: Awaitable[Answer]) -> Answer:
    return await work
