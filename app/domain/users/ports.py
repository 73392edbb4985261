"""What accounts and sessions need from the outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.limits import RateLimiter
from app.domain.users.model import Credentials, User, Viewer


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

    async def record_login(self, user_id: UUID, at: datetime) -> bool:
        """Note a login; False when the account is gone or inactive by now."""
        ...

    async def replace_hash(self, user_id: UUID, old: str, new: str) -> None:
        """Change a password hash, unless it is no longer `old`."""
        ...


class Sessions(Protocol):
    """The issued tokens. A token without a valid session is worth nothing."""

    async def add(self, viewer: Viewer, created_at: datetime) -> None:
        """Keep a new session."""
        ...

    async def valid(self, session_id: UUID, *, user_id: UUID, at: datetime) -> Viewer | None:
        """A session of this person, neither revoked nor expired, if the person is active."""
        ...

    async def revoke(self, session_id: UUID, at: datetime) -> None:
        """End a session; one that has ended stays as it is."""
        ...

    async def revoke_all(self, user_id: UUID, at: datetime) -> None:
        """End every session of a person."""
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
