"""Backups that nobody has to think of."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final

from loguru import logger

from app.domain.backups.making import BackupMaking
from app.domain.backups.model import due_at
from app.domain.backups.ports import Archive
from app.domain.errors import StudioError
from app.domain.ports import Clock

LOOK: Final = 300.0
"""Seconds between two looks whether one is due, also after one that failed."""


class BackupSchedule:
    """Makes a backup whenever the newest one is older than `every`, whoever made that."""

    def __init__(
        self,
        *,
        making: BackupMaking,
        archive: Archive,
        every: timedelta,
        clock: Clock,
        look: float = LOOK,
    ) -> None:
        self._making = making
        self._archive = archive
        self._every = every
        self._clock = clock
        self._look = look

    async def run(self) -> None:
        """Make backups for ever; what fails is logged and tried again at the next look."""
        while True:
            try:
                if await self.due():
                    await self._make()
            except StudioError as error:
                logger.error("no backup was made: {} {}", error.key, dict(error.params))
            except Exception as error:  # noqa: BLE001 - the next one may fare better
                logger.opt(exception=error).error("a backup broke")
            await asyncio.sleep(self._look)

    async def due(self) -> bool:
        """Whether it is time."""
        due = due_at(await self._archive.kept(), self._every)
        return due is None or due <= self._clock.now()

    async def _make(self) -> None:
        made = await self._making.run(lambda *_: None)
        manifest = made.manifest
        logger.info(
            "backup {}: {} rows, {} files, {} outdated ones removed",
            made.name,
            manifest.rows,
            len(manifest.objects),
            len(made.removed),
        )
        if manifest.wrong:
            logger.error("{} files are missing in the store or damaged", manifest.wrong)
