"""Fields of types that are bound to rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import strawberry

from app.readpath.declare import READ, Column, Computed, Source, Template, Worded


def declared(source: Source, **field: Any) -> Any:
    """A Strawberry field with its declaration."""
    return strawberry.field(metadata={READ: source}, **field)


def column(name: str | None = None, **field: Any) -> Any:
    """A field that is a column of the row."""
    if name is None:
        return declared(Column(), **field)
    return declared(Column(name), resolver=lambda root: getattr(root, name), **field)


def template(text: str, *, unless_null: str, **field: Any) -> Any:
    """A text around the row's id."""

    def resolve(root: Any) -> Any:
        return None if getattr(root, unless_null) is None else text.format(id=root.id)

    return declared(Template(text, unless_null), resolver=resolve, **field)


def computed(column: str, sql: str, say: Callable[[Any], str | None], **field: Any) -> Any:
    """A text made of a column, by `sql` (the column at `{}`) and `say` alike."""

    def resolve(root: Any) -> Any:
        return say(getattr(root, column))

    return declared(Computed(column, sql), resolver=resolve, **field)


def worded(column: str, say: Callable[[Any, Any], Any], **field: Any) -> Any:
    """An object or a leaf made from a JSON column, in the words of whoever asks."""

    def resolve(root: Any, info: strawberry.Info) -> Any:
        value = getattr(root, column)
        return None if value is None else say(value, info.context)

    return declared(Worded(column, say), resolver=resolve, **field)
