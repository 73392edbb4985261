"""What the use-cases of settings need from the outside."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from app.domain.settings.model import UserSettings


class Settings(Protocol):
    """People's settings."""

    async def get(self, user_id: UUID) -> UserSettings | None:
        """The settings of a person who ever changed them."""
        ...

    async def put(self, settings: UserSettings) -> bool:
        """Keep the next version of a person's settings; False when somebody else kept it first."""
        ...
