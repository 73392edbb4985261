"""Pages of lists, after Relay's cursor connections, with a page jump by offset."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Generic, Protocol, Self, TypeVar
from uuid import UUID

import strawberry

from app.domain.errors import InvalidInput
from app.domain.paging import Direction, Page, PageRequest, Position, page_request

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

NodeT = TypeVar("NodeT")


class Placed(Protocol):
    """A row with a place in a list."""

    @property
    def id(self) -> UUID:
        """Its key."""
        ...

    @property
    def created_at(self) -> datetime:
        """When it was made."""
        ...


RowT = TypeVar("RowT", bound=Placed)

First = Annotated[
    int | None, strawberry.argument(description="How many from the start, 1 to 100; 20 if unset.")
]
After = Annotated[str | None, strawberry.argument(description="Only what comes after this cursor.")]
Last = Annotated[int | None, strawberry.argument(description="How many from the end, 1 to 100.")]
Before = Annotated[
    str | None, strawberry.argument(description="Only what comes before this cursor.")
]
Offset = Annotated[
    int | None,
    strawberry.argument(description="How many to skip, for page jumps; not with a cursor."),
]


class Order(Protocol):
    """The `orderBy` of any list."""

    direction: Direction


def requested_page(
    *,
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
    offset: int | None,
    order_by: Order | None,
) -> PageRequest:
    """The page that a connection's arguments ask for, newest first unless ordered otherwise.

    Raises InvalidInput.
    """
    return page_request(
        first=first,
        last=last,
        after=decode_cursor(after, "after"),
        before=decode_cursor(before, "before"),
        offset=offset,
        direction=order_by.direction if order_by else Direction.DESC,
    )


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    """Relay's PageInfo."""

    has_next_page: bool = strawberry.field(description="Whether more comes after this page.")
    has_previous_page: bool = strawberry.field(
        description="Whether something comes before this page."
    )
    start_cursor: str | None = strawberry.field(description="The cursor of the first edge.")
    end_cursor: str | None = strawberry.field(description="The cursor of the last edge.")


@strawberry.type(description="One entry of a page.")
class Edge(Generic[NodeT]):
    """A node and its place."""

    cursor: str = strawberry.field(description="The entry's place in the list.")
    node: NodeT = strawberry.field(description="The entry itself.")


@strawberry.type(description="One page of a list.")
class Connection(Generic[NodeT]):
    """Edges in list order; `totalCount` is counted only when it is asked for."""

    edges: list[Edge[NodeT]] = strawberry.field(description="The entries with their cursors.")
    nodes: list[NodeT] = strawberry.field(description="The entries alone.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")
    counter: strawberry.Private[Callable[[], Awaitable[int]]]

    @strawberry.field(description="How many entries the whole list has, under the same filter.")
    async def total_count(self) -> int:
        """Counted when asked for."""
        return await self.counter()

    @classmethod
    def of(
        cls,
        page: Page[RowT],
        node: Callable[[RowT], NodeT],
        counter: Callable[[], Awaitable[int]],
    ) -> Self:
        """The page of a list of rows."""
        nodes = [node(row) for row in page.rows]
        cursors = [encode_cursor(row) for row in page.rows]
        return cls(
            edges=[
                Edge(cursor=cursor, node=each) for cursor, each in zip(cursors, nodes, strict=True)
            ],
            nodes=nodes,
            page_info=PageInfo(
                has_next_page=page.has_next,
                has_previous_page=page.has_previous,
                start_cursor=cursors[0] if cursors else None,
                end_cursor=cursors[-1] if cursors else None,
            ),
            counter=counter,
        )


def encode_cursor(row: Placed) -> str:
    """The opaque place of a row in a list ordered by (created_at, id)."""
    microseconds = (row.created_at - EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(f"{microseconds}:{row.id}".encode()).rstrip(b"=").decode()


def decode_cursor(value: str | None, argument: str) -> Position | None:
    """The place that a cursor stands for. Raises InvalidInput (`page.bad_cursor`)."""
    if value is None:
        return None
    try:
        raw = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
        microseconds, _, key = raw.decode("ascii").partition(":")
        created_at = EPOCH + timedelta(microseconds=int(microseconds))
        return Position(created_at=created_at, id=UUID(key))
    except (binascii.Error, ValueError, OverflowError) as error:
        raise InvalidInput("page.bad_cursor", argument) from error
