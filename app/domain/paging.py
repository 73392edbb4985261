"""Pages of a list: what may be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import InvalidInput

DEFAULT_PAGE = 20
LARGEST_PAGE = 100
LARGEST_OFFSET = 2**31 - 1


class Direction(StrEnum):
    """Ascending or descending."""

    ASC = "ASC"
    DESC = "DESC"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """One page of a list: `size` rows from its start, or backwards from its end."""

    size: int
    backward: bool = False
    offset: int = 0


def page_request(
    *, first: int | None, last: int | None, offset: int | None, cursor: bool
) -> PageRequest:
    """Check the arguments of a connection; `cursor` tells whether there is one.

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
        if last is not None or cursor:
            raise InvalidInput("page.offset_and_cursor", "offset")
    return PageRequest(size=size, backward=last is not None, offset=offset or 0)
