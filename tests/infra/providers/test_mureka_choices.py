from __future__ import annotations

import json
from typing import Any

import pytest

from app.domain.songs.provider import Finished, Json, ProviderChoice
from app.infra.providers.answer import Answer
from app.infra.providers.mureka_choices import finished

SECTIONS: Json = [{"section_type": "verse", "start": 0, "end": 900, "lines": []}]


def answer_of(fields: dict[str, Any]) -> dict[str, Json]:
    read = Answer(status=200, body=json.dumps(fields).encode()).fields()
    assert read is not None
    return read


def result(*choices: Any, **more: Any) -> Finished:
    return finished(answer_of({"status": "succeeded", "choices": list(choices), **more}))


def choice(**fields: Any) -> ProviderChoice:
    (found,) = result(fields).choices
    return found


def test_every_field_of_a_choice_finds_its_place() -> None:
    found = choice(
        id=123,
        index=0,
        url="https://cdn/a.mp3",
        flac_url="https://cdn/a.flac",
        video_url="https://cdn/a.mp4",
        image_url="https://cdn/a.jpg",
        duration=181_500,
        title="Lied",
        tags=["pop", "calm"],
        lyrics_sections=SECTIONS,
    )
    assert found == ProviderChoice(
        mureka_choice_id="123",
        index=0,
        mp3_url="https://cdn/a.mp3",
        flac_url="https://cdn/a.flac",
        video_url="https://cdn/a.mp4",
        image_url="https://cdn/a.jpg",
        duration_ms=181_500.0,
        title="Lied",
        tags="pop,calm",
        lyrics_sections=SECTIONS,
    )


def test_what_a_choice_lacks_is_none_and_its_index_is_its_place() -> None:
    assert choice() == ProviderChoice(
        mureka_choice_id=None,
        index=0,
        mp3_url=None,
        flac_url=None,
        video_url=None,
        image_url=None,
        duration_ms=None,
        title=None,
        tags=None,
        lyrics_sections=None,
    )


def test_the_omitted_zero_of_the_first_choice_is_filled_in() -> None:
    assert [found.index for found in result({"id": "a"}, {"id": "b", "index": 1}).choices] == [0, 1]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ([], None),
        (None, None),
        ("pop", None),
        ({"a": 1}, None),
        (["pop"], "pop"),
        (["pop", 7, None, True], "pop,7,None,True"),
    ],
)
def test_only_a_list_of_tags_becomes_a_text(given: object, read: str | None) -> None:
    assert choice(tags=given).tags == read


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (0, 0.0),
        (-5, -5.0),
        (1.25, 1.25),
        ("181500", 181_500.0),
        (None, None),
        ("", None),
        ("long", None),
        ([1], None),
        ({}, None),
        (True, None),
        ("nan", None),
        ("1e999", None),
        (10**400, None),
    ],
)
def test_a_duration_is_a_finite_number_or_none(given: object, read: float | None) -> None:
    assert choice(duration=given).duration_ms == read


@pytest.mark.parametrize(
    "fields", [{}, {"choices": None}, {"choices": {}}, {"choices": "x"}, {"choices": [None, 3]}]
)
def test_an_answer_without_choices_has_none_and_no_model(fields: dict[str, object]) -> None:
    found = finished(answer_of(fields))
    assert found.choices == ()
    assert found.model is None


def test_the_raw_answer_keeps_everything_but_the_bulky_sections() -> None:
    found = result({"id": "a", "lyrics_sections": SECTIONS, "extra": [1]}, model="mureka-7")
    assert found.model == "mureka-7"
    assert found.raw == {
        "status": "succeeded",
        "choices": [{"id": "a", "extra": [1]}],
        "model": "mureka-7",
    }
    assert found.choices[0].lyrics_sections == SECTIONS


@pytest.mark.parametrize(
    ("given", "kept"), [("text", None), (7, None), (True, None), ([], []), ({"a": 1}, {"a": 1})]
)
def test_timings_are_kept_as_a_list_or_object_only(given: object, kept: object) -> None:
    assert choice(lyrics_sections=given).lyrics_sections == kept


def test_two_choices_never_share_an_index_or_an_id() -> None:
    found = result({"id": "a", "index": 1}, {"id": "a"}, {"id": "b", "index": 1}).choices
    assert [one.index for one in found] == [0, 1, 2]
    assert [one.mureka_choice_id for one in found] == ["a", None, "b"]


@pytest.mark.parametrize("index", [-1, 2**31, "1", 1.0, True, None, [0]])
def test_an_index_that_cannot_be_one_is_replaced_by_the_place(index: object) -> None:
    assert choice(index=index).index == 0


def test_texts_that_a_column_cannot_hold_are_made_to_fit() -> None:
    found = choice(
        id="i" * 300, title="a\0b\ud800" + "t" * 600, tags=["x" * 2000], url=" \0 ", image_url=7.5
    )
    assert found.mureka_choice_id == "i" * 255
    assert found.title == "ab?" + "t" * 497
    assert found.tags == "x" * 1000
    assert found.mp3_url is None
    assert found.image_url == "7.5"


def test_an_address_too_long_for_its_column_is_dropped_but_stays_in_the_raw_answer() -> None:
    longest, too_long = "h" * 1000, "h" * 1001
    found = result({"url": longest, "flac_url": too_long})
    assert found.choices[0].mp3_url == longest
    assert found.choices[0].flac_url is None
    assert found.raw["choices"] == [{"url": longest, "flac_url": too_long}]


def test_the_raw_answer_can_be_stored_whatever_the_provider_sends() -> None:
    deep: Any = "end"
    for _ in range(100):
        deep = [deep]
    body = b'{"nan": NaN, "far": 1e999, "big": 99999999999999999999, "a\\u0000": "\\ud800\\u0000"}'
    read = Answer(status=200, body=body).fields()
    assert read == {"nan": None, "far": None, "big": "99999999999999999999", "a": "?"}
    nested = answer_of({"deep": deep})
    assert json.dumps(nested).count("[") < 40


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe{", b"[" * 200_000])
def test_what_is_no_json_object_has_no_fields(body: bytes) -> None:
    assert Answer(status=200, body=body).fields() is None


def test_a_broken_answer_has_no_fields_even_if_they_can_be_read() -> None:
    assert Answer(status=200, body=b"{}", broken="cut").fields() is None
