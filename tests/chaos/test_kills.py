"""Processes that die, freeze and are stopped: no song is lost, and none is bought twice."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from app.bootstrap import Studio
from app.domain.errors import ErrorCode
from app.domain.jobs.model import JobStage, JobStatus
from app.infra.settings import Settings
from app.rows.jobs import JobRow
from tests.chaos.gate import HELD, MEDIA, Gate
from tests.chaos.orders import Customer, bought, sent, until, was_accepted
from tests.chaos.processes import worker
from tests.infra.jobs.rows import somebody
from tests.studio import Mock, running_studio, working


@pytest.fixture
async def customer(heirs_studio: Studio) -> Customer:
    return Customer(heirs_studio, await somebody())


async def test_songs_at_every_stage_survive_the_death_of_their_worker(
    customer: Customer,
    victim: Settings,
    heirs_studio: Studio,
    mock: Mock,
    gate: Gate,
    tmp_path: Path,
) -> None:
    gate.held.add(MEDIA)
    async with worker(victim, tmp_path) as process:
        stored = await customer.order("storing")
        await customer.comes_to(stored, JobStage.STORING)
        submitted = await customer.order(f"submitting {HELD}")
        polled = [await customer.order(f"polling {n}", seconds=250) for n in range(2)]
        queued = await customer.order("queued")
        for job_id in polled:
            await customer.comes_to(job_id, JobStage.POLLING)
        await customer.comes_to(queued, JobStage.SLOT_WAIT)
        await until(lambda: was_accepted(mock, f"submitting {HELD}"))
        process.signal(signal.SIGKILL)
        await process.status()
    gate.opened.set()

    async with working(heirs_studio):
        statuses = await customer.ended(stored, *polled, queued, submitted)

    assert statuses == [JobStatus.SUCCEEDED] * 4 + [JobStatus.FAILED]
    assert (await JobRow.get(id=submitted)).error["code"] == ErrorCode.OUTCOME_UNKNOWN
    assert set((await sent(mock)).values()) == {1}
    assert len(await bought(mock)) == 5


async def test_the_late_answer_to_a_frozen_worker_heals_its_song(
    customer: Customer,
    victim: Settings,
    heirs_studio: Studio,
    mock: Mock,
    gate: Gate,
    tmp_path: Path,
) -> None:
    patient = heirs_studio.settings.model_copy(update={"mureka_timeout": 60})
    async with worker(victim, tmp_path) as process:
        job_id = await customer.order(HELD)
        await until(lambda: was_accepted(mock, HELD))
        process.signal(signal.SIGSTOP)
        async with running_studio(patient) as studio, working(studio):
            await customer.comes_to(job_id, JobStage.OUTCOME_UNKNOWN)
            gate.opened.set()
            process.signal(signal.SIGCONT)
            statuses = await customer.ended(job_id)

    assert statuses == [JobStatus.SUCCEEDED]
    stages = await customer.stages(job_id)
    assert stages.index(JobStage.OUTCOME_UNKNOWN) < stages.index(JobStage.GENERATION_STARTED)
    assert await sent(mock) == {HELD: 1}


async def test_an_answer_that_comes_too_late_changes_nothing(
    customer: Customer,
    victim: Settings,
    heirs_studio: Studio,
    mock: Mock,
    gate: Gate,
    tmp_path: Path,
) -> None:
    async with worker(victim, tmp_path) as process:
        job_id = await customer.order(HELD)
        await until(lambda: was_accepted(mock, HELD))
        process.signal(signal.SIGSTOP)
        async with working(heirs_studio):
            statuses = await customer.ended(job_id)
            gate.opened.set()
            process.signal(signal.SIGCONT)
            await process.says("the step came too late")

        assert statuses == await customer.ended(job_id) == [JobStatus.FAILED]

    assert (await JobRow.get(id=job_id)).error["code"] == ErrorCode.OUTCOME_UNKNOWN
    assert await sent(mock) == {HELD: 1}


async def test_competing_workers_buy_each_song_once_and_respect_the_slots(
    customer: Customer, victim: Settings, mock: Mock, tmp_path: Path
) -> None:
    async with worker(victim, tmp_path / "one"), worker(victim, tmp_path / "two"):
        orders = [customer.order(f"song {n}") for n in range(40)]
        statuses = await customer.ended(*await asyncio.gather(*orders))

    assert statuses == [JobStatus.SUCCEEDED] * 40
    assert await sent(mock) == {f"song {n}": 1 for n in range(40)}
    summary = (await mock.client.get("/_mock/summary")).json()
    assert 1 < summary["mureka"]["peakInFlight"] <= 3


async def test_a_stopped_worker_stays_until_its_paid_call_is_answered(
    customer: Customer,
    victim: Settings,
    heirs_studio: Studio,
    mock: Mock,
    gate: Gate,
    tmp_path: Path,
) -> None:
    async with worker(victim, tmp_path) as process:
        paying = await customer.order(HELD)
        polled = await customer.order("polling", seconds=100)
        await customer.comes_to(polled, JobStage.POLLING)
        await until(lambda: was_accepted(mock, HELD))
        process.signal(signal.SIGTERM)
        await process.says("the worker drains")
        async with working(heirs_studio):
            assert await customer.ended(polled) == [JobStatus.SUCCEEDED]
            assert (await JobRow.get(id=paying)).stage is JobStage.SUBMITTING
            assert process.alive
            gate.opened.set()
            assert await process.status() == 0
            assert await customer.ended(paying) == [JobStatus.SUCCEEDED]

    assert set((await sent(mock)).values()) == {1}
    assert JobStage.OUTCOME_UNKNOWN not in await customer.stages(paying)
