"""In-memory twins of what accounts and sessions need from the outside."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.domain.errors import Conflict
from app.domain.users.account import AccountService
from app.domain.users.administration import UserAdministration
from app.domain.users.model import Credentials, ProfileChanges, User, Viewer
from app.domain.users.ports import Claims, Purpose, Verdict
from app.domain.users.service import UserService
from app.domain.users.sessions import NO_DEVICE, Device, Session
from app.domain.users.throttle import (
    FAILURES_PER_ACCOUNT,
    FAILURES_PER_ADDRESS,
    LoginThrottle,
)

NOON = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)
HOME = "203.0.113.7"
PASSWORD = "correct horse"


@dataclass
class FrozenClock:
    time: datetime = NOON

    def now(self) -> datetime:
        return self.time

    def advance(self, step: timedelta) -> None:
        self.time += step


@asynccontextmanager
async def no_transaction() -> AsyncIterator[None]:
    yield


@dataclass
class FakeUsers:
    rows: dict[UUID, Credentials] = field(default_factory=dict)

    async def add(self, user: User, password_hash: str) -> None:
        if await self.credentials(user.email) is not None:
            raise Conflict("auth.email_taken", "email")
        self.rows[user.id] = Credentials(user=user, password_hash=password_hash)

    async def get(self, user_id: UUID) -> User | None:
        found = self.rows.get(user_id)
        return found.user if found else None

    async def credentials(self, email: str) -> Credentials | None:
        return next((row for row in self.rows.values() if row.user.email == email), None)

    async def credentials_of(self, user_id: UUID) -> Credentials | None:
        return self.rows.get(user_id)

    async def change_profile(self, user_id: UUID, changes: ProfileChanges, at: datetime) -> bool:
        found = self.rows.get(user_id)
        if found is None:
            return False
        self.rows[user_id] = replace(found, user=replace(found.user, **changes.given()))
        return True

    async def all(self) -> list[User]:
        return sorted((row.user for row in self.rows.values()), key=lambda user: user.email)

    async def set_active(self, user_id: UUID, *, active: bool, at: datetime) -> None:
        found = self.rows[user_id]
        self.rows[user_id] = replace(found, user=replace(found.user, is_active=active))

    async def set_hash(self, user_id: UUID, password_hash: str, at: datetime) -> None:
        self.store_hash(user_id, password_hash)

    async def record_login(
        self, user_id: UUID, at: datetime, *, proved_by: str | None = None
    ) -> bool:
        found = self.rows.get(user_id)
        if found is None or not found.user.is_active:
            return False
        if proved_by is not None and found.password_hash != proved_by:
            return False
        self.rows[user_id] = replace(found, user=found.user.signed_in(at))
        return True

    async def replace_hash(self, user_id: UUID, old: str, new: str) -> bool:
        found = self.rows[user_id]
        if found.password_hash != old:
            return False
        self.rows[user_id] = replace(found, password_hash=new)
        return True

    def deactivate(self, user_id: UUID) -> None:
        found = self.rows[user_id]
        self.rows[user_id] = replace(found, user=replace(found.user, is_active=False))

    def store_hash(self, user_id: UUID, password_hash: str | None) -> None:
        self.rows[user_id] = replace(self.rows[user_id], password_hash=password_hash)


@dataclass
class FakeSessions:
    users: FakeUsers
    rows: dict[UUID, Viewer] = field(default_factory=dict)
    revoked: set[UUID] = field(default_factory=set)
    begun: dict[UUID, tuple[datetime, Device]] = field(default_factory=dict)

    async def add(self, viewer: Viewer, created_at: datetime, device: Device = NO_DEVICE) -> None:
        assert created_at < viewer.expires_at
        self.rows[viewer.session_id] = viewer
        self.begun[viewer.session_id] = created_at, device

    async def valid(self, session_id: UUID, *, user_id: UUID, at: datetime) -> Viewer | None:
        viewer = self.rows.get(session_id)
        user = await self.users.get(user_id)
        live = (
            viewer is not None
            and viewer.user_id == user_id
            and session_id not in self.revoked
            and viewer.expires_at > at
            and user is not None
            and user.is_active
        )
        return viewer if live else None

    async def of(self, user_id: UUID, at: datetime) -> list[Session]:
        return [
            Session(
                id=viewer.session_id,
                created_at=self.begun[viewer.session_id][0],
                last_seen_at=None,
                expires_at=viewer.expires_at,
                device=self.begun[viewer.session_id][1],
            )
            for viewer in reversed(self.rows.values())
            if viewer.user_id == user_id
            and viewer.session_id not in self.revoked
            and viewer.expires_at > at
        ]

    async def revoke(self, session_id: UUID, *, user_id: UUID, at: datetime) -> bool:
        assert at.tzinfo is not None
        counts = await self.valid(session_id, user_id=user_id, at=at) is not None
        self.revoked |= {session_id} if counts else set()
        return counts

    async def revoke_all(self, user_id: UUID, at: datetime, *, but: UUID | None = None) -> None:
        assert at.tzinfo is not None
        self.revoked |= {
            key for key, viewer in self.rows.items() if viewer.user_id == user_id and key != but
        }


@dataclass
class FakeVisits:
    """Everything that was noted; nothing is ever written down."""

    noted: dict[UUID, datetime] = field(default_factory=dict)
    settled: int = 0

    def note(self, session_id: UUID, at: datetime) -> None:
        self.noted[session_id] = at

    async def settle(self) -> None:
        self.settled += 1


@dataclass
class FakeHasher:
    """Reversible on purpose; `checked` is the work that an attacker could time.

    `meanwhile` happens while a password is being checked.
    """

    checked: list[str | None] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None
    hashed: list[str] = field(default_factory=list)

    async def hash(self, password: str) -> str:
        self.hashed.append(password)
        return f"new:{password}"

    async def verify(self, password: str, password_hash: str | None) -> Verdict:
        self.checked.append(password_hash)
        self.meanwhile()
        if password_hash is None:
            return Verdict.WRONG
        kind, _, kept = password_hash.partition(":")
        if kept != password:
            return Verdict.WRONG
        return Verdict.OUTDATED if kind == "old" else Verdict.RIGHT


@dataclass
class FakeSigner:
    clock: FrozenClock
    signed: dict[str, tuple[Claims, Purpose, datetime]] = field(default_factory=dict)

    def sign(
        self, claims: Claims, purpose: Purpose, *, issued_at: datetime, expires_at: datetime
    ) -> str:
        assert issued_at < expires_at
        token = f"{purpose}-{len(self.signed)}"
        self.signed[token] = (claims, purpose, expires_at)
        return token

    def read(self, token: str, purpose: Purpose) -> Claims | None:
        claims, made_for, expires_at = self.signed.get(token, (None, purpose, NOON))
        return claims if made_for is purpose and expires_at > self.clock.now() else None


@dataclass
class FakeAllowance:
    """Never refills; `wait` is what the person who is over it hears."""

    units: int
    wait: float = 89.2
    used: dict[str, float] = field(default_factory=dict)

    async def take(self, key: str, cost: float = 1) -> float:
        if self.used.get(key, 0) + cost > self.units:
            return self.wait
        self.used[key] = self.used.get(key, 0) + cost
        return 0.0

    async def give_back(self, key: str, cost: float = 1) -> None:
        self.used[key] -= cost


class Accounts:
    """A user service over fakes, and the fakes."""

    def __init__(self, *, allow_registration: bool = True) -> None:
        self.clock = FrozenClock()
        self.users = FakeUsers()
        self.sessions = FakeSessions(self.users)
        self.hasher = FakeHasher()
        self.signer = FakeSigner(self.clock)
        self.per_account = FakeAllowance(FAILURES_PER_ACCOUNT)
        self.per_address = FakeAllowance(FAILURES_PER_ADDRESS)
        self.visits = FakeVisits()
        self.welcomed: list[UUID] = []
        throttle = LoginThrottle(accounts=self.per_account, addresses=self.per_address)
        self.account = AccountService(
            users=self.users,
            sessions=self.sessions,
            hasher=self.hasher,
            throttle=throttle,
            visits=self.visits,
            transaction=no_transaction,
            clock=self.clock,
        )
        self.administration = UserAdministration(
            users=self.users,
            sessions=self.sessions,
            hasher=self.hasher,
            welcome=self._welcome,
            transaction=no_transaction,
            clock=self.clock,
        )
        self.service = UserService(
            users=self.users,
            sessions=self.sessions,
            hasher=self.hasher,
            signer=self.signer,
            throttle=throttle,
            visits=self.visits,
            transaction=no_transaction,
            clock=self.clock,
            session_lifetime=timedelta(hours=24),
            allow_registration=allow_registration,
        )

    async def _welcome(self, user_id: UUID) -> None:
        self.welcomed.append(user_id)
