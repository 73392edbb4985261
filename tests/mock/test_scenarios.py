from __future__ import annotations

import hashlib
from contextlib import suppress

import httpx
import orjson
import pytest

from tests.mock.conftest import RunningMock

RATE_LIMIT_PHRASES = ("rate limit", "too quickly", "pace your requests")
QUOTA_WORDS = ("quota", "exceeded", "credits", "billing")


def message_of(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["message"]).lower()


def assert_is_a_rate_limit(answer: httpx.Response, retry_after: str) -> None:
    assert answer.status_code == 429
    assert any(phrase in message_of(answer) for phrase in RATE_LIMIT_PHRASES)
    assert not any(word in message_of(answer) for word in QUOTA_WORDS)
    assert answer.headers["Retry-After"] == retry_after


async def accepted(mock: RunningMock) -> int:
    return int((await mock.summary())["accepted"])


async def promised_bytes(mock: RunningMock, url: str) -> int:
    async with mock.client.stream("GET", url) as download:
        return int(download.headers["Content-Length"])


async def bytes_before_the_end(mock: RunningMock, url: str) -> int:
    received = 0
    with suppress(httpx.RemoteProtocolError):
        async with mock.client.stream("GET", url) as download:
            async for chunk in download.aiter_raw():
                received += len(chunk)
    return received


@pytest.mark.parametrize("lyrics", ["la la", "la 0001", "la 0099", "la 1001"])
async def test_0001_and_anything_unknown_succeeds(mock: RunningMock, lyrics: str) -> None:
    song = await mock.finished_song(lyrics)
    assert song["status"] == "succeeded"
    assert len(song["choices"]) == 2


async def test_0002_is_an_invalid_key(mock: RunningMock) -> None:
    answer = await mock.song("la 0002")
    assert answer.status_code == 401
    assert "key" in message_of(answer)
    assert await accepted(mock) == 0


async def test_0003_is_accepted_and_fails_after_its_duration(mock: RunningMock) -> None:
    job_id = (await mock.song("la 0003", prompt="5s")).json()["id"]
    mock.clock.advance(4.9)
    assert (await mock.query(job_id)).json()["status"] == "running"
    mock.clock.advance(0.1)
    song = (await mock.query(job_id)).json()
    assert song["status"] == "failed"
    assert song["failed_reason"]
    assert "choices" not in song


async def test_0004_times_out(mock: RunningMock) -> None:
    song = await mock.finished_song("la 0004")
    assert song["status"] == "timeouted"
    assert "choices" not in song


async def test_0005_is_cancelled_by_the_provider(mock: RunningMock) -> None:
    song = await mock.finished_song("la 0005")
    assert song["status"] == "cancelled"
    assert song["finished_at"]
    assert "choices" not in song


async def test_0006_answers_two_polls_with_503(mock: RunningMock) -> None:
    job_id = (await mock.song("la 0006")).json()["id"]
    polls = [await mock.query(job_id) for _ in range(4)]
    assert [poll.status_code for poll in polls] == [503, 503, 200, 200]
    assert message_of(polls[0])


async def test_0007_accepts_the_third_submit_of_the_same_lyrics(mock: RunningMock) -> None:
    first, second, other, third = [
        await mock.song(f"la 0007 {words}") for words in ("one", "one", "two", "one")
    ]
    for refused in (first, second, other):
        assert_is_a_rate_limit(refused, retry_after="60")
    assert third.status_code == 200
    assert await accepted(mock) == 1


async def test_0007_accepts_the_third_submit_of_the_same_instrumental(mock: RunningMock) -> None:
    answers = [await mock.instrumental("calm 0007") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 200]


@pytest.mark.parametrize(
    ("time_scale", "retry_after"), [(0, "1"), (0.001, "1"), (0.05, "3"), (2, "120")]
)
async def test_the_waiting_time_of_a_rate_limit_is_scaled_and_at_least_one_second(
    mock: RunningMock, time_scale: float, retry_after: str
) -> None:
    await mock.steer(timeScale=time_scale)
    answer = await mock.song("la 0007")
    assert_is_a_rate_limit(answer, retry_after)
    assert answer.headers["X-RateLimit-Limit"] == "1"
    assert answer.headers["X-RateLimit-Remaining"] == "0"
    assert answer.headers["X-RateLimit-Reset"] == str(int(mock.clock.now) + int(retry_after))


async def test_0008_is_a_quota(mock: RunningMock) -> None:
    answer = await mock.song("la 0008")
    assert answer.status_code == 429
    assert any(word in message_of(answer) for word in QUOTA_WORDS)
    assert not any(phrase in message_of(answer) for phrase in RATE_LIMIT_PHRASES)
    assert "Retry-After" not in answer.headers
    assert await accepted(mock) == 0


async def test_0009_succeeds_without_choices(mock: RunningMock) -> None:
    song = await mock.finished_song("la 0009")
    assert (song["status"], song["choices"]) == ("succeeded", [])


async def test_0010_is_accepted_and_answered_with_500(mock: RunningMock) -> None:
    answer = await mock.song("la 0010")
    assert answer.status_code == 500
    assert message_of(answer)
    assert await accepted(mock) == 1
    assert (await mock.query(await mock.last_job_id())).json()["status"] == "preparing"


async def test_0011_is_accepted_and_never_answered(mock: RunningMock) -> None:
    with pytest.raises(httpx.ReadTimeout):
        await mock.client.post("/v1/song/generate", json={"lyrics": "la 0011"}, timeout=0.2)
    assert await accepted(mock) == 1
    assert (await mock.received())[0]["status"] is None


