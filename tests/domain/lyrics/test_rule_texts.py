from __future__ import annotations

import base64
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.lyrics.rules.encoding import decoded, encoded
from app.domain.lyrics.rules.lines import covered_line

SAVED = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


def test_a_comma_and_a_line_feed_are_kept_as_they_were_typed() -> None:
    assert encoded(",\n") == "LAo="
    assert encoded(",\r\n") == "LA0K"


@given(SAVED)
def test_what_is_encoded_is_decoded(replacement: str) -> None:
    assert decoded(encoded(replacement)) == replacement


@given(SAVED, st.sampled_from(["\n", "\r\n", " "]))
def test_wrapped_base64_is_decoded(replacement: str, separator: str) -> None:
    wrapped = separator.join(textwrap.wrap(encoded(replacement), 76))
    assert decoded(wrapped + separator) == replacement


def test_a_word_that_could_be_base64_is_not_guessed_to_be_text() -> None:
    assert encoded("abcd") != "abcd"
    assert decoded(encoded("abcd")) == "abcd"


@pytest.mark.parametrize(
    "stored", ["abc", "LAo", "Łódź", "****", base64.b64encode(b"\xff").decode(), "AA=="]
)
def test_what_is_no_base64_of_a_text_is_not_decoded(stored: str) -> None:
    assert decoded(stored) is None


@pytest.mark.parametrize(
    ("text", "matched", "line"),
    [
        ("Chorus:\nla", "Chorus:", "Chorus:"),
        ("x\n  Chorus: \t\nla", "Chorus:", "  Chorus: \t"),
        ("x\n\nChorus:\nla", "\n\nChorus:\n", "Chorus:"),
        ("Chorus:\nla\nx", "Chorus:\nla", "Chorus:"),
        ("**🎵é**", "**🎵é**", "**🎵é**"),
        ("the Chorus: begins", "Chorus:", None),
        ("Chorus: here\nla", "Chorus:", None),
        ("x Chorus:\nla", "Chorus:", None),
        ("a\n \n b", "\n \n", None),
        ("abc", "", None),
    ],
)
def test_a_label_is_a_line_that_a_match_covers(text: str, matched: str, line: str | None) -> None:
    begin = text.index(matched)
    span = covered_line(text, begin, begin + len(matched))
    assert (text[slice(*span)] if span else None) == line
