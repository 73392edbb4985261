"""What is left of an operation once it is proved: objects, columns and pages to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLLeafType, GraphQLType

from app.readpath.arguments import Arguments
from app.readpath.declare import (
    ById,
    Column,
    Computed,
    GlobalId,
    Newest,
    Own,
    Pages,
    RowType,
    Template,
    ToMany,
    ToOne,
)


@dataclass(frozen=True, slots=True)
class Typename:
    """`__typename`, a constant."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar or enum of the row."""

    key: str
    source: Column | GlobalId | Template | Computed
    kind: GraphQLLeafType
    field: str


@dataclass(frozen=True, slots=True)
class Said:
    """An object that Python words from a JSON column; `number` tells which wording."""

    key: str
    column: str
    number: int


@dataclass(frozen=True, slots=True)
class Related:
    """One row or a short list of rows that belong to the row."""

    key: str
    source: ToOne | ToMany | Newest
    target: RowType
    selection: Selection


@dataclass(frozen=True, slots=True)
class Cursor:
    """The cursor of an edge."""

    key: str


@dataclass(frozen=True, slots=True)
class Node:
    """The row of an edge."""

    key: str
    selection: Selection


@dataclass(frozen=True, slots=True)
class Edges:
    """The entries of a page with their cursors."""

    key: str
    parts: tuple[Cursor | Node | Typename, ...]


@dataclass(frozen=True, slots=True)
class Nodes:
    """The entries of a page alone."""

    key: str
    selection: Selection


@dataclass(frozen=True, slots=True)
class TotalCount:
    """How many rows the whole list has."""

    key: str


@dataclass(frozen=True, slots=True)
class PageFact:
    """A field of PageInfo."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Where the page lies."""

    key: str
    parts: tuple[PageFact | Typename, ...]


Envelope = tuple[Edges | Nodes | TotalCount | PageInfo | Typename, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A connection; `number` tells which window of the statement it has."""

    key: str
    source: Pages
    target: RowType
    envelope: Envelope
    number: int


Selection = tuple[Leaf | Said | Related | Page | Typename, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """One row, by its id or the owner's own."""

    key: str
    source: ById | Own
    target: RowType
    selection: Selection


@dataclass(frozen=True, slots=True)
class Wording:
    """How what a `Said` shows is made: its maker and the fields that are selected."""

    say: Callable[[Any, Any], Any]
    fields: Mapping[str, tuple[str, GraphQLType] | str] | GraphQLLeafType
    """By response key: attribute and type, or the constant of a `__typename`; a leaf has a type."""


@dataclass(frozen=True, slots=True)
class RootRead:
    """One root field, answered by one statement.

    `arguments` are those of the root field first, then those of the pages by number.
    """

    read: Look | Page
    arguments: tuple[Arguments, ...]
    wordings: tuple[Wording, ...]
