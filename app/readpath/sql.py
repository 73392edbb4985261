"""The SQL of declared reads. `$1` is always the owner's id.

Whatever the ordinary resolvers and the compiled statements have in common is spelled here once:
whose rows, which conditions, in which order, from where to where.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Final

from app.readpath import wire
from app.readpath.declare import (
    Condition,
    Elsewhere,
    Newest,
    Position,
    RowType,
    Through,
    ToMany,
    Window,
)
from app.readpath.refusal import RefusedError
from app.readpath.wire import name

OPERATORS: Final = frozenset(
    {"=", "<>", "<", "<=", ">", ">=", "in", "outside", "tagged", "search", "contains"}
)
"""`search` has an ILIKE pattern and the trigram index on owner and column, `contains` neither;
`outside` is also true of NULL; `tagged` wants every value among the column's comma-separated
ones."""
PLACE: Final = "#"
"""The column that counts the rows of a page, from 1."""
CURSOR: Final = "#cursor"
PARENT: Final = "#parent"
_PARENTS: Final = "(SELECT DISTINCT unnest($2::uuid[])) AS p(id)"
_BLANK: Final = (
    r"[\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
"""What Python strips; `\\s` means less in the locales of some systems."""

Slots = Mapping[str, str]


def columns(target: RowType, alias: str) -> str:
    """All columns of a row, but for what is there only to be searched."""
    return ", ".join(f"{alias}.{name(each)}" for each in target.columns)


def slots_from(window: Window, first: int) -> Slots:
    """The placeholders of a window's parameters, the first one numbered `first`."""
    return {slot: f"${n}" for (slot, _), n in zip(window.slots(), count(first), strict=False)}


def owned(target: RowType, alias: str) -> str:
    """That a row belongs to the owner."""
    owner = target.owner
    if isinstance(owner, str):
        return f"{alias}.{name(owner)} = $1"
    table = name(owner.row._meta.db_table)  # noqa: SLF001 - Tortoise has no public name for it
    # EXISTS would let PostgreSQL hash all that a person owns to look a few parents up.
    return (
        f"(SELECT p.{name(owner.owner)} FROM {table} p "
        f"WHERE p.id = {alias}.{name(owner.column)}) = $1"
    )


def found_is_owned(target: RowType, alias: str) -> str:
    """`owned`, for rows that another key has found: no index is tempted by it."""
    return f"({owned(target, alias)}) IS TRUE"


def indexed_owner(target: RowType, alias: str) -> str:
    """`owned`, as trigram indexes spell it: GIN takes arrays of UUIDs, and it tempts no other."""
    if isinstance(target.owner, str):
        return f"ARRAY[{alias}.{name(target.owner)}] @> ARRAY[$1::uuid]"
    return found_is_owned(target, alias)


def belongs(target: RowType, alias: str, by: str, parent: RowType) -> str:
    """`owned` for children of an owned row; empty where the parent's owner proves it."""
    owner = target.owner
    proved = isinstance(owner, Through) and owner.row is parent.row
    return "" if proved and owner.column == by else f" AND {found_is_owned(target, alias)}"  # type: ignore[union-attr] # proved


def by_ids(target: RowType) -> str:
    """The owner's rows of the ids `$2`."""
    return (
        f"SELECT {columns(target, 'o')} FROM {name(target.table)} o "
        f"WHERE o.id = ANY($2::uuid[]) AND {found_is_owned(target, 'o')}"
    )


def children(target: RowType, source: ToMany | Newest) -> str:
    """The owner's rows that point at the ids `$2`, in their order."""
    by = f"o.{name(source.by)}"
    where = f"{by} = ANY($2::uuid[]) AND {found_is_owned(target, 'o')}"
    rows = f"{columns(target, 'o')} FROM {name(target.table)} o"
    if isinstance(source, ToMany):
        return f"SELECT {rows} WHERE {where} ORDER BY {in_order(source)}"
    return (
        f"SELECT DISTINCT ON ({by}) {rows} "
        f"WHERE {where} AND {among(source)} ORDER BY {by}, {newest()}"
    )


