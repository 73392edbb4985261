"""Writing over pictures: orders and previews. The long part goes on in `job.py`."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass, replace
from typing import Final
from uuid import UUID

from app.domain.errors import InvalidInput
from app.domain.idempotency import check_idempotency_key, payload_hash
from app.domain.identity import new_id
from app.domain.images.gallery import Image
from app.domain.jobs.model import Job, JobKind, NewJob
from app.domain.jobs.service import JobService
from app.domain.overlay.job import OverlayTask
from app.domain.overlay.model import Overlay, OverlayRequest, checked_edge
from app.domain.overlay.ports import OverlayRenderer, Rendered
from app.domain.overlay.sources import Sources, check_stacking
from app.domain.users.ports import Users

SLOT_GROUP: Final = "overlay"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayOrder:
    """A person's wish for a text over one of their pictures.

    With `use_profile_artist` the artist is the one of the person's profile. A picture that has
    an overlay gets another one only with `allow_stacked`.
    """

    source_id: UUID
    request: OverlayRequest
    use_profile_artist: bool = False
    allow_stacked: bool = False
    idempotency_key: str | None = None

    @property
    def payload_hash(self) -> str:
        """SHA-256 of the wish without its idempotency key, as hexadecimal digits."""
        request = json.dumps(asdict(self.request))
        return payload_hash(
            "overlay", str(self.source_id), request, self.use_profile_artist, self.allow_stacked
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayService:
    """What people do with texts over their pictures.

    `turns` bounds how many previews are drawn at once; entering the turn of a person raises
    RateLimited when too many wait already, of everybody or of this person.
    """

    sources: Sources
    users: Users
    jobs: JobService
    previews: OverlayRenderer
    turns: Callable[[UUID], AbstractAsyncContextManager[None]]

    async def add(self, user_id: UUID, order: OverlayOrder) -> Job:
        """Accept an order, or answer the job that carries out the same one already.

        Raises InvalidInput, NotFound, InvalidState (it has an overlay) and Conflict (key used
        for another order); then nothing was kept.
        """
        check_idempotency_key(order.idempotency_key)
        order.request.checked()
        wish = order.payload_hash
        if started := await self.jobs.repeated(user_id, order.idempotency_key, wish):
            return started
        overlay = await self._overlay(user_id, order)
        task = OverlayTask(source_id=order.source_id, image_id=new_id(), overlay=overlay)
        job = NewJob(
            id=new_id(),
            user_id=user_id,
            kind=JobKind.OVERLAY,
            request=task.request(),
            idempotency_key=order.idempotency_key,
            payload_hash=wish,
            slot_group=SLOT_GROUP,
        )

        async def source_may_be_used() -> None:
            await self._source(user_id, order)

        return await self.jobs.accept(job, source_may_be_used)

    async def preview(self, user_id: UUID, order: OverlayOrder, max_edge: int) -> Rendered:
        """The picture as it would be, its longer edge made no longer than `max_edge` pixels.

        Nothing is kept. Raises InvalidInput, NotFound, InvalidState (it has an overlay),
        RateLimited, StorageFailure and RenderingInterrupted.
        """
        edge = checked_edge(max_edge)
        overlay = await self._overlay(user_id, order)
        source = await self._source(user_id, order)
        async with self.turns(user_id):
            content = await self.sources.content(source)
            return await self.previews.render(content, overlay, max_edge=edge)

    async def _overlay(self, user_id: UUID, order: OverlayOrder) -> Overlay:
        overlay = order.request.checked()
        if not order.use_profile_artist or overlay.artist is not None:
            return overlay
        person = await self.users.get(user_id)
        name = None if person is None else person.artist_name
        signed = replace(order.request, artist=name).checked()
        if signed.artist is None:
            raise InvalidInput("overlay.no_profile_artist", "use_profile_artist")
        return signed

    async def _source(self, user_id: UUID, order: OverlayOrder) -> Image:
        source = await self.sources.find(order.source_id, user_id=user_id)
        check_stacking(source, allowed=order.allow_stacked)
        return source
