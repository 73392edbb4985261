"""Registration, login, logout, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.domain.errors import InvalidState, Unauthenticated
from app.domain.identity import new_id
from app.domain.ports import Clock, Transaction
from app.domain.users.model import (
    MediaTicket,
    SignedIn,
    User,
    Viewer,
    new_user,
    normal_email,
    possible_password,
)
from app.domain.users.ports import (
    Claims,
    PasswordHasher,
    Purpose,
    Sessions,
    TokenSigner,
    Users,
    Verdict,
    Visits,
    Welcome,
)
from app.domain.users.sessions import NO_DEVICE, Device
from app.domain.users.throttle import LoginThrottle

TICKET_LIFETIME: Final = timedelta(minutes=10)


async def _nothing_more(user_id: UUID) -> None:
    """Begin with the account alone."""
    del user_id


@dataclass(frozen=True, slots=True, kw_only=True)
class UserService:
    """What people do with their accounts."""

    users: Users
    sessions: Sessions
    hasher: PasswordHasher
    signer: TokenSigner
    throttle: LoginThrottle
    transaction: Transaction
    clock: Clock
    session_lifetime: timedelta
    allow_registration: bool
    visits: Visits
    welcome: Welcome = _nothing_more

    async def register(
        self,
        *,
        email: str,
        password: str,
        first_name: str | None = None,
        last_name: str | None = None,
        artist_name: str | None = None,
        device: Device = NO_DEVICE,
    ) -> SignedIn:
        """Open an account and sign in.

        Raises InvalidState where registration is closed, InvalidInput, Conflict for an address
        that has an account, and RateLimited when too many passwords wait to be hashed.
        """
        if not self.allow_registration:
            raise InvalidState("auth.registration_closed")
        now = self.clock.now()
        user = new_user(
            user_id=new_id(),
            email=email,
            password=password,
            first_name=first_name,
            last_name=last_name,
            artist_name=artist_name,
            now=now,
        )
        password_hash = await self.hasher.hash(password)
        async with self.transaction():
            await self.users.add(user, password_hash)
            await self.welcome(user.id)
            return await self._open_session(user, now, device)

    async def login(
        self, *, email: str, password: str, address: str, device: Device = NO_DEVICE
    ) -> SignedIn:
        """Sign in from a network address.

        Raises Unauthenticated (`auth.bad_credentials`) after the same work whether the account
        is unknown, inactive or without a password, or the password is wrong; RateLimited after
        too many failures.
        """
        known_address = normal_email(email)
        account = known_address or email
        await self.throttle.admit(account, address)
        found = await self.users.credentials(known_address) if known_address else None
        usable = found is not None and found.user.is_active and possible_password(password)
        current_hash = found.password_hash if found is not None and usable else None
        verdict = await self.hasher.verify(password, current_hash)
        if found is None or current_hash is None or verdict is Verdict.WRONG:
            raise Unauthenticated("auth.bad_credentials")
        await self.throttle.forgive(account, address)
        if verdict is Verdict.OUTDATED:
            current_hash = await self._renewed(found.user.id, password, current_hash)
        now = self.clock.now()
        async with self.transaction():
            if not await self.users.record_login(found.user.id, now, proved_by=current_hash):
                raise Unauthenticated("auth.bad_credentials")
            return await self._open_session(found.user.signed_in(now), now, device)

    async def _renewed(self, user_id: UUID, password: str, old: str) -> str:
        """The hash of now for a password that an old one has proved.

        Raises Unauthenticated when another password was set meanwhile.
        """
        better = await self.hasher.hash(password)
        if await self.users.replace_hash(user_id, old, better):
            return better
        found = await self.users.credentials_of(user_id)
        current = found.password_hash if found else None
        if await self.hasher.verify(password, current) is Verdict.WRONG or current is None:
            raise Unauthenticated("auth.bad_credentials")
        return current

    async def logout(self, viewer: Viewer, *, everywhere: bool = False) -> None:
        """End the viewer's session, or all of this person's."""
        now = self.clock.now()
        if everywhere:
            await self.sessions.revoke_all(viewer.user_id, now)
        else:
            await self.sessions.revoke(viewer.session_id, user_id=viewer.user_id, at=now)

    async def viewer_of(self, token: str) -> Viewer | None:
        """Who sends this bearer token; None unless its session is valid right now."""
        return await self._viewer(token, Purpose.API)

    def claims_of(self, token: str) -> Claims | None:
        """Whose bearer token and of which session, by its signature alone.

        Whether that session is valid right now is still to be asked.
        """
        claims = self.signer.read(token, Purpose.API)
        if claims is not None:
            self.visits.note(claims.session_id, self.clock.now())
        return claims

    async def viewer_of_ticket(self, ticket: str) -> Viewer | None:
        """Whose media ticket this is; None unless its session is valid right now."""
        return await self._viewer(ticket, Purpose.MEDIA)

    async def user(self, user_id: UUID) -> User | None:
        """A person's account."""
        return await self.users.get(user_id)

    def media_ticket(self, viewer: Viewer) -> MediaTicket:
        """A ticket to the viewer's files: ten minutes, and no longer than the session."""
        now = self.clock.now().replace(microsecond=0)
        expires_at = min(now + TICKET_LIFETIME, viewer.expires_at)
        claims = Claims(user_id=viewer.user_id, session_id=viewer.session_id)
        ticket = self.signer.sign(claims, Purpose.MEDIA, issued_at=now, expires_at=expires_at)
        return MediaTicket(ticket=ticket, expires_at=expires_at)

    async def _viewer(self, token: str, purpose: Purpose) -> Viewer | None:
        claims = self.signer.read(token, purpose)
        if claims is None:
            return None
        now = self.clock.now()
        self.visits.note(claims.session_id, now)
        return await self.sessions.valid(claims.session_id, user_id=claims.user_id, at=now)

    async def _open_session(self, user: User, now: datetime, device: Device) -> SignedIn:
        viewer = Viewer(
            user_id=user.id,
            session_id=new_id(),
            expires_at=(now + self.session_lifetime).replace(microsecond=0),
        )
        await self.sessions.add(viewer, now, device)
        claims = Claims(user_id=user.id, session_id=viewer.session_id)
        token = self.signer.sign(claims, Purpose.API, issued_at=now, expires_at=viewer.expires_at)
        return SignedIn(user=user, viewer=viewer, token=token)
