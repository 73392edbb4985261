"""The difference between a field that was not sent and one that was cleared."""

from __future__ import annotations

from enum import Enum
from typing import Final, Protocol, TypeAlias, TypeVar

from app.domain.errors import Conflict


class Unset(Enum):
    """A field that the request did not mention."""

    UNSET = "UNSET"


UNSET: Final = Unset.UNSET

T = TypeVar("T")
Maybe: TypeAlias = T | Unset


def given(value: T | Unset, current: T) -> T:
    """The new value where one was sent, else the current one."""
    return current if isinstance(value, Unset) else value


class Versioned(Protocol):
    """What counts its changes."""

    @property
    def version(self) -> int:
        """How many there were, from 1."""
        ...


def demand_version(current: Versioned, expected: int | None) -> None:
    """Raise Conflict with the current object when a change is based on another version of it.

    None is based on whatever is there.
    """
    if expected is not None and current.version != expected:
        raise Conflict(
            "version.stale",
            "expected_version",
            current=current,
            expected=expected,
            actual=current.version,
        )
