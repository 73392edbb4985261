"""Song sketches: ideas with a prompt, perhaps with lyrics, on their way to a song."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from app.domain.changes import UNSET, Maybe, Unset, given
from app.domain.errors import InvalidInput
from app.domain.text import Checks

LONGEST_PROMPT = 1024
LONGEST_LYRICS = 10_000
LONGEST_TITLE = 500
LONGEST_TAGS = 1000


class SketchWorkflow(StrEnum):
    """How far a sketch has come."""

    DRAFT = "draft"
    USED = "used"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchChanges:
    """New values of some fields; a field left UNSET stays as it is, None clears it."""

    prompt: Maybe[str | None] = UNSET
    title: Maybe[str | None] = UNSET
    lyrics: Maybe[str | None] = UNSET
    tags: Maybe[str | None] = UNSET
    workflow: Maybe[SketchWorkflow | None] = UNSET

    def checked(self) -> Self:
        """The changes, trimmed.

        Blank optional text becomes None. Raises InvalidInput when nothing is changed, the
        prompt or the workflow would be cleared, or a text is longer than its limit.
        """
        checks = Checks()
        fields = (self.prompt, self.title, self.lyrics, self.tags, self.workflow)
        if all(isinstance(value, Unset) for value in fields):
            raise InvalidInput("input.empty")
        if self.workflow is None:
            checks.problem("workflow", "input.not_null")
        changes = replace(
            self,
            prompt=_required(checks, self.prompt),
            title=_optional(checks, "title", self.title, LONGEST_TITLE),
            lyrics=_optional(checks, "lyrics", self.lyrics, LONGEST_LYRICS),
            tags=_optional(checks, "tags", self.tags, LONGEST_TAGS),
        )
        checks.raise_problems()
        return changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A sketch as it stands; `version` counts its changes."""

    id: UUID
    user_id: UUID
    title: str | None
    lyrics: str | None
    prompt: str
    tags: str | None
    workflow: SketchWorkflow
    version: int
    created_at: datetime
    updated_at: datetime | None

    def changed(self, changes: SketchChanges, now: datetime) -> Self:
        """The sketch after checked changes.

        A person may move a sketch to any workflow; only `used` below happens by itself.
        """
        prompt = given(changes.prompt, self.prompt)
        workflow = given(changes.workflow, self.workflow)
        return replace(
            self,
            prompt=self.prompt if prompt is None else prompt,
            title=given(changes.title, self.title),
            lyrics=given(changes.lyrics, self.lyrics),
            tags=given(changes.tags, self.tags),
            workflow=self.workflow if workflow is None else workflow,
            version=self.version + 1,
            updated_at=now,
        )

    def used(self, now: datetime) -> Self:
        """The sketch after one of its songs succeeded: a draft becomes used, others stay."""
        if self.workflow is not SketchWorkflow.DRAFT:
            return self
        return replace(self, workflow=SketchWorkflow.USED, version=self.version + 1, updated_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The request that made a sketch: its idempotency key and the hash of what it said."""

    idempotency_key: str
    payload_hash: str


def new_sketch(
    *,
    sketch_id: UUID,
    user_id: UUID,
    prompt: str,
    title: str | None,
    lyrics: str | None,
    tags: str | None,
    now: datetime,
) -> Sketch:
    """A new draft. Raises InvalidInput for a blank prompt or a text over its limit."""
    checks = Checks()
    sketch = Sketch(
        id=sketch_id,
        user_id=user_id,
        prompt=checks.required("prompt", prompt, longest=LONGEST_PROMPT),
        title=checks.optional("title", title, longest=LONGEST_TITLE),
        lyrics=checks.optional("lyrics", lyrics, longest=LONGEST_LYRICS),
        tags=checks.optional("tags", tags, longest=LONGEST_TAGS),
        workflow=SketchWorkflow.DRAFT,
        version=1,
        created_at=now,
        updated_at=None,
    )
    checks.raise_problems()
    return sketch


def _required(checks: Checks, value: Maybe[str | None]) -> Maybe[str | None]:
    if isinstance(value, Unset):
        return value
    return checks.required("prompt", value or "", longest=LONGEST_PROMPT)


def _optional(
    checks: Checks, field: str, value: Maybe[str | None], longest: int
) -> Maybe[str | None]:
    return value if isinstance(value, Unset) else checks.optional(field, value, longest=longest)
