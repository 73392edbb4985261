"""Pages of lists, after Relay's cursor connections, with a page jump by offset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Annotated, Any, Final, Generic, TypeVar

import strawberry

from app.domain.errors import InvalidInput
from app.domain.paging import Direction, page_request
from app.readpath import wire
from app.readpath.declare import (
    Condition,
    Order,
    Pages,
    Position,
    RowType,
    Window,
    connection_row_type,
)
from app.readpath.fields import declared
from app.schema.context import Info
from app.schema.filters import conditions

NodeT = TypeVar("NodeT")
_NEWEST: Final = Order("created_at", descending=True)

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


@dataclass(frozen=True, slots=True)
class _List:
    """The list that a page is of."""

    target: RowType
    window: Window
    by: str | None
    parent: Any


@strawberry.type(description="One page of a list.")
class Connection(Generic[NodeT]):
    """Edges in list order; `totalCount` is counted only when it is asked for."""

    edges: list[Edge[NodeT]] = strawberry.field(description="The entries with their cursors.")
    nodes: list[NodeT] = strawberry.field(description="The entries alone.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")
    listed: strawberry.Private[_List]

    @strawberry.field(description="How many entries the whole list has, under the same filter.")
    async def total_count(self, info: Info) -> int:
        """Counted when asked for."""
        of = self.listed
        return await info.context.reads.total(of.target, of.window, of.by, of.parent)


def connection(
    *,
    description: str,
    filter: type | None = None,  # noqa: A002 - the API's name
    order: type | None = None,
    by: str | None = None,
    unordered: Order = _NEWEST,
    always: tuple[Condition, ...] = (),
) -> Any:
    """A declared connection: of all rows of the viewer, or of those whose column `by` points here.

    The fields of `filter` are made by `app.schema.filters`; `order` has a `field`, whose values
    are columns, and a `direction`. Without an order given the list has `unordered`; the conditions
    `always` hold beside any filter.
    """

    def window(target: RowType, arguments: Mapping[str, Any]) -> Window:
        wanted = (*always, *conditions(filter, arguments.get("filter")))
        return _window(target, wanted, unordered, arguments)

    async def resolve(root: Any, info: strawberry.Info, **arguments: Any) -> Any:
        target = connection_row_type(info._raw_info.return_type)  # noqa: SLF001 - no public name
        return await _page(info, _List(target, window(target, arguments), by, root))

    resolve.__signature__ = _signature(filter, order)  # type: ignore[attr-defined] # PEP 362
    return declared(Pages(window, by), resolver=resolve, description=description)


def _signature(kind: type | None, order: type | None) -> Signature:
    """What Strawberry reads the arguments from; not every list can be filtered or ordered."""
    arguments: dict[str, Any] = {
        "first": First,
        "after": After,
        "last": Last,
        "before": Before,
        "offset": Offset,
    }
    if kind is not None:
        described = strawberry.argument(description="Which ones.")
        arguments["filter"] = Annotated[kind | None, described]
    if order is not None:
        described = strawberry.argument(description="In which order.")
        arguments["order_by"] = Annotated[order | None, described]
    keyword = Parameter.KEYWORD_ONLY
    return Signature(
        [
            Parameter("root", Parameter.POSITIONAL_OR_KEYWORD),
            Parameter("info", Parameter.POSITIONAL_OR_KEYWORD, annotation=strawberry.Info),
            *(
                Parameter(name, keyword, default=None, annotation=annotation)
                for name, annotation in arguments.items()
            ),
        ]
    )


def _window(
    target: RowType,
    wanted: tuple[Condition, ...],
    order: Order,
    arguments: Mapping[str, Any],
) -> Window:
    order_by = arguments.get("order_by")
    if order_by is not None:
        order = Order(order_by.field.value, order_by.direction is Direction.DESC)
    after, before = arguments.get("after"), arguments.get("before")
    positions = (
        _position(after, "after", order, target),
        _position(before, "before", order, target),
    )
    page = page_request(
        first=arguments.get("first"),
        last=arguments.get("last"),
        offset=arguments.get("offset"),
        cursor=after is not None or before is not None,
    )
    return Window(
        order=order,
        size=page.size,
        backward=page.backward,
        after=positions[0],
        before=positions[1],
        offset=page.offset,
        conditions=wanted,
    )


async def _page(info: strawberry.Info, listed: _List) -> Connection[Any]:
    page = await info.context.reads.page(listed.target, listed.window, listed.by, listed.parent)
    return Connection(
        edges=[
            Edge(cursor=cursor, node=row)
            for cursor, row in zip(page.cursors, page.rows, strict=True)
        ],
        nodes=list(page.rows),
        page_info=PageInfo(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=page.cursors[0] if page.cursors else None,
            end_cursor=page.cursors[-1] if page.cursors else None,
        ),
        listed=listed,
    )


def _position(cursor: str | None, argument: str, order: Order, target: RowType) -> Position | None:
    if cursor is None:
        return None
    try:
        return wire.read_cursor(cursor, order, target.column(order.column))
    except ValueError as error:
        raise InvalidInput("page.bad_cursor", argument) from error