def in_order(source: ToMany, alias: str = "o") -> str:
    """The order of a short list."""
    direction = " DESC" if source.descending else ""
    return f"{alias}.{name(source.order_by)}{direction}, {alias}.id{direction}"


def newest(alias: str = "o") -> str:
    """The row made last first."""
    return f"{alias}.created_at DESC, {alias}.id DESC"


def among(source: Newest, alias: str = "o") -> str:
    """That a row may be the newest one."""
    values = ", ".join(wire.literal(value) for value in source.among)
    return f"{alias}.{name(source.column)} IN ({values})"


class Listed:
    """One list and one window on it, as SQL. `parent` is the SQL of the key it belongs to."""

    def __init__(
        self,
        target: RowType,
        window: Window,
        slots: Slots,
        alias: str,
        *,
        by: str | None = None,
        parent: str | None = None,
    ) -> None:
        self._target = target
        self._window = window
        self._slots = slots
        self._alias = alias
        self._field = target.column(window.order.column)
        scope = owned(target, alias)
        if by is not None:
            scope = f"{alias}.{name(by)} = {parent} AND {scope}"
        wanted = [
            self._condition(each, slots[f"condition.{n}"])
            for n, each in enumerate(window.conditions)
        ]
        self.conditions = " AND ".join([scope, *wanted])

    @property
    def _up(self) -> bool:
        """Whether rows are fetched from the smallest on."""
        return self._window.order.descending == self._window.backward

    def _condition(self, condition: Condition, value: str) -> str:
        if condition.operator not in OPERATORS:
            raise RefusedError(f"operator {condition.operator}")
        column = name(condition.column)
        if condition.operator == "in":
            return f"{self._alias}.{column} = ANY({value}::text[])"
        if condition.operator == "outside":
            value = f"{self._alias}.{column} <> ALL({value}::text[])"
            return f"({self._alias}.{column} IS NULL OR {value})"
        if condition.operator == "tagged":
            has_all = f"{_tags(f'{value}::text[]')} <@ {_tags(f'{self._alias}.{column}')}"
            # By itself it looks so rare that PostgreSQL would read everything and sort that.
            return f"coalesce({has_all}, false)"
        if condition.operator == "contains":
            return self._contains(condition, value)
        if condition.operator != "search":
            return f"{self._alias}.{column} {condition.operator} {value}"
        other = condition.elsewhere
        hits = (
            f"SELECT h.id FROM {name(self._target.table)} h "
            f"WHERE {indexed_owner(self._target, 'h')} AND h.{column} ILIKE {value}"
        )
        if other is not None:
            hits += (
                f" UNION SELECT e.{name(other.by)} FROM {_table(other)} e WHERE "
                f"ARRAY[e.{name(other.owner)}] @> ARRAY[$1::uuid] "
                f"AND e.{name(other.column)} ILIKE {value}"
            )
        # A generic plan, chosen on the sixth run, would not trust the trigram index.
        found = f"WITH hit AS MATERIALIZED ({hits}) SELECT id FROM hit"
        # IN would hold every row of the owner against every hit once there are hits elsewhere.
        within = f"IN ({found})" if other is None else f"= ANY(ARRAY({found}))"
        return f"{self._alias}.id {within}"

    def _contains(self, condition: Condition, value: str) -> str:
        here = f"strpos(lower({self._alias}.{name(condition.column)}), lower({value})) > 0"
        other = condition.elsewhere
        if other is None:
            return here
        return (
            f"({here} OR {self._alias}.id IN (SELECT e.{name(other.by)} FROM {_table(other)} e "
            f"WHERE e.{name(other.owner)} = $1 "
            f"AND strpos(lower(e.{name(other.column)}), lower({value})) > 0))"
        )

    def _beyond(self, slot: str, position: Position, *, up: bool) -> str:
        key = wire.sort_key(self._window.order, self._field, self._alias)
        row = f"({key}, {self._alias}.id)"
        sign = ">" if up else "<"
        beyond_id = f"{self._alias}.id {sign} {self._slots[f'{slot}.id']}"
        if position.value is None:
            beside = f"{key} IS NULL AND {beyond_id}"
            return f"({key} IS NOT NULL OR {beside})" if up else f"({beside})"
        place = f"({self._slots[f'{slot}.value']}, {self._slots[f'{slot}.id']})"
        lower = f" OR {key} IS NULL" if self._field.null and not up else ""
        return f"({row} {sign} {place}{lower})"

    def rows(self) -> str:
        """One row more than the window holds, from where it begins, counted in `PLACE`."""
        window = self._window
        upward = not window.order.descending
        where = self.conditions
        if window.after:
            where += f" AND {self._beyond('after', window.after, up=upward)}"
        if window.before:
            where += f" AND {self._beyond('before', window.before, up=not upward)}"
        order = self._order()
        offset = f" OFFSET {self._slots['offset']}::int" if window.offset else ""
        return (
            f"SELECT {columns(self._target, self._alias)}, "
            f"row_number() OVER (ORDER BY {order}) AS {name(PLACE)}\n"
            f"FROM {name(self._target.table)} {self._alias} WHERE {where}\nORDER BY {order} "
            f"LIMIT {self.size} + 1{offset}"
        )

    def _order(self) -> str:
        key = wire.sort_key(self._window.order, self._field, self._alias)
        direction = "ASC" if self._up else "DESC"
        # NULL counts as the smallest value.
        nulls = "" if not self._field.null else " NULLS FIRST" if self._up else " NULLS LAST"
        return f"{key} {direction}{nulls}, {self._alias}.id {direction}"

    @property
    def size(self) -> str:
        """How many rows the window holds."""
        return f"{self._slots['size']}::int"

    def last_place(self) -> str:
        """The number of the last row inside the window."""
        last = self.size
        return f"{last} + {self._slots['offset']}::int" if self._window.offset else last

    def list_order(self, alias: str) -> str:
        """Rows of the page in list order."""
        return f"{alias}.{name(PLACE)} {'DESC' if self._window.backward else 'ASC'}"

    def total(self) -> str:
        """How many rows there are, whatever the window."""
        return (
            f"SELECT count(*) FROM {name(self._target.table)} {self._alias} WHERE {self.conditions}"
        )

    def cursor(self, alias: str) -> str:
        """The cursor of a row of the page."""
        return wire.cursor(self._window.order, self._field, alias)


