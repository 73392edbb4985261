"""Workers that die or are stopped while a picture is painted: it is paid for once."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from app.bootstrap import Studio
from app.domain.errors import ErrorCode
from app.domain.images.model import ImageRequest
from app.domain.jobs.model import JobStage, JobStatus
from app.infra.embedded.ports import free_port
from app.infra.settings import Settings
from app.rows.images import ImageRow
from app.rows.jobs import JobRow
from tests.api.images import generate
from tests.chaos.gate import Gate
from tests.chaos.orders import Customer, until
from tests.chaos.processes import GENEROUS, api, worker
from tests.chaos.test_servers_away import registered
from tests.chaos.test_stems import over
from tests.infra.jobs.rows import somebody
from tests.studio import Mock, working

ORDERS = "/v1/images/generations"
ORDER = b"POST /v1/images/generations"
PICTURE = b"GET /pictures/"
GPT, DALL_E = "gpt-image-2.5-flare", "dall-e-3"


@pytest.fixture
def victim(victim: Settings, gate: Gate) -> Settings:
    return victim.model_copy(update={"openai_base_url": f"{gate.url}/v1", "openai_timeout": 60})


@pytest.fixture
def heir(victim: Settings) -> Settings:
    """Settings of who takes over: soon done with waiting for what nobody knows."""
    return victim.model_copy(update={"openai_timeout": 0.5})


@pytest.fixture
async def customer(heirs_studio: Studio) -> Customer:
    return Customer(heirs_studio, await somebody())


async def order(customer: Customer, model: str) -> UUID:
    request = ImageRequest(prompt="a cat, 0s", model=model)
    return (await customer.studio.services.images.generate(customer.user_id, request)).id


async def paid(mock: Mock) -> int:
    return len([each for each in await mock.requests(ORDERS) if each["accepted"]])


async def was_accepted(mock: Mock) -> bool:
    return bool(await paid(mock))


async def files(studio: Studio) -> list[str]:
    return [each.key async for each in studio.storage.list_objects("images/")]


@pytest.mark.parametrize("model", [GPT, DALL_E])
async def test_the_call_of_a_killed_worker_is_never_made_again(
    customer: Customer,
    victim: Settings,
    heirs_studio: Studio,
    mock: Mock,
    gate: Gate,
    tmp_path: Path,
    model: str,
) -> None:
    gate.held.add(ORDER)
    job_id = await order(customer, model)
    async with worker(victim, tmp_path) as process:
        await until(lambda: was_accepted(mock))
        process.signal(signal.SIGKILL)
        await process.status()
    gate.opened.set()

    async with working(heirs_studio):
        row = await over(job_id)

    assert (row.status, row.error["code"]) == (JobStatus.FAILED, ErrorCode.OUTCOME_UNKNOWN)
    assert await paid(mock) == len(await mock.requests(ORDERS)) == 1
    assert await ImageRow.filter(user_id=customer.user_id).count() == 0


async def test_a_picture_that_a_killed_worker_was_fetching_is_fetched_by_the_next(
    customer: Customer,
    victim: Settings,
    heirs_studio: Studio,
    mock: Mock,
    gate: Gate,
    tmp_path: Path,
) -> None:
    gate.held.add(PICTURE)
    job_id = await order(customer, DALL_E)
    async with worker(victim, tmp_path) as process:
        await customer.comes_to(job_id, JobStage.STORING)
        process.signal(signal.SIGKILL)
        await process.status()
    gate.opened.set()

    async with working(heirs_studio):
        row = await over(job_id)

    assert row.status is JobStatus.SUCCEEDED
    image = await ImageRow.get(id=row.image_id)
    assert image.user_id == customer.user_id
    assert await paid(mock) == len(await mock.requests(ORDERS)) == 1


async def test_a_picture_that_was_stored_before_its_worker_died_is_kept_by_the_next(
    customer: Customer,
    victim: Settings,
    heirs_studio: Studio,
    mock: Mock,
    tmp_path: Path,
) -> None:
    """Killed at the first moment at which the bytes are there and the row is not."""
    job_id = await order(customer, GPT)
    async with worker(victim, tmp_path) as process:
        await customer.comes_to(job_id, JobStage.STORING, JobStage.DONE)
        process.signal(signal.SIGKILL)
        await process.status()

    async with working(heirs_studio):
        row = await over(job_id)

    assert row.status is JobStatus.SUCCEEDED
    image = await ImageRow.get(id=row.image_id)
    assert {image.key, image.small_key, image.large_key} <= set(await files(heirs_studio))
    assert await paid(mock) == len(await mock.requests(ORDERS)) == 1


async def test_a_stopped_worker_stays_until_its_picture_is_painted(
    customer: Customer,
    victim: Settings,
    heirs_studio: Studio,
    mock: Mock,
    gate: Gate,
    tmp_path: Path,
) -> None:
    gate.held.add(ORDER)
    job_id = await order(customer, GPT)
    async with worker(victim, tmp_path) as process:
        await until(lambda: was_accepted(mock))
        process.signal(signal.SIGTERM)
        await process.says("the worker drains")
        assert process.alive
        gate.opened.set()
        assert await process.status() == 0

    assert (await JobRow.get(id=job_id)).stage is JobStage.STORING
    async with working(heirs_studio):
        assert (await over(job_id)).status is JobStatus.SUCCEEDED
    assert await paid(mock) == len(await mock.requests(ORDERS)) == 1


async def test_who_waits_for_a_picture_is_answered_before_the_api_stops(
    victim: Settings, mock: Mock, tmp_path: Path
) -> None:
    port = free_port("127.0.0.1", 0, may_move=False)
    settings = victim.model_copy(update={"port": port})
    async with (
        api(settings, tmp_path) as process,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=GENEROUS) as client,
    ):
        eve = await registered(client)
        waits = asyncio.create_task(generate(eve))
        await until(JobRow.all().exists)
        process.signal(signal.SIGTERM)
        answer = await waits
        await process.status()

    assert (answer["image"], answer["userErrors"]) == (None, [])
    assert answer["job"]["status"] == "QUEUED"
    assert await mock.requests(ORDERS) == []
