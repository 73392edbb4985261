"""Relay's global object identification."""

from __future__ import annotations

import strawberry


@strawberry.interface(description="An object that `node(id:)` can find again.")
class Node:
    """Whatever has a global id."""

    id: strawberry.ID = strawberry.field(
        description="The object's opaque global id; it never changes."
    )
