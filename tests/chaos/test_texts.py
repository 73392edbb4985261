"""Workers that die while a model writes: it is asked once, and no picture is bought unseen."""

from __future__ import annotations

import signal
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap import Studio
from app.domain.errors import ErrorCode
from app.domain.images.model import EnhanceMode, ImageRequest
from app.domain.jobs.model import JobStage, JobStatus
from app.domain.templates.generation import Overrides
from app.domain.writing.model import TextWish
from app.infra.settings import Settings
from app.rows.images import ImageRow
from app.rows.jobs import JobRow, TextDraftRow
from tests.api.images import ORDERS
from tests.api.texts import CHAT, OPENAI_CHAT
from tests.chaos.orders import Customer, until
from tests.chaos.processes import worker
from tests.chaos.test_stems import over
from tests.infra.jobs.rows import somebody
from tests.studio import Mock, working

INTERNAL, EXTERNAL = "llama3.2:3b", "gpt-4.1-mini"


@pytest.fixture
async def customer(heirs_studio: Studio) -> Customer:
    return Customer(heirs_studio, await somebody())


async def kill_in_the_middle(job_id: UUID, victim: Settings, folder: Path) -> None:
    """SIGKILL of a worker that has kept a draft of the text."""

    async def half_written() -> bool:
        return await TextDraftRow.filter(job_id=job_id, seq__gt=0).exists()

    async with worker(victim, folder) as process:
        await until(half_written)
        process.signal(signal.SIGKILL)
        await process.status()
    assert (await JobRow.get(id=job_id)).stage is JobStage.WRITING


@pytest.mark.parametrize(
    ("model", "path", "code"),
    [
        (INTERNAL, CHAT, ErrorCode.INTERRUPTED),
        (EXTERNAL, OPENAI_CHAT, ErrorCode.OUTCOME_UNKNOWN),
    ],
)
async def test_the_text_of_a_killed_worker_is_not_asked_for_again(
    customer: Customer,
    victim: Settings,
    heirs_studio: Studio,
    mock: Mock,
    tmp_path: Path,
    model: str,
    path: str,
    code: ErrorCode,
) -> None:
    await mock.steer(tokenDelay=5)
    wish = TextWish(
        category="lyrics",
        action="generate",
        input="400t about the sea",
        overrides=Overrides(model=model),
    )
    job = await heirs_studio.services.writing.generate(customer.user_id, wish)
    await kill_in_the_middle(job.id, victim, tmp_path)

    async with working(heirs_studio):
        row = await over(job.id)

    assert (row.status, row.error["code"], row.text) == (JobStatus.FAILED, code, None)
    assert len(await mock.requests(path)) == 1
    assert await TextDraftRow.all().count() == 0


async def test_a_picture_whose_words_were_being_found_gets_them_from_the_next_worker(
    customer: Customer, victim: Settings, heirs_studio: Studio, mock: Mock, tmp_path: Path
) -> None:
    await mock.steer(tokenDelay=5)
    request = ImageRequest(prompt="a cat 400t", title="Mine", enhance=EnhanceMode.FAST)
    job = await heirs_studio.services.images.generate(customer.user_id, request)
    await kill_in_the_middle(job.id, victim, tmp_path)
    assert await mock.requests(ORDERS) == []

    await mock.steer(tokenDelay=0)
    async with working(heirs_studio):
        row = await over(job.id)

    assert row.status is JobStatus.SUCCEEDED
    image = await ImageRow.get(id=row.image_id)
    assert image.user_prompt == "a cat 400t" != image.prompt
    [order] = await mock.requests(ORDERS)
    assert order["body"]["prompt"] == image.prompt
    assert len(await mock.requests(CHAT)) == 2
