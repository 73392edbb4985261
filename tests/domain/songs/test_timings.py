from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.songs.timings import (
    LONGEST_TIMED,
    MOST_LINES,
    TimedLine,
    duration_text,
    lrc,
    timed_lines,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["section_type", "lines", "start", "end", "text", "words"]), inner
        )
    ),
    max_leaves=30,
)


def sections(*lines: dict[str, Any], kind: object = "verse") -> list[dict[str, Any]]:
    return [{"section_type": kind, "start": 0, "end": 9, "lines": list(lines)}]


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (None, None),
        (0, None),
        (-1, None),
        (1, "00:00"),
        (999.9, "00:00"),
        (1000, "00:01"),
        (59_999, "00:59"),
        (60_000, "01:00"),
        (3_661_000, "61:01"),
        (6_000_000, "100:00"),
        (999_999_999_999, "16666666:39"),
        (1e12, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_a_duration_is_minutes_and_seconds_and_minutes_do_not_wrap(
    milliseconds: float | None, text: str | None
) -> None:
    assert duration_text(milliseconds) == text


def test_lines_come_in_the_order_in_which_they_begin() -> None:
    found = timed_lines(
        [
            *sections({"start": 2000, "end": 3000, "text": "two"}, kind="chorus"),
            *sections({"start": 0, "end": 1999.9, "text": " one "}),
            *sections({"start": 2000, "end": 1000, "text": "three"}, kind=None),
        ]
    )
    assert found == (
        TimedLine(start_ms=0, end_ms=1999, text="one", section="verse"),
        TimedLine(start_ms=2000, end_ms=3000, text="two", section="chorus"),
        TimedLine(start_ms=2000, end_ms=2000, text="three", section=None),
    )


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"start": 0, "end": 1},
        {"start": 0, "text": " \n "},
        {"start": 0, "text": 7},
        {"text": "la"},
        {"start": "0", "text": "la"},
        {"start": True, "text": "la"},
        {"start": -1, "text": "la"},
        {"start": LONGEST_TIMED + 1, "text": "la"},
        {"start": float("nan"), "text": "la"},
    ],
)
def test_a_line_without_words_or_a_sensible_start_is_left_out(line: dict[str, Any]) -> None:
    assert timed_lines(sections(line)) is None
    whole = {"start": LONGEST_TIMED, "text": "la"}
    [kept] = timed_lines(sections(line, whole)) or ()
    assert (kept.start_ms, kept.end_ms) == (LONGEST_TIMED, LONGEST_TIMED)


def test_at_most_two_thousand_lines_are_read() -> None:
    lines = [{"start": n, "text": str(n)} for n in range(MOST_LINES + 1)]
    assert [len(timed_lines(sections(*lines[:n])) or ()) for n in (MOST_LINES, MOST_LINES + 1)] == [
        MOST_LINES,
        MOST_LINES,
    ]


def test_a_line_is_one_line_and_keeps_its_letters() -> None:
    words = "a\r\nb\u2028c  \N{FIRE} e\N{COMBINING ACUTE ACCENT} \N{HEBREW LETTER ALEF}"
    [line] = timed_lines(sections({"start": 0, "text": words})) or ()
    assert line.text == "a b c  \N{FIRE} e\N{COMBINING ACUTE ACCENT} \N{HEBREW LETTER ALEF}"


def test_lrc_has_hundredths_and_minutes_beyond_an_hour() -> None:
    found = timed_lines(
        sections({"start": 61_239, "text": "one"}, {"start": 3_661_000, "text": "[Bridge] two"})
    )
    assert lrc(found, "A [B]\nC", 3_700_500).split("\n") == [  # type: ignore[union-attr] # has lines
        "[ti:A (B) C]",
        "[length:61:40]",
        "[01:01.23]one",
        "[61:01.00] [Bridge] two",
        "",
    ]
    assert lrc(found, None, None).startswith("[01:01.23]one\n")  # type: ignore[union-attr] # the same
    assert lrc(None, "A", 1000) is None


@given(JSON)
def test_whatever_the_provider_sends_becomes_lines_or_nothing(answer: object) -> None:
    found = timed_lines(answer)
    text = lrc(found, "t", 1000)
    if found is None:
        assert text is None
        return
    assert found
    assert list(found) == sorted(found, key=lambda line: line.start_ms)
    assert all(0 <= line.start_ms <= line.end_ms <= LONGEST_TIMED for line in found)
    assert all(line.text.strip() and len(line.text.splitlines()) == 1 for line in found)
    assert text is not None
    rows = text.splitlines()[2:]
    assert len(rows) == len(found)
    assert all(re.match(r"\[\d\d+:\d\d\.\d\d\]", row) for row in rows)
