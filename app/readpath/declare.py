"""What a type reads, declared once: the ordinary resolvers follow it and the compiler reads it.

A declaration is kept in the metadata of a Strawberry field. Columns, tables and keys are named by
their names in the database; whose rows they are is said once per type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLType,
    get_named_type,
)
from strawberry.types.field import StrawberryField
from tortoise.fields.base import Field
from tortoise.models import Model

READ: Final = "read"
_BACK_REFERENCE: Final = "strawberry-definition"

ClassT = TypeVar("ClassT")


@dataclass(frozen=True, slots=True)
class Through:
    """Rows that belong to whoever owns the `row` that `column` points at."""

    column: str
    row: type[Model]
    owner: str = "user_id"


@dataclass(frozen=True, slots=True)
class RowType:
    """A GraphQL type whose values are rows; `owner` is the column that holds the owner's id."""

    name: str
    row: type[Model]
    owner: str | Through

    @property
    def table(self) -> str:
        """The name of the table."""
        return str(self.row._meta.db_table)  # noqa: SLF001 - Tortoise has no public name for it

    def column(self, name: str) -> Field[Any]:
        """What Tortoise knows of a column. Raises KeyError."""
        return self.row._meta.fields_map[name]  # noqa: SLF001 - the same

    @property
    def columns(self) -> Iterable[str]:
        """The names of all columns that Tortoise knows; a table may have more for its indexes."""
        return self.row._meta.fields_db_projection.values()  # noqa: SLF001 - the same


class Row:
    """A row as the database answered it; a column is converted when it is asked for."""

    __slots__ = ("_values", "row_type")

    def __init__(self, row_type: RowType, values: Any) -> None:
        self.row_type = row_type
        self._values = values

    def __getattr__(self, name: str) -> Any:
        """The Python value of a column."""
        try:
            return self.row_type.column(name).to_python_value(self._values[name])
        except KeyError as error:
            raise AttributeError(name) from error


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is; without a name it is called like the field."""

    name: str | None = None


@dataclass(frozen=True, slots=True)
class GlobalId:
    """The row's id with the name of its type."""


@dataclass(frozen=True, slots=True)
class Template:
    """A text around the row's id (`{id}`); null where the column `unless_null` is."""

    text: str
    unless_null: str


@dataclass(frozen=True, slots=True)
class Computed:
    """A text that PostgreSQL makes of a column: `sql` with the column at `{}`."""

    column: str
    sql: str


@dataclass(frozen=True, slots=True)
class Worded:
    """A JSON column that `say(value, context)` turns into an object or a leaf; null stays null."""

    column: str
    say: Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class ToOne:
    """The row that the column `via` points at."""

    via: str


@dataclass(frozen=True, slots=True)
class ToMany:
    """All rows whose column `by` points here, by a column; a rule keeps them to `most`."""

    by: str
    order_by: str
    most: int
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Newest:
    """The row made last of those whose column `by` points here and whose `column` is `among`."""

    by: str
    column: str
    among: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """A connection: of all rows of the owner, or of those whose column `by` points here.

    `window(target, arguments)` checks the arguments of the field, by their Python names, and says
    what they ask for.
    """

    window: Callable[[RowType, Mapping[str, Any]], Window]
    by: str | None = None


@dataclass(frozen=True, slots=True)
class ById:
    """The owner's row of a global id, which `key(arguments)` checks and reads."""

    key: Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Own:
    """The owner's own row, null for nobody."""


Source = (
    Column | GlobalId | Template | Computed | Worded | ToOne | ToMany | Newest | Pages | ById | Own
)


@dataclass(frozen=True, slots=True)
class Order:
    """Rows by a column, then by their id in the same direction.

    Rows whose column `lifted[0]` has the value `lifted[1]` count as a thousand years later; then
    `column` is a moment.
    """

    column: str
    descending: bool
    lifted: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """A place in an ordered list: the row's id and the value it is sorted by."""

    id: Any
    value: Any


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A column of other rows of the same owner, which point here by their column `by`."""

    row: type[Model]
    column: str
    by: str
    owner: str = "user_id"


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison of a column with a value, by an operator of `sql.OPERATORS`.

    A search is also true of rows for which it is `elsewhere`.
    """

    column: str
    operator: str
    value: Any
    elsewhere: Elsewhere | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which part of a list: `size` rows from one end, between two places, under conditions."""

    order: Order
    size: int
    backward: bool = False
    after: Position | None = None
    before: Position | None = None
    offset: int = 0
    conditions: tuple[Condition, ...] = ()

    def slots(self) -> list[tuple[str, Any]]:
        """The parameters of its statement by name, always in the same order."""
        found: list[tuple[str, Any]] = [("size", self.size)]
        if self.offset:
            found.append(("offset", self.offset))
        for name, position in (("after", self.after), ("before", self.before)):
            if position is not None:
                found.append((f"{name}.id", position.id))
                if position.value is not None:
                    found.append((f"{name}.value", position.value))
        found += [(f"condition.{n}", each.value) for n, each in enumerate(self.conditions)]
        return found

    def shape(self) -> object:
        """Equal for windows whose statements differ in nothing but their parameters."""
        return (
            self.order,
            self.backward,
            tuple(name for name, _ in self.slots()),
            tuple((each.column, each.operator, each.elsewhere) for each in self.conditions),
        )


class Guard(NamedTuple):
    """A condition without which nothing may be read, asked in the same statement.

    `condition` is SQL over the owner's id `$1` and its own parameters at `{0}`, `{1}` ...
    """

    condition: str
    values: tuple[Any, ...]


class GuardFailedError(Exception):
    """The condition did not hold: nothing was read."""


def bind(kind: type[ClassT], row: type[Model], *, owner: str | Through) -> type[ClassT]:
    """Make rows the values of a Strawberry type."""
    kind.row_type = RowType(kind.__name__, row, owner)  # type: ignore[attr-defined] # its declaration
    kind.__strawberry_definition__.is_type_of = (  # type: ignore[attr-defined] # a Strawberry type
        lambda value, _info: isinstance(value, Row) and value.row_type.row is row
    )
    return kind


def row_type_of(kind: Any) -> RowType:
    """The declaration of a Strawberry type. Raises LookupError for a type without rows."""
    found = getattr(kind, "row_type", None)
    if not isinstance(found, RowType):
        raise LookupError(f"{kind} is not bound to rows")  # noqa: TRY004 - it is looked up
    return found


def graphql_row_type(kind: GraphQLNamedType) -> RowType:
    """The declaration behind a type of the executable schema. Raises LookupError."""
    definition = kind.extensions.get(_BACK_REFERENCE)
    return row_type_of(getattr(definition, "origin", None))


def connection_row_type(kind: GraphQLType) -> RowType:
    """The declaration behind the nodes of a connection. Raises LookupError."""
    connection = get_named_type(kind)
    if not isinstance(connection, GraphQLObjectType) or "nodes" not in connection.fields:
        raise LookupError(f"{kind} is not a connection")
    return graphql_row_type(get_named_type(connection.fields["nodes"].type))


def strawberry_field(field: GraphQLField) -> StrawberryField:
    """The Strawberry field behind a field of the executable schema."""
    found: StrawberryField = field.extensions[_BACK_REFERENCE]
    return found


def source_of(field: GraphQLField) -> Source | None:
    """What a field was declared to read; None for an ordinary resolver."""
    definition = field.extensions.get(_BACK_REFERENCE)
    if not isinstance(definition, StrawberryField) or definition.extensions:
        return None
    metadata: Mapping[Any, Any] = definition.metadata
    source: Source | None = metadata.get(READ)
    return source
