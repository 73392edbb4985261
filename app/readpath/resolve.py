"""Declared reads by ordinary resolvers: batched, one statement per field and level.

Nothing is remembered between batches, so a long-lived websocket never sees stale rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import strawberry
from graphql import get_named_type
from strawberry.dataloader import DataLoader

from app.readpath import sql
from app.readpath.declare import Newest, Row, RowType, ToMany, ToOne, Window, graphql_row_type
from app.readpath.fields import declared
from app.readpath.lanes import Lanes
from app.readpath.sql import CURSOR, PARENT

Batch = Callable[[list[UUID]], Awaitable[list[Any]]]


@dataclass(frozen=True, slots=True)
class PageOfRows:
    """The rows of a page in list order with their cursors, and whether there are more."""

    rows: Sequence[Any]
    cursors: Sequence[str]
    has_next: bool
    has_previous: bool


class Reads:
    """The declared reads of one request. `owner()` raises when nobody is signed in."""

    def __init__(self, lanes: Lanes, owner: Callable[[], UUID]) -> None:
        self.lanes = lanes
        self.owner = owner
        self._loaders: dict[Hashable, DataLoader[UUID, Any]] = {}

    async def find(self, target: RowType, key: UUID, owner: UUID | None = None) -> Any:
        """The owner's row of an id, or None."""
        owner = owner or self.owner()

        async def batch(keys: list[UUID]) -> list[Any]:
            rows = await self.lanes.fetch(sql.by_ids(target), owner, keys)
            found = {row["id"]: Row(target, row) for row in rows}
            return [found.get(each) for each in keys]

        return await self._load((target, owner), batch, key)

    async def one(self, target: RowType, key: UUID, owner: UUID | None = None) -> Any:
        """`find` for a single row, at once."""
        rows = await self.lanes.fetch(sql.by_ids(target), owner or self.owner(), [key])
        return Row(target, rows[0]) if rows else None

    async def children(self, target: RowType, source: ToMany | Newest, parent: Any) -> Any:
        """The rows that point at a row: a list, or the newest one of them or None."""
        owner = self.owner()

        async def batch(keys: list[UUID]) -> list[Any]:
            found: defaultdict[UUID, list[Any]] = defaultdict(list)
            for row in await self.lanes.fetch(sql.children(target, source), owner, keys):
                found[row[source.by]].append(Row(target, row))
            if isinstance(source, ToMany):
                return [found[each] for each in keys]
            return [found[each][0] if found[each] else None for each in keys]

        return await self._load((target, source, owner), batch, parent.id)

    async def page(
        self, target: RowType, window: Window, by: str | None, parent: Any
    ) -> PageOfRows:
        """A page of the owner's list, or of what points at `parent` by the column `by`."""
        owner = self.owner()
        statement = sql.page_rows(target, window, by)
        values = [value for _, value in window.slots()]
        if by is None:
            return _page(target, window, await self.lanes.fetch(statement, owner, *values))

        async def batch(keys: list[UUID]) -> list[Any]:
            found: defaultdict[UUID, list[Any]] = defaultdict(list)
            for row in await self.lanes.fetch(statement, owner, keys, *values):
                found[row[PARENT]].append(row)
            return [_page(target, window, found[each]) for each in keys]

        page: PageOfRows = await self._load((target, window, by, owner), batch, parent.id)
        return page

    async def total(self, target: RowType, window: Window, by: str | None, parent: Any) -> int:
        """How many rows the list of a page has."""
        owner = self.owner()
        statement = sql.page_total(target, window, by)
        values = [each.value for each in window.conditions]
        if by is None:
            [row] = await self.lanes.fetch(statement, owner, *values)
            return int(row["count"])

        async def batch(keys: list[UUID]) -> list[Any]:
            rows = await self.lanes.fetch(statement, owner, keys, *values)
            found = {row["id"]: row["count"] for row in rows}
            return [found[each] for each in keys]

        return int(await self._load(("total", target, window, by, owner), batch, parent.id))

    async def _load(self, what: Hashable, batch: Batch, key: UUID) -> Any:
        loader = self._loaders.get(what)
        if loader is None:
            loader = self._loaders[what] = DataLoader(batch, cache=False)
        return await loader.load(key)


def _page(target: RowType, window: Window, found: Sequence[Any]) -> PageOfRows:
    more, kept = len(found) > window.size, found[: window.size]
    if window.backward:
        kept, has_next, has_previous = kept[::-1], window.before is not None, more
    else:
        has_next, has_previous = more, window.after is not None or window.offset > 0
    return PageOfRows(
        rows=[Row(target, row) for row in kept],
        cursors=[row[CURSOR] for row in kept],
        has_next=has_next,
        has_previous=has_previous,
    )


def returned(info: strawberry.Info) -> RowType:
    """What the rows of the field being resolved are."""
    return graphql_row_type(get_named_type(info._raw_info.return_type))  # noqa: SLF001 - no public name


def to_one(via: str, **field: Any) -> Any:
    """The owner's row that a column points at; null without one."""

    async def resolve(root: Any, info: strawberry.Info) -> Any:
        key = getattr(root, via)
        return None if key is None else await info.context.reads.find(returned(info), key)

    return declared(ToOne(via), resolver=resolve, **field)


def to_many(by: str, *, order_by: str, most: int, descending: bool = False, **field: Any) -> Any:
    """The few rows that point here, in order."""
    return _children(ToMany(by, order_by, most, descending), **field)


def newest(by: str, *, column: str, among: tuple[str, ...], **field: Any) -> Any:
    """The row made last of those that point here and whose column has one of these values."""
    return _children(Newest(by, column, among), **field)


def _children(source: ToMany | Newest, **field: Any) -> Any:
    async def resolve(root: Any, info: strawberry.Info) -> Any:
        return await info.context.reads.children(returned(info), source, root)

    return declared(source, resolver=resolve, **field)
