"""Whom a command at the server is for."""

from __future__ import annotations

from uuid import UUID

from app.domain.users.model import normal_email
from app.infra.repositories.users import TortoiseUsers


async def active_person(email: str) -> UUID | None:
    """The person with this address; None when there is none, or the account is not active."""
    address = normal_email(email)
    found = None if address is None else await TortoiseUsers().credentials(address)
    return found.user.id if found and found.user.is_active else None
