"""Better words for a picture and a title for it, before any money is spent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from uuid import UUID

from app.domain.errors import ErrorCode, TemplateIncomplete, TemplateNotFound
from app.domain.images.model import EnhanceMode, ImageForm, ImageRequest
from app.domain.images.styles import Composition
from app.domain.images.wish import Improved, Improvement, Wish
from app.domain.jobs.model import JobError, JobStage, JobStatus
from app.domain.jobs.ports import Claim, JobQueue, JobUpdate, LeaseLostError
from app.domain.language.model import Provider
from app.domain.language.ports import TextDrafts
from app.domain.language.writing import Fate, Unread
from app.domain.ports import Durably
from app.domain.templates.answers import cleaned
from app.domain.writing.asking import TextAsking, answer_of, lost
from app.domain.writing.model import TextRequest, TextWish, title_of
from app.domain.writing.requests import TextRequests
from app.domain.writing.titles import GENERATE_FAST, TITLES

_CATEGORY: Final = "image"
_COVER: Final = "enhance-cover"
_ACTIONS: Final[Mapping[EnhanceMode, str]] = MappingProxyType(
    {
        EnhanceMode.FAST: "enhance-fast",
        EnhanceMode.QUALITY: "enhance",
        EnhanceMode.COVER: _COVER,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageImprovements:
    """Prepares what models are asked for."""

    requests: TextRequests

    async def of(self, user_id: UUID, request: ImageRequest, form: ImageForm) -> Improvement:
        """What a checked wish for a picture asks models for.

        Raises TemplateNotFound and TemplateIncomplete for better words; a title that has no usable
        template is not asked for.
        """
        prompt = None
        if request.enhance is not EnhanceMode.OFF:
            prompt = await self.requests.prepared(user_id, _better_words(request, form))
        title = await self._title(user_id, form) if request.wants_title else None
        return Improvement(prompt=prompt, title=title)

    async def _title(self, user_id: UUID, form: ImageForm) -> TextRequest | None:
        wish = TextWish(category=TITLES, action=GENERATE_FAST, input=form.prompt)
        try:
            return await self.requests.prepared(user_id, wish)
        except (TemplateNotFound, TemplateIncomplete):
            return None


def _better_words(request: ImageRequest, form: ImageForm) -> TextWish:
    action = _ACTIONS[request.enhance]
    if form.styles.composition is Composition.ALBUM_COVER:
        action = _COVER
    if action != _COVER:
        return TextWish(category=_CATEGORY, action=action, input=form.prompt)
    artist = (request.artist or "").strip()
    parts = [
        form.title and f"Title: {form.title}",
        artist and f"Artist: {artist}",
        f"Idea: {form.prompt}",
    ]
    idea = "\n".join(part for part in parts if part)
    return TextWish(category=_CATEGORY, action=action, input=idea)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageImproving:
    """The first step of a job of IMAGE that asks for better words or a title.

    The job waits for its slot at the painter only afterwards. Better words that fail end it,
    nothing is ordered then; a title that fails leaves the picture without one. Where a worker died
    meanwhile, our own models are asked again, others never: they may have been paid.
    """

    queue: JobQueue
    asking: TextAsking
    drafts: TextDrafts
    durably: Durably

    async def step(self, claim: Claim, wish: Wish) -> None:
        """Ask, keep the answers, and queue for the painter. Raises LeaseLostError."""
        asked = wish.improvement
        claim.paying = any(
            each.provider is Provider.EXTERNAL for each in (asked.prompt, asked.title) if each
        )
        again = claim.job.stage is JobStage.WRITING
        if not again:
            await self.queue.save(claim, _WRITING)
        prompt = await self._answer(claim, asked.prompt, cleaned, again=again)
        if isinstance(prompt, str):
            prompt = _bounded(prompt, wish.form)
        if isinstance(prompt, JobError):
            await self._end(claim, _failed(prompt))
            return
        title = await self._answer(claim, asked.title, title_of, again=again)
        improved = Improved(prompt=prompt, title=title if isinstance(title, str) else None)
        await self._end(claim, _queued(improved))

    async def forget(self, job_id: UUID) -> None:
        """Forget the draft of a job that ends, inside the caller's transaction."""
        await self.drafts.remove(job_id)

    async def _answer(
        self,
        claim: Claim,
        request: TextRequest | None,
        tidied: Callable[[str], str],
        *,
        again: bool,
    ) -> str | JobError | None:
        if request is None:
            return None
        if again and request.provider is Provider.EXTERNAL:
            return lost(request.provider)
        written = await self.asking.ask(claim, request, Unread())
        if written.fate is Fate.LOST:
            raise LeaseLostError
        return answer_of(written, tidied)

    async def _end(self, claim: Claim, update: JobUpdate) -> None:
        async def write() -> None:
            await self.queue.save(claim, update)
            await self.forget(claim.job.id)

        await self.durably(write)


_WRITING: Final = JobUpdate(
    status=JobStatus.QUEUED, stage=JobStage.WRITING, due_in=0, keep_lease=True
)


def _queued(improved: Improved) -> JobUpdate:
    return JobUpdate(
        status=JobStatus.QUEUED,
        stage=JobStage.SLOT_WAIT,
        due_in=None,
        checkpoint=improved.checkpoint(),
    )


def _failed(error: JobError) -> JobUpdate:
    return JobUpdate(status=JobStatus.FAILED, stage=JobStage.DONE, due_in=None, error=error)


def _bounded(prompt: str, form: ImageForm) -> str | JobError:
    overlong = form.improved(prompt).overlong
    if overlong is None:
        return prompt
    length, longest = overlong
    params = {"max": longest, "length": length}
    return JobError(code=ErrorCode.PROVIDER_ERROR, key="image.improved_too_long", params=params)
