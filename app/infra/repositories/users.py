"""Accounts and sessions in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tortoise.exceptions import IntegrityError

from app.domain.errors import Conflict
from app.domain.users.model import Credentials, Language, ProfileChanges, User, Viewer
from app.domain.users.sessions import MOST_SESSIONS, NO_DEVICE, Device, Session
from app.infra.together import Together
from app.readpath.declare import Guard
from app.readpath.lanes import Lanes
from app.rows.users import SessionRow, UserRow

_VALID_SESSIONS = """
    SELECT sessions.id, sessions.user_id, sessions.expires_at, user_settings.language
      FROM sessions JOIN users ON users.id = sessions.user_id
           LEFT JOIN user_settings ON user_settings.user_id = sessions.user_id
     WHERE sessions.id = ANY($1::uuid[])
       AND sessions.revoked_at IS NULL AND sessions.expires_at > $2 AND users.is_active
"""
_COUNTS = """
EXISTS (SELECT FROM sessions s JOIN users u ON u.id = s.user_id
         WHERE s.id = {0} AND s.user_id = $1 AND s.revoked_at IS NULL AND s.expires_at > {1}
           AND u.is_active)
""".strip()
LANGUAGE: Final = "(SELECT language FROM user_settings WHERE user_id = $1)"
"""The language of a reader, as SQL over their id."""
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
        return _credentials(await UserRow.get_or_none(email=email))

    async def credentials_of(self, user_id: UUID) -> Credentials | None:
        """The account of a person, with its password hash."""
        return _credentials(await UserRow.get_or_none(id=user_id))

    async def change_profile(self, user_id: UUID, changes: ProfileChanges, at: datetime) -> bool:
        """Change the names of a person."""
        changed = await UserRow.filter(id=user_id).update(**changes.given(), updated_at=at)
        return bool(changed)

    async def record_login(
        self, user_id: UUID, at: datetime, *, proved_by: str | None = None
    ) -> bool:
        """Note a login of an account that is active and has that hash, if one is named."""
        accounts = UserRow.filter(id=user_id, is_active=True)
        if proved_by is not None:
            accounts = accounts.filter(password_hash=proved_by)
        return bool(await accounts.update(last_login=at))

    async def replace_hash(self, user_id: UUID, old: str, new: str) -> bool:
        """Change a password hash, unless it is no longer `old`."""
        changed = await UserRow.filter(id=user_id, password_hash=old).update(password_hash=new)
        return bool(changed)

    async def all(self) -> Sequence[User]:
        """Everybody, by address."""
        return [row.to_domain() for row in await UserRow.all().order_by("email")]

    async def set_active(self, user_id: UUID, *, active: bool, at: datetime) -> None:
        """Let a person in, or shut them out."""
        await UserRow.filter(id=user_id).update(is_active=active, updated_at=at)

    async def set_hash(self, user_id: UUID, password_hash: str, at: datetime) -> None:
        """Give a person another password."""
        await UserRow.filter(id=user_id).update(password_hash=password_hash, updated_at=at)


class TortoiseSessions:
    """The sessions (`Sessions` port). Whether one counts is asked on `lanes`."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._together = Together(self._found, most=_MOST_TOGETHER)

    async def add(self, viewer: Viewer, created_at: datetime, device: Device = NO_DEVICE) -> None:
        """Keep a new session."""
        await SessionRow.create(
            id=viewer.session_id,
            user_id=viewer.user_id,
            created_at=created_at,
            expires_at=viewer.expires_at,
            user_agent=device.user_agent,
            address=device.address,
        )

    async def valid(self, session_id: UUID, *, user_id: UUID, at: datetime) -> Viewer | None:
        """A session of this person, if it counts at that time."""
        return await self._together.ask((session_id, user_id, at))

    async def _found(self, asked: list[_Asked]) -> list[Viewer | None]:
        ids = list({session_id for session_id, _, _ in asked})
        rows = await self._lanes.fetch(_VALID_SESSIONS, ids, min(at for _, _, at in asked))
        found = {(row["id"], row["user_id"]): _viewer(row) for row in rows}
        viewers = (found.get((session_id, user_id)) for session_id, user_id, _ in asked)
        return [
            viewer if viewer is not None and viewer.expires_at > at else None
            for viewer, (_, _, at) in zip(viewers, asked, strict=True)
        ]

    async def of(self, user_id: UUID, at: datetime) -> Sequence[Session]:
        """The newest sessions of a person that count at that time."""
        rows = (
            await SessionRow.filter(user_id=user_id, revoked_at=None, expires_at__gt=at)
            .order_by("-created_at", "-id")
            .limit(MOST_SESSIONS)
        )
        return [row.to_domain() for row in rows]

    async def revoke(self, session_id: UUID, *, user_id: UUID, at: datetime) -> bool:
        """End a session of a person."""
        sessions = SessionRow.filter(
            id=session_id, user_id=user_id, revoked_at=None, expires_at__gt=at
        )
        return bool(await sessions.update(revoked_at=at))

    async def revoke_all(self, user_id: UUID, at: datetime, *, but: UUID | None = None) -> None:
        """End every session of a person, except one."""
        sessions = SessionRow.filter(user_id=user_id, revoked_at=None)
        await (sessions if but is None else sessions.exclude(id=but)).update(revoked_at=at)


def _credentials(row: UserRow | None) -> Credentials | None:
    if row is None:
        return None
    return Credentials(user=row.to_domain(), password_hash=row.password_hash)


def _viewer(row: Any) -> Viewer:
    language = row["language"]
    return Viewer(
        user_id=row["user_id"],
        session_id=row["id"],
        expires_at=row["expires_at"],
        language=None if language is None else Language(language),
    )


def session_guard(session_id: UUID, at: datetime) -> Guard:
    """That a session of the owner counts at that time, as a condition of what is read."""
    return Guard(_COUNTS, (session_id, at))


async def forget_expired_sessions(before: datetime) -> None:
    """Remove the sessions that ended before a time; their tokens are dead anyway."""
    await SessionRow.filter(expires_at__lt=before).delete()
