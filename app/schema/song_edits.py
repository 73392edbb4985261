"""Changing, deleting and refreshing songs, as clients ask for it."""

from __future__ import annotations

from typing import TypeVar

import strawberry

from app.domain.changes import UNSET, Maybe
from app.domain.songs import model as domain
from app.domain.songs.model import SongWorkflow
from app.schema.bulk import Deletions
from app.schema.errors import UserError
from app.schema.jobs import MISTAKES
from app.schema.songs import Song

ValueT = TypeVar("ValueT")


@strawberry.input(
    description=(
        "Changes of a song, wherever its making stands. A field that is not sent stays as it is, "
        "null clears it. Texts are trimmed, blank ones count as none."
    )
)
class UpdateSongInput:
    """At least one field besides the id and the version."""

    id: strawberry.ID = strawberry.field(description="Which song.")
    expected_version: int | None = strawberry.field(
        default=None,
        description="The version that the change is based on; a newer one is a CONFLICT.",
    )
    title: str | None = strawberry.field(
        default=strawberry.UNSET, description="Its name: up to 500 characters."
    )
    tags: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Comma-separated keywords: up to 1,000 characters.",
    )
    workflow: SongWorkflow | None = strawberry.field(
        default=strawberry.UNSET, description="What was made of it; any change is possible."
    )

    def changes(self) -> domain.SongChanges:
        """The changes in the words of the domain."""
        return domain.SongChanges(
            title=_maybe(self.title), tags=_maybe(self.tags), workflow=_maybe(self.workflow)
        )


def _maybe(value: ValueT) -> Maybe[ValueT]:
    return UNSET if value is strawberry.UNSET else value


@strawberry.type(description="What became of a song's changes.")
class UpdateSongPayload:
    """The changed song; after a conflict the one that is there."""

    song: Song | None = strawberry.field(
        default=None, description="The changed song; after a CONFLICT the current one."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.input(description="Which songs are deleted.")
class DeleteSongsInput:
    """Songs of the viewer, wherever they stand."""

    ids: list[strawberry.ID] = strawberry.field(description="Their ids: 1 to 100.")


@strawberry.type(description="What became of the songs.")
class DeleteSongsPayload:
    """What happened to each, or why nothing was tried."""

    deletions: Deletions | None = strawberry.field(
        default=None, description="What became of each; null when nothing was tried."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.input(description="Which song the provider is asked about.")
class RefreshSongInput:
    """A song of the viewer that the provider has taken."""

    id: strawberry.ID = strawberry.field(description="Which song.")


@strawberry.type(description="What the provider says about a song.")
class RefreshSongPayload:
    """The song as it stands afterwards, or why nothing was learned."""

    song: Song | None = strawberry.field(default=None, description="The song as it stands now.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
