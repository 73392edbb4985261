from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.lyrics.labels import line_label
from app.domain.lyrics.ports import RuleType
from app.domain.lyrics.rules.seeds import SEEDS, starter_rules
from app.infra.patterns.matching import LINES, SUBSTITUTE, answers

CLEANUP = [[each.pattern, each.replacement] for each in SEEDS if each.kind is RuleType.CLEANUP]
SECTION = [[each.pattern] for each in SEEDS if each.kind is RuleType.SECTION]

PIECES = st.sampled_from(
    [
        *" \t\n,.—\u2013…-“”\u2018\u2019aAÉ1",
        "\n\n",
        ", ",
        ". ",
        " one",
        " Two",
        "e\u0301",
        "🎵",
        "שלום",
        "\u00a0",
    ]
)
LYRICS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=60)).map(
    lambda text: text.replace("\r", "\n")
)


def cleaned(text: str) -> str:
    for answer in answers(SUBSTITUTE, text, CLEANUP):
        assert "reason" not in answer
        text = answer.get("text", text)
    return text.strip()


def label_lines(text: str) -> list[str]:
    [answer] = answers(LINES, text, SECTION)
    return [text[begin:end] for begin, end in answer["lines"]]


@given(LYRICS)
@settings(max_examples=500)
@example("Hello,—world one two three four five")
@example("wait… What")
@example("a— —b")
@example("a, . A")
def test_a_second_cleanup_changes_nothing(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once


@given(LYRICS)
@settings(max_examples=500)
def test_a_cleanup_loses_no_letter_and_no_digit(text: str) -> None:
    def kept(each: str) -> list[str]:
        return [letter for letter in each if letter.isalnum()]

    assert kept(cleaned(text)) == kept(text)


@given(LYRICS)
@settings(max_examples=500)
def test_a_cleanup_leaves_every_paragraph_where_it_is(text: str) -> None:
    def paragraphs(each: str) -> int:
        return len(re.split(r"\n\s*\n", each.strip()))

    assert paragraphs(cleaned(text)) == paragraphs(text)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a\n\nb", "a\n\nb"),
        ("a \t\n \nb", "a\n\nb"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("  a\n  b  ", "a\n  b"),
        ("Hello, world", "Hello, world"),
        ("Hello, one two three four", "Hello, one two three four"),
        ("Hello, one two three four five", "Hello,\none two three four five"),
        ("Hello, one two three, four five", "Hello, one two three, four five"),
        ("Hello, one two\nthree four five", "Hello, one two\nthree four five"),
        ("Hello, - one - two - three four", "Hello, - one - two - three four"),
        ("from 1,000 people to ten or more", "from 1,000 people to ten or more"),
        ("hello, my Dear", "hello, my Dear"),
        ("hello,  Élise", "hello,\nÉlise"),
        ("It ends. Then it begins.", "It ends.\nThen it begins."),
        ("It ends. then not", "It ends. then not"),
        ("It ends... Or not", "It ends... Or not"),
        ("well… No", "well... No"),
        ("a—b", "a - b"),
        ("a  — b \u2013 c", "a - b - c"),
        ("well-known", "well-known"),
        ("“Hi” \u2018you\u2019, don\u2019t „go‟", '"Hi" \'you\', don\'t "go"'),
    ],
)
def test_each_rule_does_what_it_says(text: str, result: str) -> None:
    assert cleaned(text) == result


@pytest.mark.parametrize(
    "label",
    [
        *("**Intro**", "**Verse 1**", "**Verse**", "Verse:", "VERSE2:", "[Chorus]", "[verse 12]"),
        *("**Pre-Chorus**", "pre chorus:", "[Post_Chorus 2]", "Bridge:", "  **Outro**\t"),
        *("**Chorus:**", "**Chorus**:", "[**Verse 1**]", "Strophe 2:", "[Refrain]", "Brücke:"),
        *("Bru\u0308cke:", "Vers 1:", "Pre\u2011Refrain:", "Intro\uff1a"),
    ],
)
def test_a_label_on_a_line_of_its_own_begins_a_section(label: str) -> None:
    assert label_lines(f"la\n{label}\nla la") == [label]


@pytest.mark.parametrize(
    "line",
    [
        *("verse", "Verse 1", "the chorus:", "Chorus: la", "* chorus", "**Chorus", "[Intro"),
        *("Solo:", "**Hello**", "[x2]", "Converse:", "verse 1234:", "**", "[]", ":"),
    ],
)
def test_a_line_of_lyrics_is_no_label(line: str) -> None:
    assert label_lines(f"la\n{line}\nla") == []


@given(st.text(st.sampled_from("*[]: \t_-1Verschou"), max_size=16))
@settings(max_examples=500)
def test_what_the_section_rule_finds_the_built_in_recogniser_knows(line: str) -> None:
    if label_lines(line):
        assert line_label(line) is not None


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        "\t\n",
        ",",
        ", ",
        ", a ",
        ". ",
        ". A",
        "— ",
        "—",
        "\u2013",
        "…",
        "*",
        "[ ",
        "verse ",
        "-",
        "“",
    ],
)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("", "x:"), (", ", "x—"), ("verse", "x]")])
def test_no_text_is_too_much_for_the_seeds(unit: str, before: str, after: str) -> None:
    text = before + unit * ((10_000 - len(before + after)) // len(unit)) + after
    for answer in (*answers(SUBSTITUTE, text, CLEANUP), *answers(LINES, text, SECTION)):
        assert "reason" not in answer


def test_a_person_gets_the_seeds_in_their_order() -> None:
    now = datetime(2026, 5, 4, tzinfo=UTC)
    rules = starter_rules(UUID(int=1), now)

    assert [rule.order for rule in rules] == list(range(11))
    assert [rule.name for rule in rules] == [each.name for each in SEEDS]
    assert len({rule.id for rule in rules}) == len({rule.name for rule in rules}) == 11
    assert all(rule.active and rule.version == 1 for rule in rules)
    assert all(each.checked() == each for each in SEEDS)
