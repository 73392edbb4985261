"""Sessions as their owner sees them: where each was begun, and when it was last used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self
from uuid import UUID

LONGEST_USER_AGENT: Final = 200
LONGEST_ADDRESS: Final = 45
"""Characters of the longest IPv6 address with an IPv4 address in it."""
MOST_SESSIONS: Final = 100
"""How many of a person's sessions are shown, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What a session was begun with, as far as it was told: for the person alone, never logged."""

    user_agent: str | None = None
    address: str | None = None

    @classmethod
    def of(cls, *, user_agent: str | None, address: str | None) -> Self:
        """A device by the words of a request, shortened; blank is nothing."""
        return cls(
            user_agent=_short(user_agent, LONGEST_USER_AGENT),
            address=_short(address, LONGEST_ADDRESS),
        )


NO_DEVICE: Final = Device()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session that counts. `last_seen_at` lags by a minute at most; None: not used yet."""

    id: UUID
    created_at: datetime
    last_seen_at: datetime | None
    expires_at: datetime
    device: Device


def _short(told: str | None, longest: int) -> str | None:
    printable = "".join(each for each in told or "" if each.isprintable())
    return printable[:longest].strip() or None
