from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.lyrics.labels import line_label
from app.domain.lyrics.sections import (
    ParsedLyrics,
    Section,
    architecture_of_lyrics,
    map_sections,
    parse_sections,
    rebuild_text,
)

LABELS = [
    "Intro",
    "Verse",
    "Verse1",
    "Verse12",
    "Pre-Chorus",
    "Chorus",
    "Chorus2",
    "Post-Chorus",
    "Bridge",
    "Outro",
    "Strophe2",
    "Refrain",
]
LINES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=12),
    st.sampled_from(
        ["", " ", "la la", "**Chorus**", "Verse 2:", "[hook]", "e\u0301 👩‍👩‍👧", "שלום"]
    ),
)
TEXTS = st.tuples(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\r\n", "\r"])).map(
    lambda drawn: drawn[1].join(drawn[0])
)
CONTENTS = st.lists(LINES.filter(lambda line: line_label(line) is None), max_size=6).map(
    lambda lines: "\n".join(lines).strip()
)
CANONICAL = st.builds(
    lambda preamble, sections: ParsedLyrics(
        preamble=preamble,
        sections=tuple(Section(label=label, content=content) for label, content in sections),
    ),
    CONTENTS.filter(lambda text: all(line_label(line) is None for line in text.split("\n"))),
    st.lists(st.tuples(st.sampled_from(LABELS), CONTENTS), max_size=6),
)


def lyrics(preamble: str, *sections: tuple[str, str]) -> ParsedLyrics:
    return ParsedLyrics(
        preamble=preamble,
        sections=tuple(Section(label=label, content=content) for label, content in sections),
    )


def test_sections_start_at_labels_of_every_form() -> None:
    text = "a title\n\n**Verse 1**\nla\n\nlo\n\nChorus:\nhey\n[Verse 2]\n\n\n**Outro**"

    assert parse_sections(text) == lyrics(
        "a title", ("Verse1", "la\n\nlo"), ("Chorus", "hey"), ("Verse2", ""), ("Outro", "")
    )


def test_repeated_labels_are_sections_of_their_own_in_order() -> None:
    parsed = parse_sections("[Chorus]\na\n[Chorus]\nb")

    assert parsed == lyrics("", ("Chorus", "a"), ("Chorus", "b"))


def test_a_text_without_labels_is_all_preamble() -> None:
    assert parse_sections("\nla\n\nlo\n") == lyrics("la\n\nlo")
    assert parse_sections("") == lyrics("")


def test_a_line_separator_of_unicode_is_no_line_end() -> None:
    assert parse_sections("a\u2028[Chorus]\u0085b") == lyrics("a\u2028[Chorus]\u0085b")


def test_rules_of_ones_own_say_which_lines_are_labels() -> None:
    text = "**Chorus**\r\n~~ Drop 2 ~~\r\nboom"
    normal = text.replace("\r\n", "\n")
    begin = normal.index("Drop")

    parsed = parse_sections(text, [(begin, begin + 4)])

    assert parsed == lyrics("**Chorus**", ("~~ drop 2 ~~", "boom"))
    assert parse_sections("[a]\nb\nc:", []) == lyrics("[a]\nb\nc:")


def test_a_label_of_nothing_but_marks_is_kept_as_a_line() -> None:
    assert parse_sections("a\n**\n[hook]", [(2, 4), (5, 11)]) == lyrics("a\n**", ("Hook", ""))


@pytest.mark.parametrize(("begin", "label"), [(0, "A"), (1, "A"), (2, "B"), (4, "C"), (5, "C")])
def test_a_section_starts_at_the_line_in_which_its_span_begins(begin: int, label: str) -> None:
    assert parse_sections("a\nb\nc", [(begin, begin)]).sections[0].label == label


def test_a_text_is_rebuilt_with_one_blank_line_between_its_blocks() -> None:
    parsed = lyrics("for Ada", ("Verse1", "la\nlo"), ("Chorus", ""), ("Outro", "bye"))

    assert rebuild_text(parsed) == "for Ada\n\n**Verse1**\nla\nlo\n\n**Chorus**\n\n**Outro**\nbye"
    assert rebuild_text(lyrics("")) == ""


@given(CANONICAL)
def test_what_is_rebuilt_is_parsed_as_it_was(canonical: ParsedLyrics) -> None:
    assert parse_sections(rebuild_text(canonical)) == canonical


@given(TEXTS)
def test_parsing_loses_no_line_but_labels_and_blank_ones(text: str) -> None:
    parsed = parse_sections(text)

    kept = "\n".join([parsed.preamble, *(section.content for section in parsed.sections)])
    assert [line.strip() for line in kept.split("\n") if line.strip()] == [
        line.strip()
        for line in re.split("\r\n|\r|\n", text)
        if line.strip() and line_label(line) is None
    ]


@given(TEXTS, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=5))
def test_spans_of_any_rule_lose_no_line(text: str, spans: list[tuple[int, int]]) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    spans = [span for span in spans if span[0] <= len(text)]
    starts = {text.rfind("\n", 0, begin) + 1 for begin, _ in spans}
    parsed = parse_sections(text, spans)

    kept = "\n".join([parsed.preamble, *(section.content for section in parsed.sections)])
    lines, start = [], 0
    for line in text.split("\n"):
        if line.strip() and not (start in starts and re.search(r"[^\s*:\[\]\uff1a]", line)):
            lines.append(line.strip())
        start += len(line) + 1
    found = [line.strip() for line in kept.split("\n") if line.strip()]
    assert [line for line in lines if line not in found] == []


def test_labels_map_to_an_architecture_and_the_others_are_told() -> None:
    mapped = map_sections(
        ["Intro", "Verse", "Verse9", "Pre-Chorus", "Post-Chorus", "Hook", "Intro", "bridge_2"]
    )

    assert mapped.architecture.text == "INTRO - VERSE1 - VERSE2 - PRE_CHORUS - BRIDGE"
    assert mapped.skipped == ("Post-Chorus", "Hook", "Intro")


def test_labels_beyond_the_fiftieth_item_are_skipped() -> None:
    mapped = map_sections(["Verse"] * 51)

    assert len(mapped.architecture.items) == 50
    assert mapped.skipped == ("Verse",)


def test_lyrics_that_map_to_nothing_have_no_architecture() -> None:
    assert architecture_of_lyrics(lyrics("", ("Hook", ""), ("Outro", ""))).text == "OUTRO"
    with pytest.raises(InvalidInput) as caught:
        architecture_of_lyrics(lyrics("la", ("Hook", "")))
    assert caught.value.key == "architecture.nothing_mapped"
