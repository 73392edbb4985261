from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest

from app.domain.errors import ErrorCode, StorageFailure
from app.domain.images.model import image_key
from app.domain.images.provider import (
    LARGEST_PICTURE,
    ImageOrder,
    ImageOutcome,
    Painted,
    Picture,
    PictureFacts,
)
from app.domain.images.purchase import Bought, ImagePurchase, KeptPicture
from app.domain.jobs.outcomes import (
    Delivered,
    NotDelivered,
    OutcomeUnknown,
    RateLimitedByProvider,
    Refused,
)
from app.domain.storage.media import MediaKind
from app.domain.storage.model import StoredObject
from app.domain.storage.ports import Download, MediaRefused, MediaUnavailable
from app.infra.storage.filesystem import FilesystemStorage

IMAGE = UUID("018f0000-0000-7000-8000-000000000001")
ORDER = ImageOrder(prompt="a cat", model="gpt-image-1", size="1024x1024")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(3_000_000)
FACTS = PictureFacts(kind=MediaKind.PNG, width=1024, height=768)
URL = "https://pictures.example/1.png?sig=%F0"


@dataclass
class FakePainter:
    outcome: ImageOutcome
    orders: list[ImageOrder] = field(default_factory=list)

    async def generate(self, order: ImageOrder) -> ImageOutcome:
        self.orders.append(order)
        return self.outcome


@dataclass
class FakeMedia:
    content: bytes = PNG
    failure: Exception | None = None

    @asynccontextmanager
    async def fetch(self, url: str) -> AsyncIterator[Download]:
        if self.failure:
            raise self.failure
        yield Download(chunks=self._chunks(), byte_size=len(self.content))

    async def _chunks(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self.content), 65_536):
            yield self.content[start : start + 65_536]


class FailingStorage(FilesystemStorage):
    """Fails the first writes, before it reads a single byte."""

    def __init__(self, root: Path, *failures: StorageFailure) -> None:
        super().__init__(root)
        self.failures = [*failures]
        self.tries = 0

    async def put(self, key: str, chunks: AsyncIterator[bytes], content_type: str) -> StoredObject:
        self.tries += 1
        if self.failures:
            raise self.failures.pop(0)
        return await super().put(key, chunks, content_type)


@dataclass
class FakeTime:
    now: float = 0.0
    pauses: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


async def looks(content: bytes) -> PictureFacts:
    return FACTS


def a_purchase(
    storage: FilesystemStorage,
    outcome: ImageOutcome,
    *,
    media: FakeMedia | None = None,
    time: FakeTime | None = None,
) -> ImagePurchase:
    clock = time or FakeTime()
    return ImagePurchase(
        provider=FakePainter(outcome),
        storage=storage,
        media=media or FakeMedia(),
        inspect=looks,
        pause=clock.pause,
        stopwatch=clock,
        patience=10,
        retry_delay=3,
    )


def painted(picture: Picture | str) -> Painted:
    return Painted(picture=picture, revised_prompt="A cat: 🐈")


@pytest.fixture
def storage(tmp_path: Path) -> FailingStorage:
    return FailingStorage(tmp_path)


async def stored_bytes(storage: FilesystemStorage) -> bytes:
    return b"".join([piece async for piece in storage.open(image_key(IMAGE, MediaKind.PNG))])


async def test_a_picture_that_came_with_the_answer_is_stored_before_it_is_told(
    storage: FailingStorage,
) -> None:
    picture = Picture(content=PNG, facts=FACTS)
    outcome = await a_purchase(storage, painted(picture)).buy(ORDER, IMAGE)

    assert isinstance(outcome, Delivered)
    assert await stored_bytes(storage) == PNG
    bought = Bought.of(json.loads(json.dumps(outcome.brought)))
    assert bought.url is None
    assert bought.revised_prompt == "A cat: 🐈"
    assert bought.kept == KeptPicture(
        stored=StoredObject(
            key=f"images/{IMAGE}/original.png",
            byte_size=len(PNG),
            sha256=hashlib.sha256(PNG).hexdigest(),
            content_type="image/png",
            backend=storage.backend,
        ),
        width=1024,
        height=768,
    )


