"""Accounts and sessions in PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError

from app.domain.errors import Conflict
from app.domain.users.model import Credentials, User, Viewer
from app.infra.database import connection
from app.rows.users import SessionRow, UserRow

# Asked once per request, so it is spelled out: one statement, no query builder.
_VALID_SESSION = """
    SELECT sessions.expires_at
      FROM sessions JOIN users ON users.id = sessions.user_id
     WHERE sessions.id = $1 AND sessions.user_id = $2
       AND sessions.revoked_at IS NULL AND sessions.expires_at > $3 AND users.is_active
"""


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
    """The sessions (`Sessions` port)."""

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
        found = await connection().execute_query_dict(_VALID_SESSION, [session_id, user_id, at])
        if not found:
            return None
        return Viewer(user_id=user_id, session_id=session_id, expires_at=found[0]["expires_at"])

    async def revoke(self, session_id: UUID, at: datetime) -> None:
        """End a session."""
        await SessionRow.filter(id=session_id, revoked_at=None).update(revoked_at=at)

    async def revoke_all(self, user_id: UUID, at: datetime) -> None:
        """End every session of a person."""
        await SessionRow.filter(user_id=user_id, revoked_at=None).update(revoked_at=at)

    async def forget_expired(self, before: datetime) -> None:
        """Remove the sessions that ended before a time; their tokens are dead anyway."""
        await SessionRow.filter(expires_at__lt=before).delete()
