"""People who are made in a moment: their passwords were hashed before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from passlib.hash import bcrypt  # type: ignore[import-untyped] # libpass has no types

from app.bootstrap import Studio
from app.domain.identity import new_id
from app.domain.users.model import Viewer
from app.domain.users.ports import Claims, Purpose
from app.rows.users import SessionRow, UserRow
from tests.studio import PASSWORD

OLD_HASH: Final[str] = bcrypt.using(rounds=4).hash(PASSWORD)
"""Of an account that moved over; checking it takes a moment."""


@dataclass(frozen=True)
class Device:
    """Where somebody is signed in."""

    session_id: UUID
    token: str


async def account(email: str, password_hash: str | None, *, active: bool = True) -> UUID:
    """Somebody with that hash of a password."""
    row = await UserRow.create(email=email, password_hash=password_hash, is_active=active)
    return row.id


async def sign_in(studio: Studio, user_id: UUID) -> Device:
    """A session as a login makes it, without the work of a password."""
    users = studio.services.users
    now = users.clock.now()
    ends = now + timedelta(hours=1)
    viewer = Viewer(user_id=user_id, session_id=new_id(), expires_at=ends)
    await users.sessions.add(viewer, now)
    claims = Claims(user_id=user_id, session_id=viewer.session_id)
    token = users.signer.sign(claims, Purpose.API, issued_at=now, expires_at=ends)
    return Device(viewer.session_id, token)


async def alive(*devices: Device) -> list[bool]:
    """Which of these sessions are not revoked."""
    ids = [each.session_id for each in devices]
    left = await SessionRow.filter(id__in=ids, revoked_at=None).values_list("id", flat=True)
    return [each in set(left) for each in ids]
