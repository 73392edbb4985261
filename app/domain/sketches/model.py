"""Song sketches: ideas with a prompt, perhaps with lyrics, on their way to a song."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self
from uuid import UUID

from app.domain.changes import UNSET, Maybe, Unset
from app.domain.errors import InvalidInput
from app.domain.text import Checks

LONGEST: Final[Mapping[str, int]] = {
    "prompt": 1024,
    "title": 500,
    "lyrics": 10_000,
    "tags": 1000,
    "info": 5000,
    "description_long": 10_000,
    "description_short": 150,
    "description_tags": 1000,
}
"""How many code points each text of a sketch may have."""


class SketchWorkflow(StrEnum):
    """How far a sketch has come."""

    DRAFT = "draft"
    USED = "used"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchTexts:
    """What a person writes into a sketch; `info` is about key, tempo, bars and length."""

    prompt: str
    title: str | None = None
    lyrics: str | None = None
    tags: str | None = None
    info: str | None = None
    description_long: str | None = None
    description_short: str | None = None
    description_tags: str | None = None

    def texts(self) -> dict[str, Any]:
        """The texts by field."""
        return {name: getattr(self, name) for name in LONGEST}

    def checked(self) -> Self:
        """The texts, trimmed; blank optional ones become None.

        Raises InvalidInput for a blank prompt or a text over its limit.
        """
        return replace(self, **_checked(self.texts(), Checks()))


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchChanges:
    """New values of some fields; a field left UNSET stays as it is, None clears it."""

    prompt: Maybe[str | None] = UNSET
    title: Maybe[str | None] = UNSET
    lyrics: Maybe[str | None] = UNSET
    tags: Maybe[str | None] = UNSET
    info: Maybe[str | None] = UNSET
    description_long: Maybe[str | None] = UNSET
    description_short: Maybe[str | None] = UNSET
    description_tags: Maybe[str | None] = UNSET
    workflow: Maybe[SketchWorkflow | None] = UNSET

    def given(self) -> dict[str, Any]:
        """The new values by field."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if not isinstance(value, Unset)}

    def checked(self) -> Self:
        """The changes, trimmed.

        Blank optional text becomes None. Raises InvalidInput when nothing is changed, the
        prompt or the workflow would be cleared, or a text is longer than its limit.
        """
        given = self.given()
        if not given:
            raise InvalidInput("input.empty")
        checks = Checks()
        if self.workflow is None:
            checks.problem("workflow", "input.not_null")
        texts = {name: given[name] for name in LONGEST if name in given}
        return replace(self, **_checked(texts, checks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch(SketchTexts):
    """A sketch as it stands; `version` counts its changes."""

    id: UUID
    user_id: UUID
    workflow: SketchWorkflow
    version: int
    created_at: datetime
    updated_at: datetime | None

    def changed(self, changes: SketchChanges, now: datetime) -> Self:
        """The sketch after checked changes.

        A person may move a sketch to any workflow; only `used` below happens by itself.
        """
        return replace(self, **changes.given(), version=self.version + 1, updated_at=now)

    def used(self, now: datetime) -> Self:
        """The sketch after one of its songs succeeded: a draft becomes used, others stay."""
        if self.workflow is not SketchWorkflow.DRAFT:
            return self
        return self.changed(SketchChanges(workflow=SketchWorkflow.USED), now)

    def copied_texts(self, *, title: str | None, mark: str) -> SketchTexts:
        """The texts of a copy, checked.

        It has the given title; without one the sketch's own with `mark` behind it, which is cut
        to make room, or none. Raises InvalidInput for a title over its limit.
        """
        if not (title or "").strip() and self.title is not None:
            title = self.title[: LONGEST["title"] - len(mark)].rstrip() + mark
        return SketchTexts(**{**self.texts(), "title": title}).checked()

    def revision(self, revision_id: UUID, now: datetime) -> LyricRevision:
        """What keeps the lyrics when they are about to change."""
        return LyricRevision(
            id=revision_id,
            sketch_id=self.id,
            lyrics=self.lyrics,
            version=self.version,
            created_at=now,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LyricRevision:
    """The lyrics that a sketch had until its `version` was changed, at `created_at`."""

    id: UUID
    sketch_id: UUID
    lyrics: str | None
    version: int
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchCounts:
    """How many sketches of a person have come how far."""

    draft: int
    used: int
    archived: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.draft + self.used + self.archived


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The request that made a sketch: its idempotency key and the hash of what it said."""

    idempotency_key: str
    payload_hash: str


def new_sketch(texts: SketchTexts, *, sketch_id: UUID, user_id: UUID, now: datetime) -> Sketch:
    """A new draft with checked texts."""
    return Sketch(
        **texts.texts(),
        id=sketch_id,
        user_id=user_id,
        workflow=SketchWorkflow.DRAFT,
        version=1,
        created_at=now,
        updated_at=None,
    )


def _checked(texts: Mapping[str, str | None], checks: Checks) -> dict[str, Any]:
    """Texts by name, trimmed. Raises InvalidInput for all that is wrong with them."""
    trimmed: dict[str, Any] = {
        name: checks.required(name, value or "", longest=LONGEST[name])
        if name == "prompt"
        else checks.optional(name, value, longest=LONGEST[name])
        for name, value in texts.items()
    }
    checks.raise_problems()
    return trimmed
