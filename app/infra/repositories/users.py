"""Accounts and sessions in PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError

from app.domain.errors import Conflict
from app.domain.users.model import Credentials, User, Viewer
from app.infra.together import Together
from app.readpath.declare import Guard
from app.readpath.lanes import Lanes
from app.rows.users import SessionRow, UserRow

_VALID_SESSIONS = """
    SELECT sessions.id, sessions.user_id, sessions.expires_at
      FROM sessions JOIN users ON users.id = sessions.user_id
     WHERE sessions.id = ANY($1::uuid[])
       AND sessions.revoked_at IS NULL AND sessions.expires_at > $2 AND users.is_active
"""
_COUNTS = """
EXISTS (SELECT FROM sessions s JOIN users u ON u.id = s.user_id
         WHERE s.id = {0} AND s.user_id = $1 AND s.revoked_at IS NULL AND s.expires_at > {1}
           AND u.is_active)
""".strip()
_MOST_TOGETHER = 200

_Asked = tuple[UUID, UUID, datetime]
"""Session, person, and when it must count."""


class TortoiseUsers:
    """The accounts (`Users` port)."""

    async def add(self, user: User, password_hash: str) -> None:
        """Keep a new account. Raises Conflict when its address is taken."""
        try:
            await UserRow.create(
                id=user.id,
                email=user.email,
                password_hash=password_hash,
                first_name=user.first_name,
                last_name=user.last_name,
                artist_name=user.artist_name,
                is_active=user.is_active,
                created_at=user.created_at,
                last_login=user.last_login,
            )
        except IntegrityError as error:
            raise Conflict("auth.email_taken", "email") from error

    async def get(self, user_id: UUID) -> User | None:
        """An account."""
        row = await UserRow.get_or_none(id=user_id)
        return None if row is None else row.to_domain()

    async def credentials(self, email: str) -> Credentials | None:
        """The account of a normal address, with its password hash."""
        row = await UserRow.get_or_none(email=email)
        if row is None:
            return None
        return Credentials(user=row.to_domain(), password_hash=row.password_hash)

    async def record_login(self, user_id: UUID, at: datetime) -> bool:
        """Note a login of an account that is active."""
        return bool(await UserRow.filter(id=user_id, is_active=True).update(last_login=at))

    async def replace_hash(self, user_id: UUID, old: str, new: str) -> None:
        """Change a password hash, unless it is no longer `old`."""
        await UserRow.filter(id=user_id, password_hash=old).update(password_hash=new)


class TortoiseSessions:
    """The sessions (`Sessions` port). Whether one counts is asked on `lanes`."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._together = Together(self._expiries, most=_MOST_TOGETHER)

    async def add(self, viewer: Viewer, created_at: datetime) -> None:
        """Keep a new session."""
        await SessionRow.create(
            id=viewer.session_id,
            user_id=viewer.user_id,
            created_at=created_at,
            expires_at=viewer.expires_at,
        )

    async def valid(self, session_id: UUID, *, user_id: UUID, at: datetime) -> Viewer | None:
        """A session of this person, if it counts at that time."""
        expires_at = await self._together.ask((session_id, user_id, at))
        if expires_at is None:
            return None
        return Viewer(user_id=user_id, session_id=session_id, expires_at=expires_at)

    async def _expiries(self, asked: list[_Asked]) -> list[datetime | None]:
        ids = list({session_id for session_id, _, _ in asked})
        rows = await self._lanes.fetch(_VALID_SESSIONS, ids, min(at for _, _, at in asked))
        found = {(row["id"], row["user_id"]): row["expires_at"] for row in rows}
        expiries = (found.get((session_id, user_id)) for session_id, user_id, _ in asked)
        return [
            expires_at if expires_at is not None and expires_at > at else None
            for expires_at, (_, _, at) in zip(expiries, asked, strict=True)
        ]

    async def revoke(self, session_id: UUID, at: datetime) -> None:
        """End a session."""
        await SessionRow.filter(id=session_id, revoked_at=None).update(revoked_at=at)

    async def revoke_all(self, user_id: UUID, at: datetime) -> None:
        """End every session of a person."""
        await SessionRow.filter(user_id=user_id, revoked_at=None).update(revoked_at=at)


def session_guard(session_id: UUID, at: datetime) -> Guard:
    """That a session of the owner counts at that time, as a condition of what is read."""
    return Guard(_COUNTS, (session_id, at))


async def forget_expired_sessions(before: datetime) -> None:
    """Remove the sessions that ended before a time; their tokens are dead anyway."""
    await SessionRow.filter(expires_at__lt=before).delete()
