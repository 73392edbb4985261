from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.lyrics.text_tools import plain_text, replace_all, tool_text

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=40)
FEW = st.text(alphabet="aAbß$\\1.*", max_size=12)


@pytest.mark.parametrize(
    ("text", "search", "replacement", "result", "count"),
    [
        ("la la", "la", "lo", "lo lo", 2),
        ("aaa", "aa", "b", "ba", 1),
        ("La la", "la", "lo", "La lo", 1),
        ("a.c abc", "a.c", r"\1$&", r"\1$& abc", 1),
        ("abc", "x", "y", "abc", 0),
        ("a  b", "  ", " ", "a b", 1),
        ("a\r\nb", "a\nb", "c", "c", 1),
        ("a\nb", "\r\n", "", "ab", 1),
        ("e\u0301 👩‍👩‍👧 שלום", "👩‍👩‍👧", "🎵", "e\u0301 🎵 שלום", 1),
    ],
)
def test_every_occurrence_is_replaced_literally(
    text: str, search: str, replacement: str, result: str, count: int
) -> None:
    done = replace_all(text, search, replacement)

    assert (done.text, done.count) == (result, count)


@pytest.mark.parametrize(
    ("text", "search", "result"),
    [
        ("La LA la", "lA", "x x x"),
        ("ÄÖ äö", "äö", "x x"),
        ("İstanbul ISTANBUL", "istanbul", "İstanbul x"),
        ("Straße STRASSE", "strasse", "Straße x"),
        ("ΟΔΟΣ οδος", "οδοσ", "x x"),
    ],
)
def test_upper_and_lower_case_may_be_the_same(text: str, search: str, result: str) -> None:
    assert replace_all(text, search, "x", match_case=False).text == result


@given(FEW, FEW.filter(bool), FEW)
def test_it_does_what_python_does(text: str, search: str, replacement: str) -> None:
    done = replace_all(text, search, replacement)

    assert done.text == text.replace(search, replacement)
    assert done.count == text.count(search)


@given(TEXTS, TEXTS.filter(bool))
def test_a_text_replaced_by_itself_stays_whatever_the_case(text: str, search: str) -> None:
    assert replace_all(text, search, search).text == text
    if text:
        assert replace_all(text, text, search, match_case=False).text == search


@pytest.mark.parametrize(("length", "possible"), [(10_000, True), (10_001, False)])
def test_texts_and_results_have_10_000_characters_at_most(length: int, possible: bool) -> None:
    attempts: dict[str, Callable[[], object]] = {
        "text": lambda: tool_text("🎵" * length),
        "search": lambda: replace_all("a", "🎵" * length, ""),
        "replacement": lambda: replace_all("a", "b", "🎵" * length),
        "result": lambda: replace_all("a" + "b" * 5000, "a", "c" * (length - 5000)),
    }
    for name, attempt in attempts.items():
        if possible:
            attempt()
            continue
        with pytest.raises(InvalidInput) as caught:
            attempt()
        assert caught.value.params == {"max": 10_000, "length": 10_001}, name


@pytest.mark.parametrize(
    ("text", "search", "replacement", "path"),
    [
        ("a", "", "b", "search"),
        ("a\0", "a", "b", "text"),
        ("a", "\0", "b", "search"),
        ("a", "a", "\0", "replacement"),
    ],
)
def test_what_is_looked_for_must_be_there_and_nothing_may_be_nul(
    text: str, search: str, replacement: str, path: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        replace_all(text, search, replacement)
    assert caught.value.problems[0].path == (path,)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**Verse1**\nla **lo** la", "Verse1\nla lo la"),
        ("[Chorus]\r\n[softly] la", "Chorus\nsoftly la"),
        ("Verse 2:\nShe said:", "Verse 2\nShe said:"),
        ("**[hook]** [**x**]", "hook x"),
        ("2 * 3 ** 4 [", "2 * 3 ** 4 ["),
        ("****\n**\n[]", "****\n**\n"),
        ("**a\nb**", "**a\nb**"),
        ("**a * b** e\u0301 שלום", "a * b e\u0301 שלום"),
    ],
)
def test_a_plain_text_has_no_marks(text: str, plain: str) -> None:
    assert plain_text(text) == plain


@given(TEXTS)
def test_a_plain_text_keeps_every_letter_and_line(text: str) -> None:
    plain = plain_text(text)

    assert [each for each in plain if each.isalnum()] == [each for each in text if each.isalnum()]
    assert plain.count("\n") == text.count("\n")
