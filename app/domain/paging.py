"""Pages of a list: what may be asked for and what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from app.domain.errors import InvalidInput

DEFAULT_PAGE = 20
LARGEST_PAGE = 100
LARGEST_OFFSET = 2**31 - 1


class Direction(StrEnum):
    """Ascending or descending."""

    ASC = "ASC"
    DESC = "DESC"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a row stands in a list ordered by (created_at, id)."""

    created_at: datetime
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """One page of a list, forwards (`first`/`after`/`offset`) or backwards (`last`/`before`)."""

    size: int
    backward: bool = False
    after: Position | None = None
    before: Position | None = None
    offset: int = 0
    direction: Direction = Direction.DESC


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """The rows of one page, in list order, and whether there are more on either side."""

    rows: Sequence[Row]
    has_next: bool
    has_previous: bool


def page_request(
    *,
    first: int | None,
    last: int | None,
    after: Position | None,
    before: Position | None,
    offset: int | None,
    direction: Direction,
) -> PageRequest:
    """Check the arguments of a connection.

    Sizes are 1..100 (20 when none is given); `offset` is at least 0 and goes with neither
    `last` nor a cursor. Raises InvalidInput.
    """
    if first is not None and last is not None:
        raise InvalidInput("page.first_and_last", "last")
    name, size = ("last", last) if last is not None else ("first", first)
    if size is None:
        size = DEFAULT_PAGE
    if not 1 <= size <= LARGEST_PAGE:
        raise InvalidInput("number.out_of_range", name, min=1, max=LARGEST_PAGE, value=size)
    if offset is not None:
        if not 0 <= offset <= LARGEST_OFFSET:
            raise InvalidInput(
                "number.out_of_range", "offset", min=0, max=LARGEST_OFFSET, value=offset
            )
        if last is not None or after is not None or before is not None:
            raise InvalidInput("page.offset_and_cursor", "offset")
    return PageRequest(
        size=size,
        backward=last is not None,
        after=after,
        before=before,
        offset=offset or 0,
        direction=direction,
    )
