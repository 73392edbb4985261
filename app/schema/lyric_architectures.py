"""Architectures of songs, as clients see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Self

import strawberry

from app.domain.changes import UNSET, Maybe
from app.domain.lyrics import architecture as domain
from app.domain.lyrics.architectures.model import ArchitectureChanges
from app.domain.lyrics.labels import SectionType
from app.readpath.fields import column
from app.rows.architectures import architecture_of
from app.rows.lyrics import LyricArchitectureRow
from app.schema.errors import UserError
from app.schema.node import Node, row_type

MISTAKES = "What went wrong and can be mended; empty on success."


@strawberry.type(description="A section at its place in an architecture.")
class ArchitectureItem:
    """Its name follows from its place."""

    id: str = strawberry.field(description="Tells it from the other items of its architecture.")
    section: SectionType = strawberry.field(description="What it is.")
    name: str = strawberry.field(
        description="Its name: verses are numbered by their place, as in `VERSE2`."
    )
    label: str = strawberry.field(description="How lyrics are labelled with it, as in `Verse2`.")


@strawberry.type(description="The sections of a song in order.")
class Architecture:
    """Nothing is stored."""

    items: list[ArchitectureItem] = strawberry.field(description="The sections in order.")
    text: str = strawberry.field(
        description="Their names joined by ` - `; empty when there are none."
    )

    @classmethod
    def of(cls, architecture: domain.Architecture) -> Self:
        """What clients see of an architecture."""
        return cls(items=named_items(architecture), text=architecture.text)


def named_items(architecture: domain.Architecture) -> list[ArchitectureItem]:
    """The items of an architecture with what their places make of them."""
    return [
        ArchitectureItem(id=item.id, section=item.section, name=item.name, label=item.label)
        for item in architecture.named
    ]


@row_type(
    LyricArchitectureRow,
    owner="user_id",
    description="An architecture that the viewer keeps under a name.",
)
class LyricArchitecture(Node):
    """At most one of a person is the current one."""

    name: str = column(description="Its name; a person has each name once.")
    current: bool = column(
        "is_current", description="Whether lyrics are structured by it unless another is named."
    )
    version: int = column(description="Grows by one with every change.")
    created_at: datetime = column(description="When it was made.")
    updated_at: datetime | None = column(
        description="When it was last changed; null until the first change."
    )

    @strawberry.field(description="Its sections in order.")
    def items(self) -> list[ArchitectureItem]:
        """As they were saved."""
        return named_items(_kept(self))

    @strawberry.field(description="The sections' names joined by ` - `; empty without any.")
    def text(self) -> str:
        """Made of the items."""
        return _kept(self).text


def _kept(row: LyricArchitecture) -> domain.Architecture:
    return architecture_of(getattr(row, "items"))  # noqa: B009 - the column, not the field


@strawberry.input(description="A section at its place in an architecture.")
class ArchitectureItemInput:
    """Names are not sent: they follow from the place."""

    section: SectionType = strawberry.field(description="What it is.")
    id: str | None = strawberry.field(
        default=None,
        description=(
            "Tells it from the other items: 1 to 50 characters, each id once; null for a free one."
        ),
    )


def architecture_sent(items: Sequence[ArchitectureItemInput]) -> domain.Architecture:
    """The architecture of items that a client sent. Raises InvalidInput."""
    return domain.architecture_with_ids([(item.id, item.section) for item in items])


@strawberry.input(
    description=(
        "An architecture to keep. Without an id it is new; with one it is changed, and a field "
        "that is not sent stays as it is."
    )
)
class SaveLyricArchitectureInput:
    """No field can be cleared."""

    id: strawberry.ID | None = strawberry.field(
        default=None, description="Which architecture is changed; null for a new one."
    )
    name: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Its name: 1 to 100 characters, trimmed. A new one needs it.",
    )
    items: list[ArchitectureItemInput] | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "Its sections in order: at most 50, an intro and an outro at most once each. A new "
            "one without items and lyrics has two verses and two choruses."
        ),
    )
    current: bool | None = strawberry.field(
        default=strawberry.UNSET,
        description="True makes it the current one in place of the one before.",
    )
    from_lyrics: str | None = strawberry.field(
        default=None,
        description=(
            "Lyrics whose labelled sections become the items: up to 10,000 characters; not "
            "together with items."
        ),
    )
    expected_version: int | None = strawberry.field(
        default=None,
        description="The version that a change is based on; a newer one is a CONFLICT.",
    )

    def changes(self) -> ArchitectureChanges:
        """The changes in the words of the domain. Raises InvalidInput."""
        return ArchitectureChanges(
            name=UNSET if self.name is strawberry.UNSET else self.name,
            architecture=_sent(self.items),
            current=UNSET if self.current is strawberry.UNSET else self.current,
        )


def _sent(
    items: list[ArchitectureItemInput] | None,
) -> Maybe[domain.Architecture | None]:
    if items is strawberry.UNSET:
        return UNSET
    return None if items is None else architecture_sent(items)


@strawberry.input(description="Which architecture is deleted.")
class DeleteLyricArchitectureInput:
    """For good."""

    id: strawberry.ID = strawberry.field(description="Which architecture.")


@strawberry.type(description="What became of an architecture to keep.")
class SaveLyricArchitecturePayload:
    """The architecture; after a conflict the one that is there."""

    architecture: LyricArchitecture | None = strawberry.field(
        default=None,
        description="The architecture; after a CONFLICT of versions the current state.",
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of an architecture to delete.")
class DeleteLyricArchitecturePayload:
    """Its id, or why it is still there."""

    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="The id of what was deleted."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
