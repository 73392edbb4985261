"""Sections of lyrics, improved, said anew and made longer."""

from __future__ import annotations

from typing import Any

import pytest

from app.bootstrap import Studio
from app.rows.jobs import JobRow
from tests.api.test_prompt_templates import find, updated
from tests.api.texts import CHAT, ask, codes, job_ended, told
from tests.studio import Mock, Person, working

SECTION = "Salt on my hands\nand rain on the pier"
SONG = f"**Verse1**\n{SECTION}\n\n**Chorus**\nHarbour lights, take me home"


@pytest.mark.usefixtures("worker")
async def test_a_section_is_improved_with_the_whole_song_as_context(
    ada: Person, mock: Mock
) -> None:
    answer = await ask(ada, "improveSection", content=SECTION, label="Verse1", lyrics=SONG)
    assert answer["userErrors"] == []
    assert answer["text"]
    assert answer["job"]["kind"] == "LYRIC_AI"
    [prompt] = await told(mock)
    context, _, rest = prompt.partition("You are an experienced songwriter")
    assert context == f"Label of the section: Verse1\n\nThe whole song:\n\n{SONG}\n\n"
    assert f"The section:\n\n{SECTION}\n\nAnswer with" in rest


@pytest.mark.usefixtures("worker")
async def test_a_section_is_said_anew_without_context(ada: Person, mock: Mock) -> None:
    answer = await ask(ada, "rewriteSection", content=SECTION, instructions="Darker.")
    assert (answer["userErrors"], bool(answer["text"])) == ([], True)
    [prompt] = await told(mock)
    assert prompt.startswith("You are an experienced songwriter. Write the section below anew.")
    assert f"{SECTION}\n\nDarker.\n\nAnswer" in prompt


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(
    ("lines", "said"), [(None, "4 new lines"), (1, "1 new line."), (32, "32 ")]
)
async def test_a_section_is_extended_by_as_many_lines_as_asked(
    ada: Person, mock: Mock, lines: int | None, said: str
) -> None:
    more: dict[str, Any] = {} if lines is None else {"lines": lines}
    answer = await ask(ada, "extendSection", content=SECTION, **more)
    assert answer["userErrors"] == []
    [prompt] = await told(mock)
    assert prompt.startswith(f"This request asks for {said}")


@pytest.mark.usefixtures("worker")
async def test_an_own_template_and_overrides_are_used(ada: Person, mock: Mock) -> None:
    everybodys = await find(ada, category="lyrics", action="rewrite-section")
    await updated(ada, id=everybodys["id"], preCondition="Mine:", postCondition="")
    overrides = {"model": "gemma3:4b", "maxTokens": 9}
    await ask(ada, "rewriteSection", content=SECTION, overrides=overrides)
    [request] = await mock.requests(CHAT)
    assert request["body"]["messages"][0]["content"] == f"Mine:\n\n{SECTION}"
    assert request["body"]["model"] == "gemma3:4b"
    assert request["body"]["options"]["num_predict"] == 9


async def test_without_waiting_the_job_is_answered_at_once_and_only_once(
    ada: Person, studio: Studio
) -> None:
    wish: dict[str, Any] = {"content": SECTION, "wait": False, "idempotencyKey": "k"}
    first = await ask(ada, "extendSection", **wish)
    again = await ask(ada, "extendSection", **wish)
    assert first["text"] is None
    assert first["job"]["id"] == again["job"]["id"]
    assert codes(await ask(ada, "extendSection", **wish, lines=5)) == ["CONFLICT"]
    assert codes(await ask(ada, "rewriteSection", **wish)) == ["CONFLICT"]
    async with working(studio):
        assert (await job_ended(ada, first["job"]["id"]))["text"]


@pytest.mark.parametrize(
    ("name", "wish", "paths"),
    [
        ("improveSection", {"content": " "}, ["content"]),
        ("rewriteSection", {"content": "x" * 10_001}, ["content"]),
        ("extendSection", {"content": "", "lines": 0}, ["lines", "content"]),
        ("extendSection", {"content": "a", "lines": 33}, ["lines"]),
        ("improveSection", {"content": "a", "label": "x" * 101}, ["label"]),
        ("improveSection", {"content": "a", "lyrics": "x" * 10_001}, ["lyrics"]),
        ("improveSection", {"content": "a", "instructions": "x" * 2_001}, ["instructions"]),
    ],
)
async def test_what_cannot_be_right_is_said_in_the_words_of_its_own_input(
    ada: Person, name: str, wish: dict[str, object], paths: list[str]
) -> None:
    answer = await ask(ada, name, **wish)
    assert [each["path"] for each in answer["userErrors"]] == [["input", each] for each in paths]
    assert set(codes(answer)) == {"VALIDATION"}
    assert (answer["job"], await JobRow.all().count()) == (None, 0)


async def test_what_is_as_long_as_it_may_be_is_taken(ada: Person) -> None:
    answer = await ask(
        ada,
        "improveSection",
        content="x" * 10_000,
        label="x" * 100,
        lyrics="x" * 10_000,
        instructions="x" * 2_000,
        wait=False,
    )
    assert answer["userErrors"] == []


@pytest.mark.usefixtures("worker")
async def test_a_section_whose_template_is_switched_off_is_told_in_german(ada: Person) -> None:
    ada.headers["Accept-Language"] = "de"
    everybodys = await find(ada, category="lyrics", action="improve-section")
    await updated(ada, id=everybodys["id"], active=False)
    answer = await ask(ada, "improveSection", content=SECTION)
    assert codes(answer) == ["TEMPLATE_NOT_FOUND"]
    assert "Vorlage" in answer["userErrors"][0]["message"]
    assert answer["text"] is None


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("name", ["improveSection", "rewriteSection", "extendSection"])
async def test_an_answer_of_nothing_is_no_section(ada: Person, name: str) -> None:
    answer = await ask(ada, name, content=f"{SECTION} 0009")
    assert (codes(answer), answer["text"]) == (["PROVIDER_ERROR"], None)
