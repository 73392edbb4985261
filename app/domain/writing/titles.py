"""A title for a sketch, found by a model and put there unless a person was faster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self
from uuid import UUID

from app.domain.changes import demand_version
from app.domain.errors import ErrorCode, NotFound
from app.domain.idempotency import check_idempotency_key, payload_hash
from app.domain.jobs.model import Job, JobError, JobStatus
from app.domain.ports import Clock
from app.domain.sketches.model import Sketch, SketchChanges
from app.domain.sketches.ports import Sketches
from app.domain.templates.generation import NO_OVERRIDES, Overrides
from app.domain.writing.model import TextWish
from app.domain.writing.service import WritingService

TITLES: Final = "titel"
GENERATE: Final = "generate"
GENERATE_FAST: Final = "generate-fast"
APPLIED: Final = "applied"
_GOAL: Final = "sketch_title"
_LEFT: Final = JobError(code=ErrorCode.CONFLICT, key="title.left")


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchTitleWish:
    """A person's wish for the title of a sketch.

    `apply`: put it there. `expected_version`: only while the sketch is that one.
    """

    sketch_id: UUID
    fast: bool = False
    apply: bool = True
    expected_version: int | None = None
    instructions: str | None = None
    overrides: Overrides = NO_OVERRIDES
    idempotency_key: str | None = None

    @property
    def payload_hash(self) -> str:
        """SHA-256 of the wish without its idempotency key, as hexadecimal digits."""
        overrides = self.overrides
        return payload_hash(
            _GOAL,
            str(self.sketch_id),
            self.fast,
            self.apply,
            self.expected_version,
            self.instructions,
            overrides.model,
            overrides.temperature,
            overrides.max_tokens,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleGoal:
    """What the title of a job is for: a sketch, the title that it takes the place of, and when."""

    sketch_id: UUID
    apply: bool
    replaces: str | None
    expected_version: int | None

    @classmethod
    def of(cls, request: Mapping[str, Any]) -> Self | None:
        """The goal that the request of a job names, if it is a title."""
        stored = request.get(_GOAL)
        return stored and cls(**{**stored, "sketch_id": UUID(stored["sketch_id"])})

    def as_json(self) -> dict[str, Any]:
        """The part of a request that says so."""
        stored = {
            "sketch_id": str(self.sketch_id),
            "apply": self.apply,
            "replaces": self.replaces,
            "expected_version": self.expected_version,
        }
        return {_GOAL: stored}

    def allows(self, sketch: Sketch) -> bool:
        """Whether the sketch may still be given the title: nobody has given it one meanwhile."""
        if self.expected_version not in (None, sketch.version):
            return False
        return self.apply and sketch.title == self.replaces


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchTitles:
    """Puts titles that were found on their sketches."""

    sketches: Sketches
    clock: Clock

    async def put(self, user_id: UUID, goal: TitleGoal, title: str) -> bool:
        """Inside the transaction that keeps the title. False when the sketch is left as it is."""
        sketch = await self.sketches.lock(goal.sketch_id, user_id=user_id)
        if sketch is None or not goal.allows(sketch):
            return False
        changed = sketch.changed(SketchChanges(title=title), self.clock.now())
        return await self.sketches.save(changed, previous_version=sketch.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchTitleService:
    """Orders titles for sketches."""

    sketches: Sketches
    writing: WritingService

    async def generate(self, user_id: UUID, wish: SketchTitleWish) -> Job:
        """Accept a wish, or answer the job that the same key started.

        The title comes from the lyrics, without any from the prompt. Raises NotFound, Conflict
        with the current sketch when the version is stale, and as `WritingService.generate` does.
        """
        check_idempotency_key(wish.idempotency_key)
        said = wish.payload_hash
        started = await self.writing.jobs.repeated(user_id, wish.idempotency_key, said)
        if started:
            return started
        sketch = await self.sketches.get(wish.sketch_id, user_id=user_id)
        if sketch is None:
            raise NotFound("sketch.not_found", "id")
        demand_version(sketch, wish.expected_version)
        text = TextWish(
            category=TITLES,
            action=GENERATE_FAST if wish.fast else GENERATE,
            input=sketch.lyrics or sketch.prompt,
            instructions=wish.instructions,
            overrides=wish.overrides,
            idempotency_key=wish.idempotency_key,
        )
        goal = TitleGoal(
            sketch_id=sketch.id,
            apply=wish.apply,
            replaces=sketch.title,
            expected_version=wish.expected_version,
        )
        return await self.writing.accept(user_id, text, said=said, goal=goal.as_json())


def title_error(job: Job) -> JobError | None:
    """Why the sketch of a job has no new title: also where one was found, but came too late."""
    goal = TitleGoal.of(job.request)
    succeeded = job.status is JobStatus.SUCCEEDED
    if succeeded and goal and goal.apply and not job.checkpoint.get(APPLIED):
        return _LEFT
    return job.error
