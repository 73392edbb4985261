"""What the operator does with other people's accounts, at the machine itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errors import NotFound
from app.domain.identity import new_id
from app.domain.ports import Clock, Transaction
from app.domain.text import Checks
from app.domain.users.model import User, check_new_password, new_user, normal_email
from app.domain.users.ports import AllUsers, PasswordHasher, Sessions, Welcome


@dataclass(frozen=True, slots=True, kw_only=True)
class UserAdministration:
    """Accounts by their address. No use-case of the API comes here."""

    users: AllUsers
    sessions: Sessions
    hasher: PasswordHasher
    welcome: Welcome
    transaction: Transaction
    clock: Clock

    async def create(
        self,
        *,
        email: str,
        password: str,
        first_name: str | None = None,
        last_name: str | None = None,
        artist_name: str | None = None,
    ) -> User:
        """Open an account, also where registration is closed.

        Raises InvalidInput, and Conflict for an address that has one.
        """
        user = new_user(
            user_id=new_id(),
            email=email,
            password=password,
            first_name=first_name,
            last_name=last_name,
            artist_name=artist_name,
            now=self.clock.now(),
        )
        password_hash = await self.hasher.hash(password)
        async with self.transaction():
            await self.users.add(user, password_hash)
            await self.welcome(user.id)
        return user

    async def all(self) -> Sequence[User]:
        """Everybody, by address."""
        return await self.users.all()

    async def set_active(self, email: str, *, active: bool) -> User:
        """Let somebody in, or shut them out at once with all their sessions. Raises NotFound."""
        user = await self._named(email)
        async with self.transaction():
            await self.users.set_active(user.id, active=active, at=self.clock.now())
            if not active:
                await self.sessions.revoke_all(user.id, self.clock.now())
        return await self._named(email)

    async def reset_password(self, email: str, password: str) -> User:
        """Give somebody a new password and end all their sessions.

        Raises InvalidInput for one that no registration would take, and NotFound.
        """
        checks = Checks()
        check_new_password(checks, "password", password)
        checks.raise_problems()
        user = await self._named(email)
        password_hash = await self.hasher.hash(password)
        async with self.transaction():
            await self.users.set_hash(user.id, password_hash, self.clock.now())
            await self.sessions.revoke_all(user.id, self.clock.now())
        return user

    async def _named(self, email: str) -> User:
        address = normal_email(email)
        found = await self.users.credentials(address) if address else None
        if found is None:
            raise NotFound("auth.unknown_address")
        return found.user
