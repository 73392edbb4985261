from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.overlay.words import drawn_words


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Midnight train", "MIDNIGHT TRAIN"),
        ("größe über ÄRGER", "GRÖSSE ÜBER ÄRGER"),
        ("u\u0308ber", "ÜBER"),
        ("one\r\ntwo\n\nthree\tfour", "ONE TWO THREE FOUR"),
        ("soft\u00adware zero\u200bwidth \u202eright\u202c", "SOFTWARE ZEROWIDTH RIGHT"),
        ("love \u2764\ufe0f", "LOVE \u2764"),
        ("שלום", "שלום"),
        ("\u200b\u200d", ""),
    ],
)
def test_words_are_drawn_in_capitals_on_one_line(typed: str, drawn: str) -> None:
    assert drawn_words(typed) == drawn


@given(st.text())
def test_drawn_words_are_drawn_as_they_are(text: str) -> None:
    drawn = drawn_words(text)

    assert drawn_words(drawn) == drawn
