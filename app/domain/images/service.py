"""Ordering pictures and changing them; the long part of an order goes on in `generation.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.domain.changes import demand_version
from app.domain.errors import NotFound
from app.domain.idempotency import check_idempotency_key
from app.domain.identity import new_id
from app.domain.images.gallery import Image, ImageChanges
from app.domain.images.improving import ImageImprovements
from app.domain.images.model import ImageForm, ImageRequest, ImageRules, prompt_hash
from app.domain.images.ports import Images
from app.domain.images.wish import Wish
from app.domain.jobs.model import Job, JobKind, NewJob
from app.domain.jobs.service import JobService
from app.domain.ports import Clock

SLOT_GROUP: Final = "openai"
MOST_ALIKE: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageService:
    """What people do with pictures; deleting them is in `deletion.py`."""

    images: Images
    improvements: ImageImprovements
    jobs: JobService
    clock: Clock
    rules: ImageRules

    async def generate(self, user_id: UUID, request: ImageRequest) -> Job:
        """Accept an order, or answer the job that the same key started.

        Raises InvalidInput, TemplateNotFound and TemplateIncomplete where better words are wanted,
        and Conflict when the key was used for another order; then nothing was kept.
        """
        check_idempotency_key(request.idempotency_key)
        form = ImageForm.of(request, self.rules)
        order = request.payload_hash
        if started := await self.jobs.repeated(user_id, request.idempotency_key, order):
            return started
        improvement = await self.improvements.of(user_id, request, form)
        job = NewJob(
            id=new_id(),
            user_id=user_id,
            kind=JobKind.IMAGE,
            request=Wish(image_id=new_id(), form=form, improvement=improvement).request(),
            idempotency_key=request.idempotency_key,
            payload_hash=order,
            slot_group=SLOT_GROUP,
            slot_later=improvement.wanted,
        )
        return await self.jobs.accept(job, _nothing_else)

    async def similar(self, job: Job) -> Sequence[UUID]:
        """The person's newest pictures, at most 5, of the prompt that this job orders again."""
        wish = Wish.of_job(job)
        named = prompt_hash(wish.form.final_prompt)
        found = await self.images.alike(job.user_id, named, most=MOST_ALIKE + 1)
        return [each for each in found if each != wish.image_id][:MOST_ALIKE]

    async def update(
        self, user_id: UUID, image_id: UUID, changes: ImageChanges, *, expected_version: int | None
    ) -> None:
        """Change what is said about a picture that nobody changed meanwhile.

        Without `expected_version` the newest state is changed. Raises InvalidInput, NotFound,
        and Conflict with the current picture when the version is stale.
        """
        checked = changes.checked()
        while True:
            current = await self._image(user_id, image_id)
            demand_version(current, expected_version)
            if await self.images.change(current, checked, self.clock.now()):
                return

    async def _image(self, user_id: UUID, image_id: UUID) -> Image:
        image = await self.images.get(image_id, user_id=user_id)
        if image is None:
            raise NotFound("image.not_found", "id")
        return image


async def _nothing_else() -> None:
    """A picture has no row before its bytes are stored."""
