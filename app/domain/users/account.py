"""What people do with an account once they are signed in: names, password, sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.domain.errors import InvalidInput, NotFound
from app.domain.ports import Clock, Transaction
from app.domain.text import Checks
from app.domain.users.model import ProfileChanges, Viewer, check_new_password, possible_password
from app.domain.users.ports import PasswordHasher, Sessions, Users, Verdict, Visits
from app.domain.users.sessions import Session
from app.domain.users.throttle import LoginThrottle


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountService:
    """Changes of one's own account."""

    users: Users
    sessions: Sessions
    hasher: PasswordHasher
    throttle: LoginThrottle
    visits: Visits
    transaction: Transaction
    clock: Clock

    async def update_profile(self, user_id: UUID, changes: ProfileChanges) -> None:
        """Change names. Raises InvalidInput, and NotFound for an account that is gone."""
        if not await self.users.change_profile(user_id, changes.checked(), self.clock.now()):
            raise NotFound("auth.account_gone")

    async def change_password(
        self, viewer: Viewer, *, current: str, new: str, address: str
    ) -> None:
        """Take another password, and end every session of this person but the viewer's.

        Raises InvalidInput for a new one that no registration would take and for a wrong current
        one, and RateLimited after too many wrong ones, which count like failed logins.
        """
        checks = Checks()
        check_new_password(checks, "new_password", new)
        checks.raise_problems()
        found = await self.users.credentials_of(viewer.user_id)
        if found is None:
            raise NotFound("auth.account_gone")
        await self.throttle.admit(found.user.email, address)
        old = found.password_hash if possible_password(current) else None
        if await self.hasher.verify(current, old) is Verdict.WRONG or old is None:
            raise InvalidInput("auth.wrong_password", "current_password")
        await self.throttle.forgive(found.user.email, address)
        new_hash = await self.hasher.hash(new)
        async with self.transaction():
            if not await self.users.replace_hash(viewer.user_id, old, new_hash):
                raise InvalidInput("auth.wrong_password", "current_password")
            await self.sessions.revoke_all(viewer.user_id, self.clock.now(), but=viewer.session_id)

    async def sessions_of(self, user_id: UUID) -> Sequence[Session]:
        """A person's sessions that count now, the newest first, 100 at most."""
        await self.visits.settle()
        return await self.sessions.of(user_id, self.clock.now())

    async def revoke_session(self, user_id: UUID, session_id: UUID) -> None:
        """End a session of this person. Raises NotFound for any that does not count."""
        ended = await self.sessions.revoke(session_id, user_id=user_id, at=self.clock.now())
        if not ended:
            raise NotFound("session.not_found", "id")
