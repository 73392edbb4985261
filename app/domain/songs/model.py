"""Songs: what is asked of the provider, what comes back, and the states in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, Self
from uuid import UUID

from app.domain.changes import UNSET, Maybe, Unset
from app.domain.errors import InvalidInput
from app.domain.idempotency import payload_hash
from app.domain.jobs.model import JobError, JobKind, JobStatus
from app.domain.sketches.model import Sketch
from app.domain.text import Checks

LONGEST_PROMPT = 1024
LONGEST_LYRICS = 10_000
LONGEST_TITLE = 50
LONGEST_EDITED_TITLE = 500
LONGEST_TAGS = 1000
MOST_CHOICES = 3


class SongStatus(StrEnum):
    """Where a song stands; the last three never change."""

    PENDING = "PENDING"
    PROGRESS = "PROGRESS"
    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"
    CANCELLED = "CANCELLED"

    @classmethod
    def of(cls, status: JobStatus) -> SongStatus:
        """A song's status while its generating job stands at `status`."""
        return _STATUS_OF_JOB[status]

    @property
    def terminal(self) -> bool:
        """Whether the song has come to its end."""
        return self in (SongStatus.SUCCESS, SongStatus.FAILURE, SongStatus.CANCELLED)


class SongWorkflow(StrEnum):
    """What a person made of a song; None where they have not said."""

    ON_WORK = "onWork"
    IN_USE = "inUse"
    NOT_USED = "notUsed"
    FAIL = "fail"


class Rating(IntEnum):
    """What a person thinks of a choice; None where they have not said."""

    DOWN = 0
    UP = 1


