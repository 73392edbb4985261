"""Enums and what their values are called, as clients see it."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final, Self

import strawberry

from app.schema.messages import Locale
from app.schema.messages.labels import LABELS

_BEFORE_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

LabelledEnum = Enum(  # type: ignore[misc] # made of the labels that there are
    "LabelledEnum", {_BEFORE_CAPITAL.sub("_", name).upper(): name for name in LABELS}
)
strawberry.enum(LabelledEnum, description="An enum whose values have labels for people.")
for _value in LabelledEnum.__strawberry_definition__.values:  # type: ignore[attr-defined] # just attached
    _value.description = f"`{_value.value}`."


@strawberry.type(description="What a value of an enum is called, in the reader's language.")
class EnumLabel:
    """For lists to choose from."""

    value: str = strawberry.field(description="The value as the schema spells it.")
    label: str = strawberry.field(description="Its name for people.")

    @classmethod
    def all_of(cls, kind: LabelledEnum, locale: Locale) -> list[Self]:
        """The values of an enum in the schema's order."""
        german = locale == "de"
        labels = LABELS[kind.value]
        return [cls(value=value, label=words[german]) for value, words in labels.items()]
