"""Readers hold the text that is kept, whatever they saw of its pieces."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest

from app.domain.jobs.model import Job, JobKind, JobStatus
from app.domain.language.ports import Snapshot, Token
from app.domain.writing.reading import TextFinished, TextReading
from tests.fakes.jobs import FakeJobQueue, a_job
from tests.fakes.language import FakeStreams

KEPT = "Harbour"
NOTHING = Snapshot(seq=0, text="")


@dataclass
class EndingStreams(FakeStreams):
    """Tells some pieces; then the job has ended, its text cleaned."""

    queue: FakeJobQueue = field(default_factory=FakeJobQueue)
    pieces: Sequence[Snapshot | Token] = ()

    async def follow(
        self, job_id: UUID, after_seq: int | None
    ) -> AsyncGenerator[Snapshot | Token, None]:
        for piece in self.pieces:
            yield piece
        kept = self.queue.kept[job_id]
        kept.job = replace(kept.job, status=JobStatus.SUCCEEDED, text=KEPT, text_seq=2)


def running() -> tuple[FakeJobQueue, Job]:
    queue = FakeJobQueue()
    return queue, queue.put(a_job(kind=JobKind.LYRIC_AI, status=JobStatus.RUNNING)).job


@pytest.mark.parametrize(
    ("after", "pieces", "corrected"),
    [
        (None, [NOTHING, Token(seq=1, text="Har"), Token(seq=2, text="bour")], False),
        (None, [NOTHING, Token(seq=1, text="“Har"), Token(seq=2, text="bour”")], True),
        (None, [Snapshot(seq=2, text=KEPT)], False),
        (0, [Token(seq=1, text="Har"), Token(seq=2, text="bour")], False),
        (1, [Token(seq=2, text="bour")], True),
        (2, [], True),
        (1, [Snapshot(seq=2, text=KEPT)], False),
    ],
)  # fmt: skip
async def test_a_last_snapshot_comes_unless_the_text_is_surely_there(
    after: int | None, pieces: list[Snapshot | Token], corrected: bool
) -> None:
    queue, job = running()
    reading = TextReading(queue=queue, streams=EndingStreams(queue=queue, pieces=pieces))
    events = [each async for each in await reading.follow(job.user_id, job.id, after)]
    finished = events.pop()
    assert isinstance(finished, TextFinished)
    assert finished.job.text == KEPT
    assert events == [*pieces, *([Snapshot(seq=2, text=KEPT)] if corrected else [])]
