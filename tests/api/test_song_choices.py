from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.songs.timings import duration_text
from app.infra.database import connection
from app.rows.songs import ChoiceRow
from app.schema.ids import decode_id
from tests.api.songs import finished, generate
from tests.infra.jobs.rows import a_song
from tests.studio import Mock, Person

RATE = """
mutation ($input: RateSongChoiceInput!) {
  rateSongChoice(input: $input) { choice { id rating } userErrors { code path message } }
}
"""
CHOICE = """
query ($id: ID!) {
  node(id: $id) {
    ... on SongChoice {
      id rating durationMs durationText lrc lines { startMs endMs text section }
      imageUrl videoUrl stemsUrl stemsGeneratedAt createdAt
    }
  }
}
"""
COMPILED = """
query ($id: ID!) {
  song(id: $id) {
    status
    choices { id rating durationText imageUrl videoUrl stemsUrl stemsGeneratedAt createdAt }
  }
}
"""


async def made(person: Person, **wish: object) -> dict[str, Any]:
    started = await generate(person, **{"prompt": "folk, 1s", "choices": 1, **wish})
    assert started["userErrors"] == []
    return await finished(person, started["song"]["id"])


async def choice_of(person: Person, **wish: object) -> dict[str, Any]:
    song = await made(person, **wish)
    assert song["status"] == "SUCCESS", song
    return dict((await person.get(CHOICE, id=song["choices"][0]["id"]))["node"])


async def rate(person: Person, choice_id: str, **rating: object) -> dict[str, Any]:
    wish = {"choiceId": choice_id, **rating}
    return dict((await person.get(RATE, input=wish))["rateSongChoice"])


@pytest.mark.usefixtures("worker")
async def test_a_choice_is_rated_up_and_down_and_the_rating_is_taken_back(ada: Person) -> None:
    song = await made(ada)
    choice_id = song["choices"][0]["id"]
    for rating in ("UP", "DOWN", None):
        answer = await rate(ada, choice_id, rating=rating)
        assert answer == {"choice": {"id": choice_id, "rating": rating}, "userErrors": []}
        read = await ada.get(COMPILED, id=song["id"])
        assert read["song"]["choices"][0]["rating"] == rating


@pytest.mark.usefixtures("worker")
async def test_a_rating_must_be_sent_and_be_one(ada: Person) -> None:
    choice_id = (await choice_of(ada))["id"]
    await rate(ada, choice_id, rating="UP")

    [error] = (await rate(ada, choice_id))["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", "rating"])
    for nonsense in ("MIDDLE", 1, "up"):
        answer = await ada.ask(RATE, input={"choiceId": choice_id, "rating": nonsense})
        assert answer["errors"]
    assert (await ada.get(CHOICE, id=choice_id))["node"]["rating"] == "UP"


@pytest.mark.usefixtures("worker")
async def test_only_ones_own_choices_are_rated(ada: Person, bob: Person) -> None:
    choice_id = (await choice_of(ada))["id"]
    [foreign] = (await rate(bob, choice_id, rating="DOWN"))["userErrors"]
    await ChoiceRow.filter(id=decode_id("SongChoice", choice_id)).delete()
    [gone] = (await rate(ada, choice_id, rating="DOWN"))["userErrors"]
    [malformed] = (await rate(ada, "nonsense", rating="DOWN"))["userErrors"]

    assert foreign == gone
    assert (foreign["code"], foreign["path"]) == ("NOT_FOUND", ["input", "choiceId"])
    assert malformed["code"] == "VALIDATION"


@pytest.mark.usefixtures("worker")
async def test_the_lines_of_a_song_are_timed(ada: Person) -> None:
    words = "[Verse]\nEine Laterne am Wasser \N{FIRE}\n\n[Chorus]\nla e\N{COMBINING ACUTE ACCENT}"
    choice = await choice_of(ada, lyrics=words, title="Müde [live]")

    assert choice["lines"] == [
        {
            "startMs": 0,
            "endMs": 1200,
            "text": "Eine Laterne am Wasser \N{FIRE}",
            "section": "verse",
        },
        {
            "startMs": 1200,
            "endMs": 2400,
            "text": "la e\N{COMBINING ACUTE ACCENT}",
            "section": "chorus",
        },
    ]
    assert choice["lrc"].splitlines() == [
        "[ti:Müde (live)]",
        "[length:00:02]",
        "[00:00.00]Eine Laterne am Wasser \N{FIRE}",
        "[00:01.20]la e\N{COMBINING ACUTE ACCENT}",
    ]
    assert choice["durationText"] == "00:02"
    assert datetime.fromisoformat(choice["createdAt"]) <= datetime.now(UTC)


