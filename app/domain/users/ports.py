"""What accounts and sessions need from the outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.limits import RateLimiter
from app.domain.users.model import Credentials, ProfileChanges, User, Viewer
from app.domain.users.sessions import NO_DEVICE, Device, Session


class Users(Protocol):
    """The accounts."""

    async def add(self, user: User, password_hash: str) -> None:
        """Keep a new account. Raises Conflict (`auth.email_taken`), also for the later of two."""
        ...

    async def get(self, user_id: UUID) -> User | None:
        """An account."""
        ...

    async def credentials(self, email: str) -> Credentials | None:
        """The account of a normal address."""
        ...

    async def credentials_of(self, user_id: UUID) -> Credentials | None:
        """The account of a person, and what its password is checked against."""
        ...

    async def change_profile(self, user_id: UUID, changes: ProfileChanges, at: datetime) -> bool:
        """Change the names of a person; False when the account is gone."""
        ...

    async def record_login(
        self, user_id: UUID, at: datetime, *, proved_by: str | None = None
    ) -> bool:
        """Note a login; False when the account is gone, inactive, or has another hash by now."""
        ...

    async def replace_hash(self, user_id: UUID, old: str, new: str) -> bool:
        """Change a password hash; False when it is no longer `old`."""
        ...


class AllUsers(Users, Protocol):
    """The accounts, for whoever runs the studio."""

    async def all(self) -> Sequence[User]:
        """Everybody, by address."""
        ...

    async def set_active(self, user_id: UUID, *, active: bool, at: datetime) -> None:
        """Let a person in, or shut them out."""
        ...

    async def set_hash(self, user_id: UUID, password_hash: str, at: datetime) -> None:
        """Give a person another password."""
        ...


class Sessions(Protocol):
    """The issued tokens. A token without a valid session is worth nothing."""

    async def add(self, viewer: Viewer, created_at: datetime, device: Device = NO_DEVICE) -> None:
        """Keep a new session."""
        ...

    async def valid(self, session_id: UUID, *, user_id: UUID, at: datetime) -> Viewer | None:
        """A session of this person, neither revoked nor expired, if the person is active."""
        ...

    async def of(self, user_id: UUID, at: datetime) -> Sequence[Session]:
        """The newest sessions of a person that count at that time, 100 at most, newest first."""
        ...

    async def revoke(self, session_id: UUID, *, user_id: UUID, at: datetime) -> bool:
        """End a session of this person; False where there is none that counts."""
        ...

    async def revoke_all(self, user_id: UUID, at: datetime, *, but: UUID | None = None) -> None:
        """End every session of a person, except one."""
        ...


class Visits(Protocol):
    """When sessions were last used. Nobody waits for it to be written down."""

    def note(self, session_id: UUID, at: datetime) -> None:
        """A session is used."""
        ...

    async def settle(self) -> None:
        """Write down what this process has noted so far."""
        ...


class Welcome(Protocol):
    """Whatever every new person begins with."""

    async def __call__(self, user_id: UUID) -> None:
        """Keep it, in the transaction that opens the account."""
        ...


class Verdict(Enum):
    """What became of a password."""

    WRONG = "WRONG"
    RIGHT = "RIGHT"
    OUTDATED = "OUTDATED"  # right, but its hash is of an old kind


class PasswordHasher(Protocol):
    """Slow one-way hashing. Raises RateLimited (`auth.busy`) when too many are waiting."""

    async def hash(self, password: str) -> str:
        """A salted hash of the current kind."""
        ...

    async def verify(self, password: str, password_hash: str | None) -> Verdict:
        """Check a password. Without a hash the work is the same and the verdict WRONG."""
        ...


class Purpose(StrEnum):
    """What a token is good for (its `aud`); one never passes for the other."""

    API = "api"
    MEDIA = "media"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Whose token, and of which session."""

    user_id: UUID
    session_id: UUID


class TokenSigner(Protocol):
    """Tokens that nobody else can make."""

    def sign(
        self, claims: Claims, purpose: Purpose, *, issued_at: datetime, expires_at: datetime
    ) -> str:
        """A token; its times count whole seconds."""
        ...

    def read(self, token: str, purpose: Purpose) -> Claims | None:
        """The claims of one of our unexpired tokens for this purpose; None for anything else."""
        ...


class Allowance(RateLimiter, Protocol):
    """A rate limit whose units can be handed back."""

    async def give_back(self, key: str, cost: float = 1) -> None:
        """Undo a `take` that was allowed."""
        ...
