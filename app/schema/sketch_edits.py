"""Making, changing, copying and deleting sketches, as clients ask for it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from uuid import UUID

import strawberry

from app.domain.changes import UNSET
from app.domain.sketches import model
from app.domain.sketches.model import SketchWorkflow
from app.schema.bulk import Deletions
from app.schema.errors import UserError
from app.schema.ids import decode_id
from app.schema.jobs import MISTAKES
from app.schema.sketches import Sketch

_PROMPT = "How it shall sound: 1 to 1,024 characters."
_TITLE = "Its name: up to 500 characters."
_LYRICS = "Its words: up to 10,000 characters."
_TAGS = "Comma-separated keywords: up to 1,000 characters."
_INFO = "Notes on key, tempo, bars and length: up to 5,000 characters."
_LONG = "A description for a release: up to 10,000 characters."
_SHORT = "The same in a sentence: up to 150 characters."
_RELEASE_TAGS = "Keywords for a release: up to 1,000 characters."
_VERSION = "The version that the change is based on; a newer one is a CONFLICT."


def _wish(description: str) -> Any:
    return strawberry.field(default=None, description=description)


def _change(description: str) -> Any:
    return strawberry.field(default=strawberry.UNSET, description=description)


@strawberry.input(description="A new sketch. Texts are trimmed, blank optional ones count as none.")
class CreateSketchInput:
    """It begins as a draft."""

    prompt: str = strawberry.field(description=_PROMPT)
    title: str | None = _wish(_TITLE)
    lyrics: str | None = _wish(_LYRICS)
    tags: str | None = _wish(_TAGS)
    info: str | None = _wish(_INFO)
    description_long: str | None = _wish(_LONG)
    description_short: str | None = _wish(_SHORT)
    description_tags: str | None = _wish(_RELEASE_TAGS)
    idempotency_key: str | None = _wish(
        "Makes a repetition safe: the same key and words answer the sketch that the first "
        "one made. 1 to 255 characters."
    )

    def texts(self) -> model.SketchTexts:
        """The texts in the words of the domain."""
        return model.SketchTexts(**{name: getattr(self, name) for name in model.LONGEST})


@strawberry.input(
    description="Changes of a sketch. A field that is not sent stays as it is, null clears it."
)
class UpdateSketchInput:
    """At least one field besides the id and the version."""

    id: strawberry.ID = strawberry.field(description="Which sketch.")
    expected_version: int | None = _wish(_VERSION)
    prompt: str | None = _change(_PROMPT)
    title: str | None = _change(_TITLE)
    lyrics: str | None = _change(_LYRICS)
    tags: str | None = _change(_TAGS)
    info: str | None = _change(_INFO)
    description_long: str | None = _change(_LONG)
    description_short: str | None = _change(_SHORT)
    description_tags: str | None = _change(_RELEASE_TAGS)
    workflow: SketchWorkflow | None = _change("How far it has come; any change is possible.")

    def changes(self) -> model.SketchChanges:
        """The changes in the words of the domain."""
        given = {each.name: getattr(self, each.name) for each in fields(model.SketchChanges)}
        return model.SketchChanges(
            **{name: UNSET if value is strawberry.UNSET else value for name, value in given.items()}
        )


@strawberry.input(description="Which sketch is copied.")
class DuplicateSketchInput:
    """The copy has the same texts, and neither songs nor revisions."""

    id: strawberry.ID = strawberry.field(description="Which sketch.")
    title: str | None = _wish(
        "The name of the copy: up to 500 characters. Unset or blank: the old one followed by "
        "` (copy)`, in the viewer's language; none where there is no old one."
    )
    idempotency_key: str | None = _wish(
        "Makes a repetition safe: the same key and words answer the copy that the first one "
        "made. 1 to 255 characters."
    )


@strawberry.input(description="Which sketches are deleted.")
class DeleteSketchesInput:
    """Sketches of the viewer."""

    ids: list[strawberry.ID] = strawberry.field(description="Their ids: 1 to 100.")


@strawberry.input(description="Which former lyrics come back.")
class UndoLyricsInput:
    """Without a revision the newest one."""

    id: strawberry.ID = strawberry.field(description="Which sketch.")
    revision_id: strawberry.ID | None = _wish(
        "A revision whose lyrics come back as by an ordinary change: it stays, and the replaced "
        "lyrics are kept. Unset: the newest revision comes back and leaves the list."
    )
    expected_version: int | None = _wish(_VERSION)

    def revision(self) -> UUID | None:
        """The key of the revision. Raises InvalidInput for a malformed id."""
        if self.revision_id is None:
            return None
        return decode_id("LyricRevision", self.revision_id, "revision_id")


@strawberry.type(description="What became of a new sketch.")
class CreateSketchPayload:
    """The sketch, or why there is none."""

    sketch: Sketch | None = strawberry.field(default=None, description="The new sketch.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of a sketch's changes.")
class UpdateSketchPayload:
    """The changed sketch; after a conflict the one that is there."""

    sketch: Sketch | None = strawberry.field(
        default=None, description="The changed sketch; after a CONFLICT the current one."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of a copy.")
class DuplicateSketchPayload:
    """The copy, or why there is none."""

    sketch: Sketch | None = strawberry.field(default=None, description="The new sketch.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of the sketches.")
class DeleteSketchesPayload:
    """What happened to each, or why nothing was tried."""

    deletions: Deletions | None = strawberry.field(
        default=None, description="What became of each; null when nothing was tried."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of the lyrics.")
class UndoLyricsPayload:
    """The sketch with its former lyrics; after a conflict the one that is there."""

    sketch: Sketch | None = strawberry.field(
        default=None, description="The changed sketch; after a CONFLICT the current one."
    )
    undone: str | None = strawberry.field(
        default=None,
        description="The lyrics that were replaced; to have them again, change the sketch.",
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
