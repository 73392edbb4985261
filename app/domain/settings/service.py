"""Use-cases of people's settings."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.domain.changes import demand_version
from app.domain.errors import Conflict, NotFound
from app.domain.language.model import Provider
from app.domain.settings.model import SettingsChanges, UserSettings
from app.domain.settings.ports import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsService:
    """Reading and changing one's settings."""

    settings: Settings

    async def of(self, user_id: UUID) -> UserSettings:
        """A person's settings."""
        return await self.settings.get(user_id) or UserSettings(user_id=user_id)

    async def update(
        self, user_id: UUID, changes: SettingsChanges, *, expected_version: int | None
    ) -> UserSettings:
        """Change some settings.

        Raises InvalidInput, and Conflict with the current settings when they are not those that
        the change is based on, and NotFound for an account that is gone.
        """
        before = await self.of(user_id)
        after = before.changed(changes)
        demand_version(before, expected_version)
        while not await self.settings.put(after):
            found = await self.settings.get(user_id)
            if found is None:
                raise NotFound("auth.account_gone")
            before = found
            if expected_version is not None:
                raise _stale(before, expected_version)
            after = before.changed(changes)
        return after

    async def context_for(self, user_id: UUID, provider: Provider) -> str | None:
        """What a new conversation of this person with a model of the provider begins with."""
        return (await self.of(user_id)).context_for(provider)


def _stale(current: UserSettings, expected: int) -> Conflict:
    return Conflict(
        "version.stale",
        "expected_version",
        current=current,
        expected=expected,
        actual=current.version,
    )