async def test_the_checkpoint_never_carries_the_bytes(storage: FailingStorage) -> None:
    picture = Picture(content=PNG, facts=FACTS)
    outcome = await a_purchase(storage, painted(picture)).buy(ORDER, IMAGE)
    assert isinstance(outcome, Delivered)
    assert len(json.dumps(outcome.brought)) < 1000


async def test_an_address_is_told_at_once_and_nothing_is_stored(storage: FailingStorage) -> None:
    outcome = await a_purchase(storage, painted(URL)).buy(ORDER, IMAGE)
    assert isinstance(outcome, Delivered)
    assert Bought.of(outcome.brought) == Bought(url=URL, revised_prompt="A cat: 🐈")
    assert storage.tries == 0


@pytest.mark.parametrize(
    "outcome",
    [
        NotDelivered(reason="no"),
        RateLimitedByProvider(retry_after=1, reason="slow"),
        Refused(code=ErrorCode.VALIDATION, reason="no"),
        OutcomeUnknown(reason="?"),
    ],
)
async def test_what_was_not_bought_is_passed_on(
    storage: FailingStorage, outcome: ImageOutcome
) -> None:
    purchase = a_purchase(storage, outcome)
    assert await purchase.buy(ORDER, IMAGE) is outcome
    assert storage.tries == 0


async def test_a_store_that_recovers_in_time_loses_nothing_and_nothing_is_ordered_again(
    storage: FailingStorage,
) -> None:
    storage.failures = [StorageFailure("storage.failed")] * 3
    time = FakeTime()
    purchase = a_purchase(storage, painted(Picture(content=PNG, facts=FACTS)), time=time)
    assert isinstance(await purchase.buy(ORDER, IMAGE), Delivered)
    assert await stored_bytes(storage) == PNG
    assert time.pauses == [3, 3, 3]
    assert isinstance(purchase.provider, FakePainter)
    assert purchase.provider.orders == [ORDER]


async def test_a_store_that_stays_away_leaves_the_outcome_unknown_never_unpaid(
    storage: FailingStorage,
) -> None:
    storage.failures = [StorageFailure("storage.failed")] * 100
    time = FakeTime()
    purchase = a_purchase(storage, painted(Picture(content=PNG, facts=FACTS)), time=time)
    outcome = await purchase.buy(ORDER, IMAGE)
    assert isinstance(outcome, OutcomeUnknown)
    assert "storage.failed" in outcome.reason
    assert time.now <= purchase.patience
    assert storage.tries == 4


async def test_an_address_is_brought_home_as_often_as_needed(storage: FailingStorage) -> None:
    purchase = a_purchase(storage, painted(URL))
    first, second = await purchase.fetch(URL, IMAGE), await purchase.fetch(URL, IMAGE)
    assert first == second
    assert first.stored.byte_size == len(PNG)
    assert (first.width, first.height) == (1024, 768)
    assert await stored_bytes(storage) == PNG


@pytest.mark.parametrize(
    ("content", "failure", "error"),
    [
        (b"<html>", None, MediaRefused),
        (b"ID3 is a song", None, MediaRefused),
        (PNG, MediaUnavailable("HTTP 503"), MediaUnavailable),
        (PNG, MediaRefused("its host is not on the public Internet"), MediaRefused),
    ],
)
async def test_what_cannot_be_brought_home_is_not_stored(
    storage: FailingStorage, content: bytes, failure: Exception | None, error: type[Exception]
) -> None:
    media = FakeMedia(content, failure)
    with pytest.raises(error):
        await a_purchase(storage, painted(URL), media=media).fetch(URL, IMAGE)
    assert storage.tries == 0


async def test_an_address_brings_no_more_than_the_largest_picture(storage: FailingStorage) -> None:
    head = PNG[:8]
    largest = FakeMedia(head + bytes(LARGEST_PICTURE - len(head)))
    kept = await a_purchase(storage, painted(URL), media=largest).fetch(URL, IMAGE)
    assert kept.stored.byte_size == LARGEST_PICTURE
    larger = FakeMedia(largest.content + b"\0")
    with pytest.raises(MediaRefused):
        await a_purchase(storage, painted(URL), media=larger).fetch(URL, IMAGE)