def _table(other: Elsewhere) -> str:
    return name(other.row._meta.db_table)  # noqa: SLF001 - Tortoise has no public name for it


def _tags(texts: str) -> str:
    """Lower-case texts without the white space around them, of an array or of one with commas."""
    each = f"unnest({texts})" if texts.endswith("[]") else f"regexp_split_to_table({texts}, ',')"
    trimmed = f"regexp_replace(t, '^{_BLANK}+|{_BLANK}+$', '', 'g')"
    return f"ARRAY(SELECT lower({trimmed}) FROM {each} t)"


def page_rows(target: RowType, window: Window, by: str | None) -> str:
    """The rows of a page with their cursors; of the parents `$2` where the list has one."""
    first, parent = (2, None) if by is None else (3, "p.id")
    slots = slots_from(window, first)
    listed = Listed(target, window, slots, "o", by=by, parent=parent)
    selected = f"{columns(target, 'o')}, {listed.cursor('o')} AS {name(CURSOR)}"
    order = f"ORDER BY o.{name(PLACE)}"
    if by is None:
        return f"SELECT {selected} FROM ({listed.rows()}) o {order}"
    return (
        f"SELECT p.id AS {name(PARENT)}, {selected} FROM {_PARENTS} "
        f"CROSS JOIN LATERAL ({listed.rows()}) o {order}"
    )


def page_total(target: RowType, window: Window, by: str | None) -> str:
    """How many rows a list has, per parent `$2`; else it has only the conditions' parameters."""
    first, parent = (2, None) if by is None else (3, "p.id")
    slots = {f"condition.{n}": f"${first + n}" for n in range(len(window.conditions))}
    listed = Listed(target, window, slots, "o", by=by, parent=parent)
    if by is None:
        return listed.total()
    return f"SELECT p.id, ({listed.total()}) AS count FROM {_PARENTS}"
