from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.infra.patterns.matching import (
    CHECK,
    LARGEST_RESULT,
    LINES,
    SUBSTITUTE,
    Answer,
    answers,
)
from tests.infra.patterns.evil import SLOW_TO_MATCH, TEXT


def substituted(text: str, pattern: str, replacement: str) -> Answer:
    [answer] = answers(SUBSTITUTE, text, [[pattern, replacement]])
    return answer


@pytest.mark.parametrize(
    ("text", "pattern", "replacement", "result", "hits"),
    [
        ("baac", "a*", "-", "-b--c-", 4),
        ("a\nb", "^", "> ", "> a\n> b", 2),
        ("a\nb", "$", ";", "a;\nb;", 2),
        ("Anna", "a", "o", "Anno", 1),
        ("John Smith", r"(?<first>\w+) (?<last>\w+)", "$<last>, $<first>", "Smith, John", 1),
        ("John Smith", r"(?P<first>\w+) (\w+)", "$2, $<first>", "Smith, John", 1),
        ("ab", "(a)(x)?", r"[$1$2]\1", r"[a]\1b", 1),
        ("price 5", r"(?<=price )\d(?!\d)", "$$$&", "price $5", 1),
        ("e\u0301e", "e\u0301", "é", "ée", 1),
        ("🎵 שלום", r"\p{Hebrew}+", "[$&]", "🎵 [שלום]", 1),
        ("a,b", ",", "\r\n", "a\r\nb", 1),
        ("banana", "(?r)a", "o", "bonono", 3),
        ("banana", "(?r)(an?)(.)", "[$2$1]", "b[na][aan]", 2),
        ("banana", r"ba\Kn", "<$&>", "ba<n>ana", 1),
    ],
)
def test_matches_are_replaced(
    text: str, pattern: str, replacement: str, result: str, hits: int
) -> None:
    assert substituted(text, pattern, replacement) == {"text": result, "hits": hits}


@pytest.mark.parametrize("pattern", [r"(?=ba\K)b", r"(?<=\Kan)a", r"(?=a\Kn)"])
def test_matches_that_overlap_are_refused(pattern: str) -> None:
    answer = substituted("banana", pattern, "$&")
    assert answer == {"reason": "invalid", "detail": "matches overlap", "position": None}


def test_rules_apply_one_after_the_other() -> None:
    rules = [["a", "b"], ["b", "c"], ["(", ""], ["z", "!"]]

    first, second, third, fourth = answers(SUBSTITUTE, "ab", rules)

    assert (first["text"], second["text"], second["hits"]) == ("bb", "cc", 2)
    assert (third["reason"], third["detail"]) == ("invalid", "missing )")
    assert fourth == {"hits": 0}


def test_lines_are_found_in_upper_and_lower_case() -> None:
    text = "Verse 1:\nla\nverse 2:\nin verse 3:\n"

    [answer, _] = answers(LINES, text, [[r"VERSE \d:"], ["^$"]])

    assert [text[begin:end] for begin, end in answer["lines"]] == ["Verse 1:", "verse 2:"]
    assert answer["hits"] == 2


@pytest.mark.parametrize(
    ("pattern", "detail", "position"),
    [
        ("a(", "missing )", 2),
        ("[a", "unterminated character set", 2),
        ("a**", "multiple repeat", 2),
        (r"\p{Nonsense}", "unknown property", 12),
    ],
)
def test_an_invalid_pattern_says_what_is_wrong_and_where(
    pattern: str, detail: str, position: int
) -> None:
    [answer] = answers(CHECK, "", [[pattern]])
    assert answer == {"reason": "invalid", "detail": detail, "position": position}


@given(st.text(st.sampled_from("()[]{}?*+|^$\\.a1<>=!:,-PpRLuikN&~"), max_size=12))
def test_any_pattern_either_compiles_or_is_refused(pattern: str) -> None:
    [answer] = answers(SUBSTITUTE, "a1-<a>\n", [[pattern, "$1$<a>"]])
    assert "hits" in answer or answer["reason"] in ("invalid", "timeout", "too_much")


@pytest.mark.parametrize("pattern", SLOW_TO_MATCH)
def test_a_slow_pattern_is_given_up(pattern: str) -> None:
    slow, next_one = answers(SUBSTITUTE, TEXT, [[pattern, ""], ["!", "?"]])
    assert slow == {"reason": "timeout"}
    assert next_one["hits"] == 200


def test_rules_share_the_time_of_a_call() -> None:
    rules = [[SLOW_TO_MATCH[0], ""]] * 8 + [["!", "?"]]
    assert [each.get("reason") for each in answers(SUBSTITUTE, TEXT, rules)] == ["timeout"] * 9


@pytest.mark.parametrize(("length", "fits"), [(LARGEST_RESULT, True), (LARGEST_RESULT + 1, False)])
def test_a_result_has_a_limit_on_both_sides(length: int, fits: bool) -> None:
    every, rest = divmod(length, 1000)
    answer = substituted("a" * every + "b" * rest, "a", "🎵" * 1000)
    if fits:
        assert len(answer["text"]) == length
    else:
        assert answer == {"reason": "too_much"}
    swollen = substituted("a" + "b" * (length - 1000), "a", "🎵" * 1000)
    assert ("text" in swollen) is fits


def test_a_rule_that_makes_too_much_leaves_the_text_to_the_next_one() -> None:
    swollen, next_one = answers(SUBSTITUTE, "a" * 10_000, [["", "x" * 1000], ["a", "b"]])
    assert swollen == {"reason": "too_much"}
    assert next_one["text"] == "b" * 10_000


def test_too_many_parentheses_are_too_much() -> None:
    [answer] = answers(CHECK, "", [["(" * 500 + ")" * 500]])
    assert answer == {"reason": "too_much"}
