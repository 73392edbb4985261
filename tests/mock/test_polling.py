from __future__ import annotations

from typing import Any

import pytest

from tests.mock.conftest import RunningMock

LYRICS = "[Intro]\n\n[Verse 1]\nfirst line\nsecond line\n\n**Chorus**\nla la la\n\nno label here"


async def statuses(mock: RunningMock, job_id: str, times: list[float], kind: str) -> list[str]:
    """The status at each number of seconds after the submit."""
    seen = []
    passed = 0.0
    for time in times:
        mock.clock.advance(time - passed)
        passed = time
        seen.append((await mock.query(job_id, kind)).json()["status"])
    return seen


async def test_a_song_is_prepared_queued_run_and_done_after_30_seconds(mock: RunningMock) -> None:
    job_id = (await mock.song("la la", prompt="pop")).json()["id"]
    assert await statuses(mock, job_id, [0, 4, 8, 29.9, 30, 500], "song") == [
        "preparing",
        "queued",
        "running",
        "running",
        "succeeded",
        "succeeded",
    ]


async def test_an_instrumental_takes_10_seconds(mock: RunningMock) -> None:
    job_id = (await mock.instrumental("calm")).json()["id"]
    assert await statuses(mock, job_id, [9.9, 10], "instrumental") == ["running", "succeeded"]


async def test_the_prompt_says_how_long_it_takes(mock: RunningMock) -> None:
    job_id = (await mock.song("la la", prompt="pop 100s")).json()["id"]
    assert await statuses(mock, job_id, [99.9, 100], "song") == ["running", "succeeded"]


async def test_the_time_scale_shortens_what_is_accepted_from_then_on(mock: RunningMock) -> None:
    before = (await mock.song("la", prompt="10s")).json()["id"]
    await mock.steer(timeScale=0.1)
    after = (await mock.song("la", prompt="10s")).json()["id"]
    mock.clock.advance(1)
    assert (await mock.query(after)).json()["status"] == "succeeded"
    assert (await mock.query(before)).json()["status"] == "queued"


async def test_a_time_scale_of_zero_finishes_at_once(mock: RunningMock) -> None:
    await mock.steer(timeScale=0)
    job_id = (await mock.song("la la")).json()["id"]
    assert (await mock.query(job_id)).json()["status"] == "succeeded"


async def test_an_unfinished_job_tells_no_end_and_no_choices(mock: RunningMock) -> None:
    job_id = (await mock.song("la la")).json()["id"]
    answer = (await mock.query(job_id)).json()
    assert set(answer) == {"id", "created_at", "model", "status", "trace_id"}


async def test_a_finished_song_has_choices_with_the_quirks_of_real_answers(
    mock: RunningMock,
) -> None:
    started_at = int(mock.clock.now)
    song = await mock.finished_song(LYRICS, prompt="pop 20s", model="auto", n=3)
    assert (song["created_at"], song["finished_at"]) == (started_at, started_at + 20)
    assert song["model"] == "mureka-7.5"
    assert "failed_reason" not in song
    first, second, third = song["choices"]
    assert "index" not in first
    assert (second["index"], third["index"]) == (1, 2)
    assert len({choice["id"] for choice in song["choices"]}) == 3
    assert first["url"] == f"{mock.url}/media/{song['id']}-0.mp3"
    assert second["flac_url"] == f"{mock.url}/media/{song['id']}-1.flac"
    assert first["duration"] == 2400


async def test_the_choices_of_a_job_are_the_same_in_every_answer(mock: RunningMock) -> None:
    song = await mock.finished_song(LYRICS)
    again = (await mock.query(song["id"])).json()
    assert again["choices"] == song["choices"]
    assert again["trace_id"] != song["trace_id"]


async def test_the_lines_of_a_song_are_timed_without_gaps(mock: RunningMock) -> None:
    song = await mock.finished_song(LYRICS)
    sections: list[dict[str, Any]] = song["choices"][0]["lyrics_sections"]
    assert [section["section_type"] for section in sections] == ["verse", "chorus", "verse"]
    lines = [line for section in sections for line in section["lines"]]
    assert [line["text"] for line in lines] == [
        "first line",
        "second line",
        "la la la",
        "no label here",
    ]
    assert [(line["start"], line["end"]) for line in lines] == [
        (0, 600),
        (600, 1200),
        (1200, 1800),
        (1800, 2400),
    ]
    assert (sections[0]["start"], sections[0]["end"]) == (0, 1200)
    assert lines[2]["words"] == [
        {"start": 1200, "end": 1400, "text": "la"},
        {"start": 1400, "end": 1600, "text": "la"},
        {"start": 1600, "end": 1800, "text": "la"},
    ]


async def test_an_instrumental_has_no_lyrics(mock: RunningMock) -> None:
    job_id = (await mock.instrumental("calm")).json()["id"]
    mock.clock.advance(10)
    choices = (await mock.query(job_id, "instrumental")).json()["choices"]
    assert len(choices) == 2
    assert all("lyrics_sections" not in choice for choice in choices)


async def test_an_unknown_job_is_finished(mock: RunningMock) -> None:
    for kind in ("song", "instrumental"):
        answer = (await mock.query("12345678901234", kind)).json()
        assert (answer["id"], answer["status"]) == ("12345678901234", "succeeded")
        assert answer["choices"]


async def test_a_song_is_not_found_among_the_instrumentals(mock: RunningMock) -> None:
    job_id = (await mock.song("la la")).json()["id"]
    answer = await mock.query(job_id, "instrumental")
    assert answer.status_code == 404
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("job_id", ["abc", "-1", "1" * 21, "1.5"])
async def test_an_id_that_is_no_string_of_digits_is_refused(mock: RunningMock, job_id: str) -> None:
    assert (await mock.query(job_id)).status_code == 400
