"""What takes in pictures that somebody already has, at the command line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from app.bootstrap.storage import stores
from app.domain.images.importing import ImageImport
from app.domain.images.thumbnails import Thumbnails
from app.domain.storage.ports import Storage
from app.infra.clock import SystemClock
from app.infra.database import close_database, open_database, transaction
from app.infra.pictures.scaling import PictureScaler
from app.infra.pictures.told_prompt import told_prompt
from app.infra.providers.pictures import inspect
from app.infra.repositories.doomed_files import DoomedFilesRepository
from app.infra.repositories.image_imports import ImportedImagesRepository
from app.infra.repositories.images import ImageRepository
from app.infra.repositories.storage import CatalogRepository
from app.infra.settings import Settings

DISK: Final = "filesystem"


@asynccontextmanager
async def image_import(settings: Settings) -> AsyncIterator[ImageImport]:
    """An import to this machine's disk, with the database open; everything is closed at the end."""
    found = stores(settings)
    await open_database(settings.database_url, minsize=1, maxsize=2)
    try:
        yield importing_to(found.named(DISK))
    finally:
        await found.aclose()
        await close_database()


def importing_to(storage: Storage) -> ImageImport:
    """An import to this store."""
    return ImageImport(
        images=ImageRepository(),
        imported=ImportedImagesRepository(),
        expected=DoomedFilesRepository(),
        catalog=CatalogRepository(),
        storage=storage,
        thumbnails=Thumbnails(storage, PictureScaler()),
        inspect=inspect,
        prompt_reader=told_prompt,
        transaction=transaction,
        clock=SystemClock(),
    )
