"""From a paid answer to a stored picture, so that no death of a process in between pays twice.

An answer that carries the picture is stored before it is told: the job's checkpoint then holds
the object's key, size and checksum, never the bytes. Of an answer that only points at the
picture the checkpoint holds the address, and the picture is fetched afterwards, as often as
needed. Where the process dies before either is saved, the call's outcome is unknown.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self
from uuid import UUID

from app.domain.errors import StorageFailure
from app.domain.images.model import PICTURE_KINDS, image_key
from app.domain.images.provider import (
    LARGEST_PICTURE,
    ImageOrder,
    ImageProvider,
    Painted,
    Picture,
    PictureInspector,
)
from app.domain.jobs.outcomes import Delivered, OutcomeUnknown, SubmitOutcome
from app.domain.ports import Stopwatch
from app.domain.storage.media import verified
from app.domain.storage.model import StoredObject
from app.domain.storage.ports import MediaRefused, MediaSource, Storage

_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPicture:
    """A picture in the store; `width` and `height` in pixels."""

    stored: StoredObject
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What a paid answer brought: a picture that is kept, or else the address to fetch it from."""

    kept: KeptPicture | None = None
    url: str | None = None
    revised_prompt: str | None = None

    @classmethod
    def of(cls, checkpoint: Mapping[str, Any]) -> Self:
        """What a job's checkpoint says was bought."""
        kept = checkpoint.get("kept")
        return cls(
            kept=kept and KeptPicture(**{**kept, "stored": StoredObject(**kept["stored"])}),
            url=checkpoint.get("url"),
            revised_prompt=checkpoint.get("revised_prompt"),
        )

    def checkpoint(self) -> dict[str, Any]:
        """The same as JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagePurchase:
    """Buys pictures and brings them home. Times in seconds.

    A store that fails while it is handed a picture that was paid for is tried again every
    `retry_delay` until `patience` is over; a paid call lasts that much longer.
    """

    provider: ImageProvider
    storage: Storage
    media: MediaSource
    inspect: PictureInspector
    pause: Callable[[float], Awaitable[None]]
    stopwatch: Stopwatch
    patience: float
    retry_delay: float

    async def buy(self, order: ImageOrder, image_id: UUID) -> SubmitOutcome:
        """The paid call of one picture, made once; Delivered brings a `Bought`.

        OutcomeUnknown also where the picture came and could not be stored.
        """
        outcome = await self.provider.generate(order)
        if not isinstance(outcome, Painted):
            return outcome
        revised = outcome.revised_prompt
        if isinstance(outcome.picture, str):
            bought = Bought(url=outcome.picture, revised_prompt=revised)
            return Delivered(brought=bought.checkpoint())
        try:
            kept = await self._keep_paid(outcome.picture, image_id)
        except StorageFailure as error:
            return OutcomeUnknown(reason=f"the picture came and could not be stored: {error.key}")
        return Delivered(brought=Bought(kept=kept, revised_prompt=revised).checkpoint())

    async def fetch(self, url: str, image_id: UUID) -> KeptPicture:
        """Bring home the picture behind an address; may be repeated.

        Raises MediaUnavailable, MediaRefused (also for what is no picture) and StorageFailure.
        """
        async with self.media.fetch(url) as download:
            file = await verified(download.chunks, *PICTURE_KINDS)
            content = bytearray()
            async for chunk in file.chunks:
                content += chunk
                if len(content) > LARGEST_PICTURE:
                    raise MediaRefused("it is too large")
        whole = bytes(content)
        return await self._keep(Picture(content=whole, facts=await self.inspect(whole)), image_id)

    async def _keep_paid(self, picture: Picture, image_id: UUID) -> KeptPicture:
        started = self.stopwatch()
        while True:
            try:
                return await self._keep(picture, image_id)
            except StorageFailure as error:
                waited = self.stopwatch() - started
                if not error.retryable or waited + self.retry_delay > self.patience:
                    raise
            await self.pause(self.retry_delay)

    async def _keep(self, picture: Picture, image_id: UUID) -> KeptPicture:
        facts = picture.facts
        key = image_key(image_id, facts.kind)
        pieces = _pieces(picture.content)
        stored = await self.storage.put(key, pieces, facts.kind.content_type)
        return KeptPicture(stored=stored, width=facts.width, height=facts.height)


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), _PIECE):
        yield content[start : start + _PIECE]
