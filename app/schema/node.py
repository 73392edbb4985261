"""Relay's global object identification, and types whose values are rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from inspect import Parameter, Signature
from typing import Annotated, Any, Final, TypeVar
from uuid import UUID

import strawberry
from tortoise.models import Model

from app.readpath.declare import ById, GlobalId, Own, Through, bind
from app.readpath.fields import declared
from app.readpath.resolve import returned
from app.schema.context import Info
from app.schema.ids import decode_id, encode_id

ClassT = TypeVar("ClassT")
_DESCRIPTION = "The object's opaque global id; it never changes."
_BEFORE_CAPITAL: Final = re.compile(r"(?<=.)(?=[A-Z])")


@strawberry.interface(description="An object that `node(id:)` can find again.")
class Node:
    """Whatever has a global id."""

    id: strawberry.ID = strawberry.field(description=_DESCRIPTION)


def row_type(
    row: type[Model], *, owner: str | Through, description: str
) -> Callable[[type[ClassT]], type[ClassT]]:
    """A `Node` whose values are rows of a table; `owner` says by which column they are owned."""

    def decorate(kind: type[ClassT]) -> type[ClassT]:
        def global_id(root: _HasId) -> str:
            return encode_id(kind.__name__, root.id)

        kind.__annotations__ = {"id": strawberry.ID, **kind.__annotations__}
        kind.id = declared(GlobalId(), resolver=global_id, description=_DESCRIPTION)  # type: ignore[attr-defined] # added here
        return bind(strawberry.type(kind, description=description), row, owner=owner)

    return decorate


class _HasId:
    id: UUID


def by_id(type_name: str, *, description: str) -> Any:
    """A declared look-up: the viewer's row of a global id; null for an unknown or foreign one."""

    def key(arguments: Mapping[str, Any]) -> UUID:
        return decode_id(type_name, arguments["id"], "id")

    async def resolve(info: Info, **arguments: Any) -> Any:
        return await info.context.reads.find(returned(info), key(arguments))

    words = _BEFORE_CAPITAL.sub(" ", type_name).lower()
    described = strawberry.argument(description=f"The {words}'s id.")
    resolve.__signature__ = Signature(  # type: ignore[attr-defined] # PEP 362
        [
            Parameter("info", Parameter.KEYWORD_ONLY, annotation=Info),
            Parameter("id", Parameter.KEYWORD_ONLY, annotation=Annotated[strawberry.ID, described]),
        ]
    )
    return declared(ById(key), resolver=resolve, description=description)


def own(*, description: str) -> Any:
    """A declared look-up of the viewer's own row; null for nobody."""

    async def resolve(info: Info) -> Any:
        viewer = info.context.viewer
        return await info.context.reads.find(returned(info), viewer.user_id) if viewer else None

    return declared(Own(), resolver=resolve, description=description)
