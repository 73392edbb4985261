"""What becomes of a picture's files, however its job ends."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.domain.errors import ErrorCode
from app.domain.images.gallery import Image, ImageChanges
from app.domain.images.generation import LONGEST_STORING, ImageGeneration
from app.domain.images.improving import ImageImproving
from app.domain.images.model import ImageForm, ImageRequest, ImageRules, image_prefix
from app.domain.images.provider import Painted, Picture
from app.domain.images.purchase import ImagePurchase
from app.domain.images.styles import ImageStyles, Lighting
from app.domain.images.thumbnails import Thumbnails
from app.domain.images.wish import Wish
from app.domain.jobs.model import JobError, JobKind, JobStage, JobStatus
from app.domain.jobs.paid import PaidCall
from app.domain.jobs.ports import Claim, LeaseLostError
from app.domain.jobs.retries import Patience
from app.domain.storage.model import StoredObject
from app.domain.storage.ports import MediaRefused
from app.infra.storage.filesystem import FilesystemStorage
from tests.domain.images.test_purchase import FACTS, PNG, URL, FakeMedia, FakePainter, looks
from tests.domain.jobs.test_paid_call import POLICY
from tests.domain.writing.things import asking
from tests.fakes.jobs import FakeJobQueue, FakeWakeups, FrozenClock, a_job, at_once
from tests.fakes.language import FakeDrafts, FakeModel

IMAGE_ID = uuid4()
RULES = ImageRules(model="m", models=("m",))
PICTURE = Picture(content=PNG, facts=FACTS)


@dataclass
class FakeImages:
    added: list[Image] = field(default_factory=list)

    async def add(self, image: Image) -> None:
        self.added.append(image)

    async def get(self, image_id: UUID, *, user_id: UUID) -> Image | None:
        return None

    async def alike(self, user_id: UUID, prompt_hash: str, *, most: int) -> Sequence[UUID]:
        return []

    async def change(self, image: Image, changes: ImageChanges, at: datetime) -> bool:
        return False

    async def remove(self, image_id: UUID, *, user_id: UUID, keep_files: bool) -> bool:
        return False


@dataclass
class FakeCatalog:
    added: list[StoredObject] = field(default_factory=list)

    async def add(self, objects: Sequence[StoredObject]) -> None:
        self.added += objects


@dataclass
class FakeDoom:
    doomed: dict[str, datetime] = field(default_factory=dict)

    async def add(self, prefix: str, remove_until: datetime) -> None:
        self.doomed[prefix] = remove_until


@dataclass
class FakeScaler:
    failure: Exception | None = None

    async def __call__(self, content: bytes, edges: Sequence[int]) -> Sequence[bytes]:
        assert content == PNG
        if self.failure:
            raise self.failure
        return [b"webp" for _ in edges]


class Studio:
    """A generation over a folder, with everything else in memory."""

    def __init__(self, folder: Path, picture: Picture | str = PICTURE) -> None:
        self.clock = FrozenClock()
        self.queue = FakeJobQueue(self.clock)
        self.images, self.catalog, self.doom = FakeImages(), FakeCatalog(), FakeDoom()
        self.storage = FilesystemStorage(folder)
        self.painter = FakePainter(Painted(picture=picture, revised_prompt="A cat 🐈"))
        self.scaler = FakeScaler()
        self.handler = ImageGeneration(
            queue=self.queue,
            images=self.images,
            improving=ImageImproving(
                queue=self.queue, asking=asking(FakeModel()), drafts=FakeDrafts(), durably=at_once
            ),
            purchase=ImagePurchase(
                provider=self.painter,
                storage=self.storage,
                media=FakeMedia(),
                inspect=looks,
                pause=asyncio.sleep,
                stopwatch=lambda: 0.0,
                patience=0,
                retry_delay=0,
            ),
            paid=PaidCall(self.queue, at_once, lambda: 0.0, POLICY),
            thumbnails=Thumbnails(self.storage, self.scaler),
            catalog=self.catalog,
            doomed=self.doom,
            storage=self.storage,
            wakeups=FakeWakeups(),
            durably=at_once,
            clock=self.clock,
            patience=Patience(tries=3, delay=5),
        )

    def ordered(self, **changes: Any) -> Claim:
        form = ImageForm.of(ImageRequest(prompt="a cat", title="t", tags="a, b"), RULES)
        request = Wish(image_id=IMAGE_ID, form=form).request()
        return self.queue.put(a_job(kind=JobKind.IMAGE, request=request, **changes))

    async def step(self, claim: Claim) -> Claim:
        """One step; the same job, claimed again."""
        await self.handler.step(claim)
        return self.queue.again(claim.job.id)

    async def files(self) -> int:
        return len([each async for each in self.storage.list_objects(image_prefix(IMAGE_ID))])


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path)


def test_what_a_job_is_asked_for_survives_being_kept_as_json() -> None:
    styles = ImageStyles(lighting=Lighting.NIGHT)
    form = ImageForm.of(ImageRequest(prompt="ü 🐈", styles=styles), RULES)
    wish = Wish(image_id=IMAGE_ID, form=form)
    assert Wish.of(wish.request()) == wish


@pytest.mark.parametrize("picture", [PICTURE, URL])
async def test_a_row_comes_with_all_its_files(tmp_path: Path, picture: Picture | str) -> None:
    studio = Studio(tmp_path, picture)
    claim = await studio.step(studio.ordered())
    assert (claim.job.stage, studio.images.added) == (JobStage.STORING, [])
    done = (await studio.step(claim)).job

    assert (done.status, done.image_id) == (JobStatus.SUCCEEDED, IMAGE_ID)
    [image] = studio.images.added
    assert (image.id, image.user_id, image.title, image.tags) == (
        IMAGE_ID, done.user_id, "t", "a, b",
    )  # fmt: skip
    assert (image.width, image.height, image.revised_prompt) == (1024, 768, "A cat 🐈")
    keys = [image.key, image.small_key, image.large_key]
    assert [each.key for each in studio.catalog.added] == keys
    assert await studio.files() == 3
    assert (len(studio.painter.orders), studio.doom.doomed) == (1, {})


async def test_a_picture_whose_worker_died_before_its_answer_was_kept_is_not_paid_again(
    studio: Studio,
) -> None:
    claim = studio.ordered(
        stage=JobStage.SUBMITTING, status=JobStatus.RUNNING, submit_token=uuid4()
    )
    await studio.handler.purchase.buy(Wish.of(claim.job.request).order, IMAGE_ID)
    assert await studio.files() == 1

    claim = await studio.step(claim)
    assert (claim.job.stage, await studio.files()) == (JobStage.OUTCOME_UNKNOWN, 1)
    job = (await studio.step(claim)).job

    assert job.error is not None
    assert (job.status, job.error.code) == (JobStatus.FAILED, ErrorCode.OUTCOME_UNKNOWN)
    assert len(studio.painter.orders) == 1
    until = studio.clock.now() + LONGEST_STORING
    assert studio.doom.doomed == {image_prefix(IMAGE_ID): until}
    assert await studio.files() == 0


async def test_a_picture_that_cannot_be_decoded_fails_for_good(studio: Studio) -> None:
    studio.scaler.failure = MediaRefused("it is damaged")
    job = (await studio.step(await studio.step(studio.ordered()))).job
    assert job.error is not None
    assert (job.status, job.error.code) == (JobStatus.FAILED, ErrorCode.PROVIDER_ERROR)
    assert (await studio.files(), studio.images.added) == (0, [])
    assert list(studio.doom.doomed) == [image_prefix(IMAGE_ID)]


async def test_who_comes_too_late_removes_the_files_of_a_cancelled_job(studio: Studio) -> None:
    claim = await studio.step(studio.ordered())
    await studio.queue.cancel(claim.job)
    with pytest.raises(LeaseLostError):
        await studio.handler.step(claim)
    assert await studio.files() == 0


async def test_who_comes_too_late_leaves_the_files_of_a_finished_job(studio: Studio) -> None:
    slow = await studio.step(studio.ordered())
    await studio.step(studio.queue.again(slow.job.id))
    with pytest.raises(LeaseLostError):
        await studio.handler.step(slow)
    assert await studio.files() == 3


async def test_a_job_that_is_cancelled_while_it_is_paid_leaves_no_file(studio: Studio) -> None:
    class Impatient(FakePainter):
        async def generate(self, order: Any) -> Any:
            job = await studio.queue.cancel(studio.queue.kept[claim.job.id].job)
            await studio.handler.cancelled(job)
            return await super().generate(order)

    painter = Impatient(studio.painter.outcome)
    purchase = replace(studio.handler.purchase, provider=painter)
    studio.handler = replace(studio.handler, purchase=purchase)
    claim = studio.ordered()
    job = (await studio.step(claim)).job
    assert job.status is JobStatus.CANCELLED
    assert await studio.files() == 0
    assert list(studio.doom.doomed) == [image_prefix(IMAGE_ID)]


async def test_what_was_never_submitted_dooms_nothing(studio: Studio) -> None:
    claim = studio.ordered()
    await studio.handler.cancelled(await studio.queue.cancel(claim.job))
    assert studio.doom.doomed == {}


async def test_a_job_that_keeps_breaking_is_given_up(studio: Studio) -> None:
    claim = await studio.step(studio.ordered())
    error = JobError(code=ErrorCode.INTERNAL, key="job.broken")
    await studio.handler.give_up(claim, error)
    assert studio.queue.kept[claim.job.id].job.error == error
    assert await studio.files() == 0
