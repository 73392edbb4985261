from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.changes import UNSET
from app.domain.errors import InvalidInput
from app.domain.jobs.model import JobStatus
from app.domain.sketches.model import SketchTexts, new_sketch
from app.domain.songs.model import (
    Song,
    SongChanges,
    SongForm,
    SongRequest,
    SongRules,
    SongStatus,
    SongUpdate,
    SongWorkflow,
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
    texts = SketchTexts(prompt="folk", title="T" * 60, lyrics="la")
    sketch = new_sketch(texts, sketch_id=uuid4(), user_id=uuid4(), now=NOW)

    filled = SongForm.of(SongRequest(lyrics=" my own "), sketch, RULES)

    assert (filled.prompt, filled.lyrics, filled.title) == ("folk", "my own", "T" * 60)
    assert (filled.model, filled.choices) == ("auto", 2)


def test_a_blank_title_is_none_although_the_sketch_has_one() -> None:
    texts = SketchTexts(prompt="folk", title="Harbour", lyrics="la")
    sketch = new_sketch(texts, sketch_id=uuid4(), user_id=uuid4(), now=NOW)

    assert SongForm.of(SongRequest(title=" "), sketch, RULES).title is None
    with pytest.raises(InvalidInput) as refused:
        SongForm.of(SongRequest(title=" ", instrumental=True), sketch, RULES)
    assert [problem.path for problem in refused.value.problems] == [("title",)]


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


@pytest.mark.parametrize("status", list(SongStatus))
def test_a_refresh_keeps_the_status_and_what_a_person_changes(status: SongStatus) -> None:
    song = a_song(status)

    refreshed = song.refreshed("succeeded", {"id": "1"}, NOW)

    assert (refreshed.status, refreshed.version, refreshed.completed_at) == (status, 1, None)
    assert (refreshed.provider_status, refreshed.provider_answer) == ("succeeded", {"id": "1"})
    assert refreshed.updated_at == NOW


def test_a_refresh_without_news_changes_nothing() -> None:
    song = a_song(SongStatus.SUCCESS).refreshed("succeeded", {"id": "1"}, NOW)

    assert song.refreshed("succeeded", {"id": "1"}, NOW) is song
    assert song.refreshed("succeeded", None, NOW) is song
    assert song.refreshed("running", None, NOW).provider_answer == {"id": "1"}


def test_changes_say_what_is_left_alone_and_what_is_cleared() -> None:
    checked = SongChanges(title=" \t", tags=" a ").checked()

    assert (checked.title, checked.tags, checked.workflow) == (None, "a", UNSET)
    assert SongChanges(workflow=None).checked() == SongChanges(workflow=None)
    with pytest.raises(InvalidInput, match=r"input\.empty"):
        SongChanges().checked()


@given(
    title=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=500),
    tags=st.none() | st.text(st.sampled_from("a ,\n😀é"), max_size=1000),
    workflow=st.none() | st.sampled_from(SongWorkflow),
)
def test_checking_changes_twice_is_checking_them_once(
    title: str, tags: str | None, workflow: SongWorkflow | None
) -> None:
    checked = SongChanges(title=title, tags=tags, workflow=workflow).checked()

    assert checked.checked() == checked
    assert checked.title == (title.strip() or None)


def test_every_problem_of_changes_is_told_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        SongChanges(title="x" * 501, tags="x" * 1001).checked()

    assert [problem.path for problem in refused.value.problems] == [("title",), ("tags",)]
