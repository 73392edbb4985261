"""That whoever is signed in knows the account's password, too."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.domain.errors import InvalidInput
from app.domain.users.model import possible_password
from app.domain.users.ports import PasswordHasher, Users, Verdict
from app.domain.users.throttle import LoginThrottle


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordConfirmation:
    """Asks for the password before something that a stolen token alone must not do."""

    users: Users
    hasher: PasswordHasher
    throttle: LoginThrottle

    async def demand(self, user_id: UUID, password: str, address: str) -> None:
        """Raise InvalidInput (`auth.wrong_password`) unless it is the account's password.

        Wrong ones count like failed logins. Raises RateLimited after too many.
        """
        user = await self.users.get(user_id)
        found = None if user is None else await self.users.credentials(user.email)
        account = user.email if user is not None else str(user_id)
        await self.throttle.admit(account, address)
        usable = found is not None and found.user.is_active and possible_password(password)
        current_hash = found.password_hash if found is not None and usable else None
        verdict = await self.hasher.verify(password, current_hash)
        if current_hash is None or verdict is Verdict.WRONG:
            raise InvalidInput("auth.wrong_password", "password")
        await self.throttle.forgive(account, address)
