"""The one statement that answers a root field."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from textwrap import indent
from typing import Final

from app.readpath import wire
from app.readpath.declare import (
    ById,
    Computed,
    GlobalId,
    Guard,
    RowType,
    Template,
    ToMany,
    ToOne,
    Window,
)
from app.readpath.refusal import RefusedError
from app.readpath.sql import (
    PLACE,
    Listed,
    Slots,
    among,
    belongs,
    found_is_owned,
    in_order,
    newest,
    owned,
    slots_from,
)
from app.readpath.tree import (
    Cursor,
    Edges,
    Leaf,
    Look,
    Node,
    Nodes,
    Page,
    PageInfo,
    Related,
    Said,
    Selection,
    TotalCount,
    Typename,
)
from app.readpath.wire import literal, name

_LONGEST: Final = 30_000
"""Characters; PostgreSQL needs more than a megabyte for a longer one."""

_ROW: Final = name("#row")  # no response key is called like this

_GUARD: Final = name("#guard")

SAID: Final = "!said"
"""The key that marks what Python words; no GraphQL name begins with an exclamation mark."""


def statement(
    read: Look | Page,
    windows: Sequence[Window],
    guard: Guard | None = None,
    reader: str | None = None,
) -> str:
    """A statement of one row: the field's JSON in UTF-8, or NULL; then whether the guard holds.

    With `reader`, SQL over the owner's id `$1`, its value comes between them.
    Its parameters are the owner's id, the row's id where one is looked up by it, the slots
    of the windows, one window after the other, and those of the guard.
    """
    by_id = isinstance(read, Look) and isinstance(read.source, ById)
    writer = _Writer(windows, 3 if by_id else 2)
    json = writer.look(read) if isinstance(read, Look) else writer.page(read, None)
    more = "" if reader is None else f", {reader}"
    sql = f"SELECT convert_to({json}::text, 'UTF8'){more}"
    if guard is not None:
        places = count(writer.parameters + 1)
        condition = guard.condition.format(*(f"${next(places)}" for _ in guard.values))
        # OFFSET 0 keeps it from being asked more than once.
        holds = f"(SELECT {condition} AS holds OFFSET 0) {_GUARD}"
        sql = (
            f"SELECT CASE WHEN {_GUARD}.holds THEN convert_to({json}::text, 'UTF8') END{more}, "
            f"{_GUARD}.holds FROM {holds}"
        )
    if len(sql) > _LONGEST:
        raise RefusedError(f"a statement of more than {_LONGEST} characters")
    return sql


class _Writer:
    def __init__(self, windows: Sequence[Window], first: int) -> None:
        self._windows = windows
        self._slots: list[Slots] = []
        for window in windows:
            self._slots.append(slots_from(window, first))
            first += len(self._slots[-1])
        self.parameters = first - 1
        self._numbers = count(1)

    def look(self, look: Look) -> str:
        alias = self._alias("o")
        if isinstance(look.source, ById):
            where = f"{alias}.id = $2 AND {found_is_owned(look.target, alias)}"
        else:
            where = owned(look.target, alias)
        return _row(
            self._columns(look.selection, look.target, alias),
            f"FROM {_table(look.target, alias)} WHERE {where}",
        )

    def page(self, page: Page, parent: str | None) -> str:
        """The JSON of a connection; `parent` is the SQL of the key its rows point at."""
        window, slots = self._windows[page.number], self._slots[page.number]
        alias, cte = self._alias("o"), self._alias("page")
        listed = Listed(page.target, window, slots, alias, by=page.source.by, parent=parent)
        inside = f"FROM {cte} {alias} WHERE {alias}.{name(PLACE)} <= {listed.last_place()}"
        rows = f"{inside} ORDER BY {listed.list_order(alias)}"
        parts: list[str] = []
        for part in page.envelope:
            if isinstance(part, Edges):
                json = _list(self._edge(part, page.target, listed, alias), rows)
            elif isinstance(part, Nodes):
                json = _list(self._columns(part.selection, page.target, alias), rows)
            elif isinstance(part, TotalCount):
                json = f"({listed.total()})"
            elif isinstance(part, PageInfo):
                json = _row(_page_info(part, window, listed, cte=cte, alias=alias, inside=inside))
            else:
                json = literal(part.name) + "::text"
            parts.append(_as(json, part.key))
        page_rows = indent(listed.rows(), "  ")
        return f"(WITH {cte} AS MATERIALIZED (\n{page_rows}\n)\nSELECT {_row(parts)})"

    def _edge(self, edges: Edges, target: RowType, listed: Listed, alias: str) -> list[str]:
        parts = []
        for part in edges.parts:
            if isinstance(part, Cursor):
                json = listed.cursor(alias)
            elif isinstance(part, Node):
                json = _row(self._columns(part.selection, target, alias))
            else:
                json = literal(part.name) + "::text"
            parts.append(_as(json, part.key))
        return parts

    def _columns(self, selection: Selection, owner: RowType, alias: str) -> list[str]:
        return [_as(self._column(each, owner, alias), each.key) for each in selection]

    def _column(
        self, part: Leaf | Said | Related | Page | Typename, row: RowType, alias: str
    ) -> str:
        if isinstance(part, Typename):
            return literal(part.name) + "::text"
        if isinstance(part, Leaf):
            return _leaf(part, row, alias)
        if isinstance(part, Said):
            value = f"{alias}.{name(part.column)}"
            said = f"json_build_object('{SAID}', json_build_array({part.number}, {value}))"
            return f"CASE WHEN {value} <> 'null' THEN {said} END"
        if isinstance(part, Page):
            return self.page(part, f"{alias}.id")
        return self._related(part, row, alias)

    def _related(self, related: Related, parent: RowType, parent_alias: str) -> str:
        source, target = related.source, related.target
        alias = self._alias("o")
        columns = self._columns(related.selection, target, alias)
        rows = f"FROM {_table(target, alias)} WHERE"
        if isinstance(source, ToOne):
            via = f"{parent_alias}.{name(source.via)}"
            return _row(columns, f"{rows} {alias}.id = {via} AND {found_is_owned(target, alias)}")
        scope = belongs(target, alias, source.by, parent)
        rows += f" {alias}.{name(source.by)} = {parent_alias}.id{scope}"
        if isinstance(source, ToMany):
            return _list(columns, f"{rows} ORDER BY {in_order(source, alias)}")
        newest_first = f"ORDER BY {newest(alias)} LIMIT 1"
        return _row(columns, f"{rows} AND {among(source, alias)} {newest_first}")

    def _alias(self, kind: str) -> str:
        return f"{kind}{next(self._numbers)}"


def _table(target: RowType, alias: str) -> str:
    return f"{name(target.table)} {alias}"


def _as(json: str, key: str) -> str:
    return f"{json} AS {name(key)}"


def _selected(columns: Sequence[str], rest: str = "") -> str:
    return "SELECT\n" + indent(",\n".join(columns), "  ") + (f"\n{rest}" if rest else "")


def _row(columns: Sequence[str], rest: str = "") -> str:
    select = indent(_selected(columns, rest), "  ")
    return f"(SELECT row_to_json({_ROW}) FROM (\n{select}\n) {_ROW})"


# An empty list stays a list, which json_agg would not see to; and it would put spaces in.
def _list(columns: Sequence[str], rest: str) -> str:
    return f"array_to_json(ARRAY{_row(columns, rest)})"


def _leaf(leaf: Leaf, row: RowType, alias: str) -> str:
    source = leaf.source
    if isinstance(source, GlobalId):
        return wire.global_id(row.name, f"{alias}.id")
    if isinstance(source, Template):
        before, _, after = source.text.partition("{id}")
        text = f"{literal(before)} || {alias}.id || {literal(after)}"
        return f"CASE WHEN {alias}.{name(source.unless_null)} IS NOT NULL THEN {text} END"
    if isinstance(source, Computed):
        return source.sql.format(f"{alias}.{name(source.column)}")
    column = source.name or leaf.field
    return wire.spell(leaf.kind, row.column(column), f"{alias}.{name(column)}")


def _page_info(
    info: PageInfo, window: Window, listed: Listed, *, cte: str, alias: str, inside: str
) -> list[str]:
    more = f"(SELECT count(*) FROM {cte}) > {listed.size}"
    ends = {True: "DESC", False: "ASC"}
    first, last = ends[window.backward], ends[not window.backward]
    place = f"{alias}.{name(PLACE)}"
    ask = f"SELECT {listed.cursor(alias)} {inside} ORDER BY {place}"
    facts = {
        "hasNextPage": more if not window.backward else _boolean(window.before is not None),
        "hasPreviousPage": more
        if window.backward
        else _boolean(window.after is not None or window.offset > 0),
        "startCursor": f"({ask} {first} LIMIT 1)",
        "endCursor": f"({ask} {last} LIMIT 1)",
    }
    return [
        _as(
            literal(part.name) + "::text" if isinstance(part, Typename) else facts[part.name],
            part.key,
        )
        for part in info.parts
    ]


def _boolean(value: bool) -> str:  # noqa: FBT001 - it is the value itself
    return "true" if value else "false"
