# ruff: noqa: RUF001 - quotation marks of all kinds are what is tested
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.templates.answers import cleaned


@pytest.mark.parametrize(
    "quoted",
    [
        '"Home"',
        "'Home'",
        "“Home”",
        "‘Home’",
        "„Home“",
        "‚Home‘",
        "„Home”",
        "”Home”",
        "’Home’",
        "«Home»",
        "« Home »",
        "‹Home›",
        "»Home«",
        "›Home‹",
        "»Home»",
        "「Home」",
        ' \n"Home"\n',
        '" Home "',
    ],
)
def test_a_pair_around_everything_goes(quoted: str) -> None:
    assert cleaned(quoted) == "Home"


@pytest.mark.parametrize(
    "kept",
    [
        "Home",
        '"Home',
        'Home"',
        '"',
        "'",
        "",
        '"Home“',
        "“Home“",
        "»Home›",
        "`Home`",
        '"Home".',
        '"Home" and "Away"',
        "“Home” and “Away”",
        "„Heim“ und „Weg“",
        "«Home» et «Away»",
        "'Home' and 'Away'",
        "'Home' don't 'Away'",
        '"Come home," she said, "and stay"',
        '"One"\n"Two"',
    ],
)
def test_what_is_no_pair_around_everything_stays(kept: str) -> None:
    assert cleaned(kept) == kept


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ('""Home""', '""Home""'),
        ("\"'Home'\"", "'Home'"),
        ("„»Heim«“", "»Heim«"),
        ("„Er rief „Heim“ und ging“", "Er rief „Heim“ und ging"),
        ("“She said “home” twice”", "She said “home” twice"),
        ("'Don't go'", "Don't go"),
        ("‘Don’t go’", "Don’t go"),
        ("'Rock 'n' Roll'", "'Rock 'n' Roll'"),
        ('""', ""),
        ('"  "', ""),
        ('"Two\n\nlines"', "Two\n\nlines"),
        ('"He\'s home"', "He's home"),
    ],
)
def test_one_pair_goes_and_never_more(answer: str, left: str) -> None:
    assert cleaned(answer) == left


@given(st.text("ab \"'“”„«»\n"))
def test_nothing_but_marks_and_blanks_at_the_ends_is_lost(answer: str) -> None:
    left = cleaned(answer)
    assert left in answer
    assert left == left.strip()
    assert _signs(answer) - _signs(left) in (0, 2)


def _signs(text: str) -> int:
    return sum(not sign.isspace() for sign in text)
