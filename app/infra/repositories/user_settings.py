"""People's settings in PostgreSQL."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from app.domain.settings.model import FIELDS, UserSettings
from app.infra.database import transaction
from app.rows.settings import UserSettingsRow


class UserSettingsRepository:
    """The settings (`Settings` port)."""

    async def get(self, user_id: UUID) -> UserSettings | None:
        """See `Settings.get`."""
        row = await UserSettingsRow.get_or_none(user_id=user_id)
        return None if row is None else row.to_domain()

    async def put(self, settings: UserSettings) -> bool:
        """See `Settings.put`."""
        if settings.version == 1:
            return await self._add(settings)
        changed = await UserSettingsRow.filter(
            user_id=settings.user_id, version=settings.version - 1
        ).update(**_columns(settings))
        return bool(changed)

    async def _add(self, settings: UserSettings) -> bool:
        try:
            async with transaction():
                await UserSettingsRow.create(user_id=settings.user_id, **_columns(settings))
        except IntegrityError:
            return False
        return True


def _columns(settings: UserSettings) -> dict[str, Any]:
    values = asdict(settings)
    columns = {name: values[name] for name in FIELDS}
    return {**columns, "music_styles": list(settings.music_styles), "version": settings.version}
