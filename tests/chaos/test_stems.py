"""Workers that die or are stopped while a recording is taken apart: it is paid for once."""

from __future__ import annotations

import signal
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap import Studio
from app.domain.errors import ErrorCode
from app.domain.jobs.model import JobStage, JobStatus
from app.infra.settings import Settings
from app.rows.jobs import JobRow
from app.rows.songs import ChoiceRow
from tests.chaos.gate import MEDIA, Gate
from tests.chaos.orders import Customer, until
from tests.chaos.processes import worker
from tests.infra.jobs.rows import somebody
from tests.studio import Mock, working

STEM = b"POST /v1/song/stem"


@pytest.fixture
async def customer(heirs_studio: Studio) -> Customer:
    return Customer(heirs_studio, await somebody())


@pytest.fixture
async def choice_id(customer: Customer, heirs_studio: Studio) -> UUID:
    """A recording to be taken apart."""
    async with working(heirs_studio):
        [status] = await customer.ended(await customer.order("la la la", seconds=1))
    assert status is JobStatus.SUCCEEDED
    return (await ChoiceRow.get()).id


@pytest.fixture
def patient(victim: Settings) -> Settings:
    return victim.model_copy(update={"mureka_stem_timeout": 60})


@pytest.fixture
async def job_id(customer: Customer, choice_id: UUID) -> UUID:
    job = await customer.studio.services.stems.generate(customer.user_id, choice_id, None)
    return job.id


async def was_accepted(mock: Mock) -> bool:
    return any(each["accepted"] for each in await mock.requests("/v1/song/stem"))


async def over(job_id: UUID) -> JobRow:
    async def there() -> bool:
        row = await JobRow.get(id=job_id)
        return row.status.terminal and row.next_at is None

    await until(there)
    return await JobRow.get(id=job_id)


async def test_the_call_of_a_killed_worker_is_never_made_again(
    job_id: UUID, patient: Settings, heirs_studio: Studio, mock: Mock, gate: Gate, tmp_path: Path
) -> None:
    gate.held.add(STEM)
    async with worker(patient, tmp_path) as process:
        await until(lambda: was_accepted(mock))
        process.signal(signal.SIGKILL)
        await process.status()
    gate.opened.set()

    async with working(heirs_studio):
        row = await over(job_id)

    assert (row.status, row.error["code"]) == (JobStatus.FAILED, ErrorCode.OUTCOME_UNKNOWN)
    assert len(await mock.requests("/v1/song/stem")) == 1


async def test_stems_that_a_killed_worker_was_storing_are_stored_by_the_next(
    customer: Customer,
    job_id: UUID,
    patient: Settings,
    heirs_studio: Studio,
    mock: Mock,
    gate: Gate,
    tmp_path: Path,
) -> None:
    gate.held.add(MEDIA)
    async with worker(patient, tmp_path) as process:
        await customer.comes_to(job_id, JobStage.STORING)
        process.signal(signal.SIGKILL)
        await process.status()
    gate.opened.set()

    async with working(heirs_studio):
        row = await over(job_id)

    assert row.status is JobStatus.SUCCEEDED
    assert (await ChoiceRow.get()).stem_key
    assert len(await mock.requests("/v1/song/stem")) == 1


async def test_a_stopped_worker_stays_until_its_recording_is_taken_apart(
    job_id: UUID, patient: Settings, heirs_studio: Studio, mock: Mock, gate: Gate, tmp_path: Path
) -> None:
    gate.held.add(STEM)
    async with worker(patient, tmp_path) as process:
        await until(lambda: was_accepted(mock))
        process.signal(signal.SIGTERM)
        await process.says("the worker drains")
        assert process.alive
        gate.opened.set()
        assert await process.status() == 0

    assert (await JobRow.get(id=job_id)).stage is JobStage.STORING
    async with working(heirs_studio):
        assert (await over(job_id)).status is JobStatus.SUCCEEDED
    assert len(await mock.requests("/v1/song/stem")) == 1
