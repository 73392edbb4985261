"""How the items of an architecture are kept in a JSON column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.domain.lyrics.architecture import Architecture, Item
from app.domain.lyrics.labels import SectionType


def architecture_of(items: Iterable[Mapping[str, str]]) -> Architecture:
    """The architecture that a JSON column holds."""
    return Architecture(
        tuple(Item(id=each["id"], section=SectionType(each["section"])) for each in items)
    )


def architecture_json(architecture: Architecture) -> list[dict[str, str]]:
    """What the JSON column of an architecture holds."""
    return [{"id": item.id, "section": item.section.value} for item in architecture.items]
