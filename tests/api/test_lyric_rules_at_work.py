from __future__ import annotations

import asyncio
from itertools import cycle
from typing import Any

import pytest

from tests.api.test_lyric_rules import clean, created, forget_seeds, rules, update
from tests.infra.patterns.evil import SLOW_TO_MATCH, TEXT, TOO_LARGE
from tests.studio import Person, Register

TRY = """
query ($pattern: String!, $replacement: String! = "", $text: String!, $type: RuleType! = CLEANUP) {
  lyricTools { testRule(pattern: $pattern, replacement: $replacement, text: $text, type: $type) {
    result hits error detail position
  } }
}
"""
SECTIONS = "query ($text: String!) { lyricTools { sections(text: $text) { sections { label } } } }"


async def tried(person: Person, pattern: str, **arguments: object) -> dict[str, Any]:
    answer = await person.get(TRY, **{"pattern": pattern, "text": TEXT, **arguments})
    return dict(answer["lyricTools"]["testRule"])


async def tried_until_there_is_room(person: Person, pattern: str) -> dict[str, Any]:
    """As a client does that was told when to come again: slow patterns have a process each."""
    while True:
        answer = await person.ask(TRY, pattern=pattern, text=TEXT)
        codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
        if codes != {"RATE_LIMITED"}:
            return dict(answer["data"]["lyricTools"]["testRule"])
        await asyncio.sleep(1)


async def test_active_rules_clean_a_text_in_their_order(ada: Person) -> None:
    await forget_seeds(ada)
    await created(ada, name="second", pattern="b+", replacement="[$&]", order=5)
    await created(ada, name="first", pattern="A", replacement="b", order=1)
    await created(ada, name="off", pattern="a", replacement="!", active=False)
    await created(ada, name="labels", pattern="a", type="SECTION")

    answer = await clean(ada, "  aAb\r\n\r\nB  ")

    assert answer["after"] == "a[bb]\n\nB"
    assert answer["hits"] == [{"name": "first", "hits": 1}, {"name": "second", "hits": 1}]
    assert answer["skipped"] == []


async def test_the_seeds_keep_paragraphs(ada: Person) -> None:
    assert (await clean(ada, "a \n\n\n“b”"))["after"] == 'a\n\n"b"'


async def test_active_section_rules_find_the_sections(ada: Person) -> None:
    text = "Verse 1:\nla\n# solo\nla la\nwith # solo\n"

    async def labels() -> list[str]:
        found = (await ada.get(SECTIONS, text=text))["lyricTools"]["sections"]["sections"]
        return [each["label"] for each in found]

    assert await labels() == ["Verse1"]
    await created(ada, name="hashes", pattern="# SOLO", type="SECTION")
    assert await labels() == ["Verse1", "# solo"]
    for each in await rules(ada, type="SECTION"):
        await update(ada, id=each["id"], active=False)
    assert await labels() == ["Verse1"]


async def test_a_rule_can_be_tried_before_it_is_kept(ada: Person) -> None:
    before = await rules(ada)
    assert await tried(ada, "(b)", text="abc\r\n", replacement="$1$1") == {
        "result": "abbc\n",
        "hits": 1,
        "error": None,
        "detail": None,
        "position": None,
    }
    section = await tried(ada, "verse", text="VERSE\nthe verse", type="SECTION")
    assert (section["result"], section["hits"]) == ("VERSE\nthe verse", 1)
    wrong = await tried(ada, "a)", text="a")
    assert (wrong["result"], wrong["error"], wrong["position"]) == ("a", "INVALID", 1)
    assert (await tried(ada, "(?:)", text="a" * 10_000, replacement="x" * 1000))[
        "error"
    ] == "TOO_MUCH"
    assert await rules(ada) == before


@pytest.mark.parametrize(
    "arguments",
    [
        {"pattern": " "},
        {"pattern": "x" * 1001},
        {"replacement": "x" * 1001},
        {"text": "x" * 10_001},
        {"text": "a\0"},
    ],
)
async def test_a_trial_has_the_limits_of_a_rule(ada: Person, arguments: dict[str, object]) -> None:
    answer = await ada.ask(TRY, **{"pattern": "a", "text": "a", **arguments})
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["VALIDATION"]


async def test_a_slow_rule_is_skipped_and_the_others_are_applied(ada: Person) -> None:
    slow = await created(ada, name="slow", pattern=SLOW_TO_MATCH[0], order=0)
    await created(ada, name="shout", pattern="!", replacement="?")

    answer = await clean(ada, TEXT)

    assert answer["after"] == TEXT.replace("!", "?")
    assert answer["skipped"] == [{"ruleId": slow["id"], "name": "slow", "reason": "TIMEOUT"}]


async def test_ten_evil_rules_do_not_keep_others_waiting(
    ada: Person, bob: Person, person: Register
) -> None:
    patterns = [*SLOW_TO_MATCH[:6], *TOO_LARGE]
    people = cycle((ada, await person("eve")))
    evil = [asyncio.create_task(tried_until_there_is_room(next(people), each)) for each in patterns]
    answered = 0
    while not all(each.done() for each in evil):
        assert (await bob.get("{ me { id } }"))["me"]
        answered += 1

    answers = await asyncio.gather(*evil)

    assert [each["result"] for each in answers] == [TEXT] * len(patterns)
    assert {each["error"] for each in answers[:6]} == {"TIMEOUT"}
    assert {each["error"] for each in answers[6:]} <= {"TIMEOUT", "TOO_MUCH"}
    assert answered > len(patterns)


async def test_slow_rules_of_one_person_do_not_refuse_those_of_another(
    ada: Person, bob: Person
) -> None:
    evil = [
        asyncio.create_task(ada.ask(TRY, pattern=SLOW_TO_MATCH[0], text=TEXT)) for _ in range(40)
    ]
    await asyncio.wait(evil, return_when=asyncio.FIRST_COMPLETED)
    assert (await tried(bob, "a", text="a"))["error"] is None
    await asyncio.gather(*evil)


async def test_too_many_evil_rules_at_once_are_told_to_wait(ada: Person) -> None:
    answers = await asyncio.gather(
        *(ada.ask(TRY, pattern=SLOW_TO_MATCH[0], text=TEXT) for _ in range(40))
    )
    codes = {error["extensions"]["code"] for each in answers for error in each.get("errors", ())}
    assert codes == {"RATE_LIMITED"}
    assert (await tried(ada, "a", text="a"))["error"] is None
