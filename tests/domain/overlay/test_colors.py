from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.overlay.colors import canonical


@pytest.mark.parametrize(
    ("typed", "color"),
    [
        ("#ffcc00", "#FFCC00"),
        ("FfCc00", "#FFCC00"),
        ("#fc0", "#FFCC00"),
        ("fC0", "#FFCC00"),
        ("#000000", "#000000"),
    ],
)
def test_three_or_six_digits_in_any_case_are_a_color(typed: str, color: str) -> None:
    assert canonical(typed) == color


@pytest.mark.parametrize(
    "typed",
    [
        *("", "#", "#ff", "#ffff", "#fffff", "#fffffff", "##fff", "#ggg", "white"),
        *("#fff\n", " #fff", "#ff ff", "rgb(0,0,0)", "#\uff11\uff11\uff11", "#fff\0"),
    ],
)
def test_anything_else_is_no_color(typed: str) -> None:
    assert canonical(typed) is None


@given(st.from_regex("[0-9a-fA-F]{6}", fullmatch=True))
def test_a_canonical_color_stays_as_it_is(digits: str) -> None:
    color = canonical(digits)

    assert color == f"#{digits.upper()}"
    assert canonical(color) == color