_STATUS_OF_JOB = {
    JobStatus.QUEUED: SongStatus.PENDING,
    JobStatus.RUNNING: SongStatus.PROGRESS,
    JobStatus.WAITING: SongStatus.PROGRESS,
    JobStatus.SUCCEEDED: SongStatus.SUCCESS,
    JobStatus.FAILED: SongStatus.FAILURE,
    JobStatus.CANCELLED: SongStatus.CANCELLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SongUpdate:
    """News about a song from its generating job; None where there is none."""

    status: SongStatus
    at: datetime
    error: JobError | None = None
    model: str | None = None
    provider_status: str | None = None
    provider_answer: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Song:
    """A song as it stands, from the request to the finished choices.

    `version` counts what people changed; the generation's progress leaves it alone.
    """

    id: UUID
    user_id: UUID
    sketch_id: UUID | None
    title: str | None
    lyrics: str
    prompt: str
    model: str
    is_instrumental: bool
    status: SongStatus
    error: JobError | None
    provider_status: str | None
    provider_answer: Mapping[str, Any] | None
    version: int
    created_at: datetime
    updated_at: datetime | None
    completed_at: datetime | None

    def after(self, update: SongUpdate) -> Self:
        """The song after the news. News for a song that has ended changes nothing."""
        if self.status.terminal or update.status is SongStatus.PENDING:
            return self
        return replace(
            self,
            status=update.status,
            error=update.error,
            model=update.model or self.model,
            provider_status=update.provider_status or self.provider_status,
            provider_answer=update.provider_answer or self.provider_answer,
            updated_at=update.at,
            completed_at=update.at if update.status.terminal else None,
        )

    def refreshed(
        self, provider_status: str, provider_answer: Mapping[str, Any] | None, at: datetime
    ) -> Self:
        """The song after the provider was asked once more. Its status never changes by that.

        None keeps the answer that is there; what says nothing new changes nothing.
        """
        answer = self.provider_answer if provider_answer is None else provider_answer
        if (provider_status, answer) == (self.provider_status, self.provider_answer):
            return self
        return replace(self, provider_status=provider_status, provider_answer=answer, updated_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class SongChanges:
    """What a person changes; a field left UNSET stays as it is, None clears it."""

    title: Maybe[str | None] = UNSET
    tags: Maybe[str | None] = UNSET
    workflow: Maybe[SongWorkflow | None] = UNSET

    def checked(self) -> Self:
        """The changes, trimmed; blank text becomes None.

        Raises InvalidInput when nothing is changed or a text is longer than its limit.
        """
        if all(getattr(self, each.name) is UNSET for each in fields(self)):
            raise InvalidInput("input.empty")
        checks = Checks()
        changes = replace(
            self,
            title=_edited(checks, "title", self.title, LONGEST_EDITED_TITLE),
            tags=_edited(checks, "tags", self.tags, LONGEST_TAGS),
        )
        checks.raise_problems()
        return changes


def _edited(
    checks: Checks, field: str, value: Maybe[str | None], longest: int
) -> Maybe[str | None]:
    return value if isinstance(value, Unset) else checks.optional(field, value, longest=longest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the versions that the provider made of a song. `duration_ms` in milliseconds."""

    id: UUID
    song_id: UUID
    provider_choice_id: str | None
    index: int
    title: str | None
    tags: str | None
    duration_ms: float | None
    mp3_url: str | None
    flac_url: str | None
    video_url: str | None
    image_url: str | None
    lyrics_sections: Any
    mp3_key: str | None
    flac_key: str | None
    image_key: str | None
    video_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SongRules:
    """What this studio's settings allow."""

    models: tuple[str, ...]
    choices: int
    longest_lyrics: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SongRequest:
    """A person's wish for a song, as sent. A field left None is taken from the sketch."""

    prompt: str | None = None
    lyrics: str | None = None
    title: str | None = None
    model: str | None = None
    choices: int | None = None
    instrumental: bool = False
    sketch_id: UUID | None = None
    idempotency_key: str | None = None

    @property
    def kind(self) -> JobKind:
        """The kind of job that fulfils the wish."""
        return JobKind.INSTRUMENTAL if self.instrumental else JobKind.SONG

    @property
    def payload_hash(self) -> str:
        """SHA-256 of the wish without its idempotency key, as hexadecimal digits."""
        return payload_hash(
            self.prompt,
            self.lyrics,
            self.title,
            self.model,
            self.choices,
            self.instrumental,
            str(self.sketch_id),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SongForm:
    """A checked wish, ready to be ordered from the provider."""

    prompt: str
    lyrics: str
    title: str | None
    model: str
    choices: int
    instrumental: bool

    @classmethod
    def of(cls, request: SongRequest, sketch: Sketch | None, rules: SongRules) -> SongForm:
        """Check a wish; what it leaves out is taken from its sketch.

        A vocal song needs lyrics, an instrumental a title and no lyrics. Typed titles have at
        most 50 code points, a sketch's title is kept whole. Raises InvalidInput with every
        problem at once.
        """
        checks = Checks()
        prompt = sketch.prompt if sketch and request.prompt is None else request.prompt
        choices = rules.choices if request.choices is None else request.choices
        form = cls(
            prompt=checks.required("prompt", prompt or "", longest=LONGEST_PROMPT),
            lyrics=_lyrics(checks, request, sketch, rules),
            title=_title(checks, request, sketch),
            model=_model(checks, request, rules),
            choices=checks.within("choices", choices, low=1, high=MOST_CHOICES),
            instrumental=request.instrumental,
        )
        checks.raise_problems()
        return form


def _lyrics(checks: Checks, request: SongRequest, sketch: Sketch | None, rules: SongRules) -> str:
    typed = (request.lyrics or "").strip()
    if request.instrumental:
        if typed:
            checks.problem("lyrics", "song.instrumental_lyrics")
        return ""
    lyrics = (sketch.lyrics or "").strip() if sketch and request.lyrics is None else typed
    if not lyrics:
        checks.problem("lyrics", "song.lyrics_missing")
    elif len(lyrics) > (most := min(rules.longest_lyrics, LONGEST_LYRICS)):
        # Named by the limit that counts, or it would be told twice, with another number each time.
        checks.problem("lyrics", "song.lyrics_too_long", max=most, length=len(lyrics))
        return lyrics
    return checks.text("lyrics", lyrics, longest=LONGEST_LYRICS)


def _title(checks: Checks, request: SongRequest, sketch: Sketch | None) -> str | None:
    title = checks.optional("title", request.title, longest=LONGEST_TITLE)
    if request.title is None and sketch:
        title = sketch.title
    if title is None and request.instrumental:
        checks.problem("title", "text.blank")
    return title


def _model(checks: Checks, request: SongRequest, rules: SongRules) -> str:
    model = rules.models[0] if request.model is None else request.model
    if model not in rules.models:
        checks.problem("model", "song.unknown_model", models=", ".join(rules.models))
    return model
