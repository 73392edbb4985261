"""People: who they are and what a valid registration looks like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who is asking: taken from the token of the request, never from an argument."""

    user_id: UUID
    session_id: UUID
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person with an account."""

    id: UUID
    email: str
    first_name: str | None
    last_name: str | None
    artist_name: str | None
    is_active: bool
    created_at: datetime
    last_login: datetime | None