@pytest.mark.usefixtures("worker")
async def test_what_has_no_timings_pictures_or_stems_has_null(ada: Person) -> None:
    choice = await choice_of(ada, lyrics=None, title="Rain", instrumental=True)
    nothing = ("lines", "lrc", "rating", "imageUrl", "videoUrl", "stemsUrl", "stemsGeneratedAt")
    assert {name: choice[name] for name in nothing} == dict.fromkeys(nothing)


DURATIONS = [
    None,
    0.0,
    -0.0,
    5e-324,
    0.4,
    999.999,
    1000.0,
    59_999.99999999999,
    60_000.0,
    3_600_000.0,
    3_661_000.0,
    6_000_000.0,
    359_999_999.9,
    999_999_999_999.9,
    1e12,
    1e15,
    1.7e308,
    -1.0,
    -61_000.0,
    float("nan"),
    float("inf"),
    float("-inf"),
]


async def test_postgresql_and_python_write_a_duration_alike(ada: Person) -> None:
    song_id = await a_song(ada.id)
    for index, duration in enumerate(DURATIONS):
        await ChoiceRow.create(song_id=song_id, choice_index=index, duration=duration)
    query = "{ songs { nodes { choices { durationText } } } }"

    [song] = (await ada.get(query))["songs"]["nodes"]

    written = [choice["durationText"] for choice in song["choices"]]
    assert written == [duration_text(duration) for duration in DURATIONS]
    assert written[10:14] == ["61:01", "100:00", "5999:59", "16666666:39"]


async def test_any_json_for_timings_is_answered(ada: Person) -> None:
    song_id = await a_song(ada.id)
    nonsense = ["[]", "{}", '"text"', "1", "true", "[1, null]", '[{"lines": 3}]', "null"]
    for index, sections in enumerate(nonsense):
        choice = await ChoiceRow.create(song_id=song_id, choice_index=index)
        keep = "UPDATE song_choices SET lyrics_sections = $2::text::jsonb WHERE id = $1"
        await connection().execute_query(keep, [choice.id, sections])
    query = "{ songs { nodes { choices { lrc lines { text } } } } }"

    [song] = (await ada.get(query))["songs"]["nodes"]

    assert song["choices"] == [{"lrc": None, "lines": None}] * len(nonsense)


@pytest.mark.usefixtures("worker")
async def test_the_providers_picture_and_video_are_kept_here(ada: Person, bob: Person) -> None:
    song = await made(ada, lyrics="scenario 0020")
    [choice] = (await ada.get(COMPILED, id=song["id"]))["song"]["choices"]

    files = {"imageUrl": (b"\x89PNG", "image/png"), "videoUrl": (b"\0\0\0", "video/mp4")}
    for field, (head, kind) in files.items():
        headers = {"Authorization": f"Bearer {ada.token}"}
        file = await ada.http.get(choice[field], headers=headers)
        assert (file.status_code, file.headers["content-type"]) == (200, kind)
        assert file.content.startswith(head)
        wrong = choice[field].rpartition(".")[0] + ".webp"
        assert (await ada.http.get(wrong, headers=headers)).status_code == 404
        foreign = {"Authorization": f"Bearer {bob.token}"}
        assert (await ada.http.get(choice[field], headers=foreign)).status_code == 404
    assert choice["imageUrl"].startswith("/files/songs/")
    assert choice["videoUrl"].endswith(".mp4")


@pytest.mark.usefixtures("worker")
async def test_a_picture_or_video_that_cannot_be_had_never_fails_a_song(
    ada: Person, mock: Mock
) -> None:
    song = await made(ada, lyrics="scenario 0021")
    [choice] = (await ada.get(COMPILED, id=song["id"]))["song"]["choices"]

    assert song["status"] == "SUCCESS"
    assert song["choices"][0]["mp3Url"]
    assert (choice["imageUrl"], choice["videoUrl"]) == (None, None)
    pictures = [each for each in await mock.requests("/media") if each["path"].endswith(".gif")]
    assert len(pictures) == 3