async def test_0011_is_given_up_by_the_mock_after_two_scaled_minutes(mock: RunningMock) -> None:
    await mock.steer(timeScale=0.001)
    with pytest.raises(httpx.RemoteProtocolError):
        await mock.song("la 0011")
    assert (await mock.summary())["totals"]["/v1/song/generate"] == {"none": 1}


async def test_0012_is_accepted_and_answered_with_half_a_json_object(mock: RunningMock) -> None:
    answer = await mock.song("la 0012")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(answer.content)
    assert await accepted(mock) == 1


async def test_0013_is_accepted_and_the_connection_closes_without_an_answer(
    mock: RunningMock,
) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await mock.song("la 0013")
    assert await accepted(mock) == 1
    assert (await mock.query(await mock.last_job_id())).status_code == 200


async def test_0014_is_a_bad_gateway_and_not_accepted(mock: RunningMock) -> None:
    assert (await mock.song("la 0014")).status_code == 502
    assert await accepted(mock) == 0


async def test_0015_limits_the_rate_of_the_first_two_polls(mock: RunningMock) -> None:
    job_id = (await mock.song("la 0015")).json()["id"]
    polls = [await mock.query(job_id) for _ in range(4)]
    assert [poll.status_code for poll in polls] == [429, 429, 200, 200]
    assert_is_a_rate_limit(polls[0], retry_after="60")


async def test_0016_has_media_that_are_unavailable_twice_each(mock: RunningMock) -> None:
    song = await mock.finished_song("la 0016")
    for url in (song["choices"][0]["url"], song["choices"][1]["flac_url"]):
        downloads = [await mock.client.get(url) for _ in range(4)]
        assert [download.status_code for download in downloads] == [503, 503, 200, 200]


async def test_0017_has_media_that_are_shorter_than_they_say(mock: RunningMock) -> None:
    song = await mock.finished_song("la 0017")
    for url in (song["choices"][0]["url"], song["choices"][1]["flac_url"]):
        with pytest.raises(
            httpx.RemoteProtocolError, match="without sending complete message body"
        ):
            await mock.client.get(url)
        assert await bytes_before_the_end(mock, url) == await promised_bytes(mock, url) // 2


async def test_0018_limits_the_rate_for_ever(mock: RunningMock) -> None:
    for _ in range(5):
        assert_is_a_rate_limit(await mock.song("la 0018"), retry_after="60")
    assert await accepted(mock) == 0


async def test_0019_answers_polls_with_200_and_an_error(mock: RunningMock) -> None:
    job_id = (await mock.song("la 0019")).json()["id"]
    for _ in range(4):
        poll = await mock.query(job_id)
        assert poll.status_code == 200
        assert message_of(poll)
        assert "status" not in poll.json()
        mock.clock.advance(30)


async def test_the_lyrics_of_a_song_say_more_than_its_prompt(mock: RunningMock) -> None:
    assert (await mock.song("la 0001", prompt="pop 0002")).status_code == 200
    assert (await mock.song("la la", prompt="pop 0002")).status_code == 401
    assert (await mock.instrumental("calm 0002")).status_code == 401


async def test_accepted_submits_are_counted_by_lyrics_and_by_prompt(mock: RunningMock) -> None:
    for lyrics in ("one", "one", "two", "0010 three", "0002 refused"):
        await mock.song(lyrics, prompt="pop")
    await mock.instrumental("calm")
    summary = (await mock.summary())["mureka"]
    assert summary["acceptedSongsByLyricsHash"] == {
        hashlib.sha256(lyrics.encode()).hexdigest(): count
        for lyrics, count in (("one", 2), ("two", 1), ("0010 three", 1))
    }
    assert summary["acceptedInstrumentalsByPrompt"] == {"calm": 1}


async def test_more_jobs_than_the_limit_are_refused_until_one_is_finished(
    mock: RunningMock,
) -> None:
    await mock.steer(concurrencyLimit=2)
    assert (await mock.song("one", prompt="5s")).status_code == 200
    assert (await mock.instrumental("calm 10s")).status_code == 200
    assert_is_a_rate_limit(await mock.song("three"), retry_after="60")
    assert await accepted(mock) == 2
    mock.clock.advance(5)
    assert (await mock.song("three")).status_code == 200
    summary = (await mock.summary())["mureka"]
    assert (summary["inFlight"], summary["peakInFlight"]) == (2, 2)


async def test_without_a_limit_any_number_of_jobs_is_accepted(mock: RunningMock) -> None:
    for _ in range(7):
        await mock.song("la la", prompt="5s")
    mock.clock.advance(5)
    summary = (await mock.summary())["mureka"]
    assert (summary["inFlight"], summary["peakInFlight"]) == (0, 7)


async def test_0020_has_pictures_and_videos(mock: RunningMock) -> None:
    for choice in (await mock.finished_song("la 0020"))["choices"]:
        for url, head in ((choice["image_url"], b"\x89PNG"), (choice["video_url"], b"\0\0\0\x1c")):
            assert (await mock.client.get(url)).content.startswith(head)


async def test_0021_has_a_picture_that_is_not_there_and_a_video_that_is_none(
    mock: RunningMock,
) -> None:
    for choice in (await mock.finished_song("la 0021"))["choices"]:
        assert (await mock.client.get(choice["image_url"])).status_code == 404
        assert (await mock.client.get(choice["video_url"])).content.startswith(b"ID3")


async def test_others_have_nothing_to_look_at(mock: RunningMock) -> None:
    [first, *_] = (await mock.finished_song("la 0001"))["choices"]
    assert not {"image_url", "video_url"} & set(first)
