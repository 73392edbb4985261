from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.domain.errors import InvalidInput
from app.domain.jobs.model import JobStatus
from app.domain.sketches.model import new_sketch
from app.domain.songs.model import (
    Song,
    SongForm,
    SongRequest,
    SongRules,
    SongStatus,
    SongUpdate,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)
RULES = SongRules(models=("auto", "m"), choices=2, longest_lyrics=100)


def a_song(status: SongStatus) -> Song:
    return Song(
        id=uuid4(),
        user_id=uuid4(),
        sketch_id=None,
        title=None,
        lyrics="la",
        prompt="folk",
        model="auto",
        is_instrumental=False,
        status=status,
        error=None,
        provider_status=None,
        provider_answer=None,
        version=1,
        created_at=NOW,
        updated_at=None,
        completed_at=None,
    )


@pytest.mark.parametrize("ended", [each for each in SongStatus if each.terminal])
@pytest.mark.parametrize("news", list(SongStatus))
def test_news_for_a_song_that_has_ended_changes_nothing(
    ended: SongStatus, news: SongStatus
) -> None:
    song = a_song(ended)

    assert song.after(SongUpdate(status=news, at=NOW, model="m")) is song


def test_stale_news_never_moves_a_song_backwards() -> None:
    song = a_song(SongStatus.PROGRESS)

    assert song.after(SongUpdate(status=SongStatus.PENDING, at=NOW)) is song


def test_progress_keeps_what_it_does_not_know_and_the_version() -> None:
    first = a_song(SongStatus.PENDING).after(
        SongUpdate(status=SongStatus.PROGRESS, at=NOW, model="m", provider_status="queued")
    )
    done = first.after(SongUpdate(status=SongStatus.SUCCESS, at=NOW))

    assert (done.model, done.provider_status, done.version) == ("m", "queued", 1)
    assert (first.completed_at, done.completed_at) == (None, NOW)


@pytest.mark.parametrize(
    ("job", "song"),
    [
        (JobStatus.QUEUED, SongStatus.PENDING),
        (JobStatus.RUNNING, SongStatus.PROGRESS),
        (JobStatus.WAITING, SongStatus.PROGRESS),
        (JobStatus.SUCCEEDED, SongStatus.SUCCESS),
        (JobStatus.FAILED, SongStatus.FAILURE),
        (JobStatus.CANCELLED, SongStatus.CANCELLED),
    ],
)
def test_a_song_stands_where_its_job_stands(job: JobStatus, song: SongStatus) -> None:
    assert SongStatus.of(job) is song


def test_a_wish_goes_before_its_sketch_and_the_sketch_fills_the_rest() -> None:
    sketch = new_sketch(
        sketch_id=uuid4(),
        user_id=uuid4(),
        prompt="folk",
        title="T" * 60,
        lyrics="la",
        tags=None,
        now=NOW,
    )

    filled = SongForm.of(SongRequest(lyrics=" my own "), sketch, RULES)

    assert (filled.prompt, filled.lyrics, filled.title) == ("folk", "my own", "T" * 60)
    assert (filled.model, filled.choices) == ("auto", 2)


def test_every_problem_of_a_wish_is_told_at_once() -> None:
    wish = SongRequest(prompt=" ", lyrics="x" * 101, title="x" * 51, model="n", choices=4)

    with pytest.raises(InvalidInput) as refused:
        SongForm.of(wish, None, RULES)

    assert [problem.path for problem in refused.value.problems] == [
        ("prompt",),
        ("lyrics",),
        ("title",),
        ("model",),
        ("choices",),
    ]


def test_the_hash_of_a_wish_leaves_its_key_out_and_nothing_else() -> None:
    wish = SongRequest(prompt="folk", idempotency_key="a")

    assert wish.payload_hash == SongRequest(prompt="folk", idempotency_key="b").payload_hash
    for other in (
        SongRequest(prompt="jazz"),
        SongRequest(prompt="folk", instrumental=True),
        SongRequest(prompt="folk", sketch_id=uuid4()),
        SongRequest(prompt="folk", choices=1),
    ):
        assert wish.payload_hash != other.payload_hash
