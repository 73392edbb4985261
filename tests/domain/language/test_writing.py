from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from app.domain.errors import ErrorCode
from app.domain.jobs.ports import Claim, LeaseLostError
from app.domain.language.model import (
    Delivery,
    Ending,
    ModelFailedError,
    Piece,
    Role,
    TextOrder,
    Turn,
)
from app.domain.language.ports import DraftState
from app.domain.language.writing import Fate, TextWriting, Written
from tests.fakes.jobs import FakeJobQueue, a_job
from tests.fakes.language import FakeDrafts, FakeModel, FakeWriter

ORDER = TextOrder(model="m", turns=(Turn(role=Role.USER, content="Hello"),))
BROKEN = ModelFailedError(ErrorCode.PROVIDER_ERROR, "it fell over", Delivery.UNKNOWN)


@pytest.fixture
def claim() -> Claim:
    return FakeJobQueue().put(a_job())


async def written(
    claim: Claim, model: FakeModel, writer: FakeWriter, drafts: FakeDrafts | None = None
) -> Written:
    writing = TextWriting(drafts=drafts or FakeDrafts(), keep_every=0.001)
    async with asyncio.timeout(5):
        return await writing.write(claim, model, ORDER, writer)


async def until(condition: object) -> None:
    async with asyncio.timeout(5):
        while not condition():  # type: ignore[operator] # a callable
            await asyncio.sleep(0.001)


async def test_every_piece_is_numbered_and_handed_on_at_once(claim: Claim) -> None:
    model, writer = FakeModel([["Hel", "lo", "."]]), FakeWriter()
    result = await written(claim, model, writer)
    assert writer.pieces == [(1, "Hel"), (2, "lo"), (3, ".")]
    assert (result.fate, result.text, result.pieces) == (Fate.COMPLETE, "Hello.", 3)
    assert result.ending == model.ending
    assert model.closed == 1


async def test_a_model_that_fails_leaves_what_it_has_said(claim: Claim) -> None:
    class Failing(FakeModel):
        async def stream(self, order: TextOrder) -> AsyncGenerator[Piece | Ending, None]:
            yield Piece(text="Hel")
            raise BROKEN

    result = await written(claim, Failing(), FakeWriter())
    assert (result.fate, result.text, result.error) == (Fate.FAILED, "Hel", BROKEN)


async def test_a_hint_stops_it_and_the_provider_is_told(claim: Claim) -> None:
    model, writer = FakeModel([["Hel", "lo"]], held=asyncio.Event()), FakeWriter()
    writing = asyncio.create_task(written(claim, model, writer))
    await until(lambda: len(writer.pieces) == 2)
    writer.stop.set()
    result = await writing
    assert (result.fate, result.text, result.ending) == (Fate.STOPPED, "Hello", None)
    assert model.closed == 1


async def test_without_a_hint_the_wish_to_stop_is_found_with_the_draft(claim: Claim) -> None:
    drafts = FakeDrafts()
    model, writer = FakeModel([["Hel", "lo"]], held=asyncio.Event()), FakeWriter()
    writing = asyncio.create_task(written(claim, model, writer, drafts))
    await until(lambda: claim.job.id in drafts.kept)
    await drafts.request_stop(claim.job.id)
    assert (await writing).fate is Fate.STOPPED


async def test_what_has_come_is_kept_while_it_is_written(claim: Claim) -> None:
    drafts, held = FakeDrafts(), asyncio.Event()
    model, writer = FakeModel([["Hel", "lo"]], held=held), FakeWriter()
    writing = asyncio.create_task(written(claim, model, writer, drafts))
    await until(lambda: drafts.kept.get(claim.job.id, None) is not None)
    await until(lambda: drafts.kept[claim.job.id].seq == 2)
    assert drafts.kept[claim.job.id].text == "Hello"
    held.set()
    assert (await writing).fate is Fate.COMPLETE


async def test_a_job_that_is_somebody_elses_is_left_alone(claim: Claim) -> None:
    @dataclass
    class Lost(FakeDrafts):
        asked: list[UUID] = field(default_factory=list)

        async def keep(self, job_id: UUID, lease: UUID, seq: int, text: str) -> DraftState | None:
            self.asked.append(lease)
            raise LeaseLostError

    drafts = Lost()
    model = FakeModel([["Hello"]], held=asyncio.Event())
    result = await written(claim, model, FakeWriter(), drafts)
    assert (result.fate, result.text) == (Fate.LOST, "Hello")
    assert drafts.asked == [claim.lease]
    assert model.closed == 1


async def test_a_database_that_is_away_does_not_end_it(claim: Claim) -> None:
    drafts, held = FakeDrafts(away=True), asyncio.Event()
    model, writer = FakeModel([["Hello"]], held=held), FakeWriter()
    writing = asyncio.create_task(written(claim, model, writer, drafts))
    await until(lambda: writer.pieces)
    await asyncio.sleep(0.01)
    held.set()
    assert (await writing).fate is Fate.COMPLETE


async def test_who_is_cancelled_lets_go_of_the_provider(claim: Claim) -> None:
    model, writer = FakeModel([["Hello"]], held=asyncio.Event()), FakeWriter()
    writing = asyncio.create_task(written(claim, model, writer))
    await until(lambda: writer.pieces)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert model.closed == 1


async def test_a_mistake_of_ours_is_not_hidden(claim: Claim) -> None:
    class Wrong(FakeModel):
        async def stream(self, order: TextOrder) -> AsyncGenerator[Piece | Ending, None]:
            yield Piece(text=str(uuid4()))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await written(claim, Wrong(), FakeWriter())
