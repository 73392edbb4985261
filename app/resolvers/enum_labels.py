"""What the values of enums are called."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.schema.context import Info
from app.schema.enum_labels import EnumLabel, LabelledEnum


@strawberry.type
class EnumLabelQuery:
    """Words for lists to choose from."""

    @strawberry.field(
        description="What the values of an enum are called, in the reader's language."
    )
    def enum_labels(
        self,
        info: Info,
        kind: Annotated[LabelledEnum, strawberry.argument(name="type", description="Which enum.")],
    ) -> list[EnumLabel]:
        """In the order of the schema."""
        return EnumLabel.all_of(kind, info.context.locale)
