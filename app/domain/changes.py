"""The difference between a field that was not sent and one that was cleared."""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeAlias, TypeVar


class Unset(Enum):
    """A field that the request did not mention."""

    UNSET = "UNSET"


UNSET: Final = Unset.UNSET

T = TypeVar("T")
Maybe: TypeAlias = T | Unset


def given(value: T | Unset, current: T) -> T:
    """The new value where one was sent, else the current one."""
    return current if isinstance(value, Unset) else value
