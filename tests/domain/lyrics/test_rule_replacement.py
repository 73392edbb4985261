from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.lyrics.rules.replacement import expanded, replacement_parts

GROUPS = ("match", "one", None, "three", *"456789", "ten", "eleven")
NAMES = {"n": 1, "gone": 2}


def replaced(replacement: str, groups: int = 11, names: Mapping[str, int] | None = None) -> str:
    parts = replacement_parts(replacement, groups=groups, names=names or {})
    return expanded(parts, GROUPS.__getitem__)


@pytest.mark.parametrize(
    ("replacement", "groups", "names", "text"),
    [
        ("", 0, {}, ""),
        ("$&$&", 0, {}, "matchmatch"),
        ("$$1 $$$1", 1, {}, "$1 $one"),
        ("$1$2$3", 3, {}, "onethree"),
        ("$0 $00 $4", 3, {}, "$0 $00 $4"),
        ("$01 $001", 3, {}, "one $001"),
        ("$10 $11", 11, {}, "ten eleven"),
        ("$10 $35", 3, {}, "one0 three5"),
        ("$110", 11, {}, "eleven0"),
        ("$1", 0, {}, "$1"),
        ("$", 1, {}, "$"),
        ("a$", 1, {}, "a$"),
        ("$` $'", 1, {}, "$` $'"),
        ("$<n>|$<gone>|$<other>|$<>", 3, NAMES, "one|||"),
        ("$<n $1", 3, NAMES, "$<n one"),
        ("$<n>", 3, {}, "$<n>"),
        ("$<$1>", 3, {}, "$<one>"),
        (r"\1 \n \\ \g<1>", 3, {}, r"\1 \n \\ \g<1>"),
        ("é🎵\u202eא\r\n", 0, {}, "é🎵\u202eא\r\n"),
        ("$\u0661", 1, {}, "$\u0661"),
    ],
)
def test_dollars_mean_what_they_mean_in_javascript(
    replacement: str, groups: int, names: Mapping[str, int], text: str
) -> None:
    assert replaced(replacement, groups, names) == text


def get_substitution(replacement: str, groups: int, names: Mapping[str, int]) -> str:
    """ECMA-262, 22.1.3.19.1, step by step, without "$`" and "$'"."""
    result, rest = "", replacement
    while rest:
        reference = text = rest[0]
        if rest.startswith("$$"):
            reference, text = "$$", "$"
        elif rest.startswith("$&"):
            reference, text = "$&", "match"
        elif rest[0] == "$" and rest[1:2] in set("0123456789") - {""}:
            digits = 2 if rest[2:3] in set("0123456789") - {""} else 1
            index = int(rest[1 : 1 + digits])
            if index > groups and digits == 2:
                digits, index = 1, int(rest[1])
            reference = text = rest[: 1 + digits]
            if 1 <= index <= groups:
                text = GROUPS[index] or ""
        elif rest.startswith("$<"):
            reference = text = "$<"
            if names and ">" in rest:
                reference = rest[: rest.index(">") + 1]
                number = names.get(reference[2:-1])
                text = (GROUPS[number] or "") if number else ""
        result, rest = result + text, rest[len(reference) :]
    return result


@given(
    replacement=st.text(st.sampled_from("$$$&0123<>ngoe\\a\n")),
    groups=st.integers(0, 11),
    named=st.booleans(),
)
@example(replacement="$<$1>", groups=1, named=False)
def test_every_replacement_follows_the_standard(replacement: str, groups: int, named: bool) -> None:
    names = NAMES if named else {}
    assert replaced(replacement, groups, names) == get_substitution(replacement, groups, names)


@given(st.text(st.characters(exclude_characters="$")))
def test_a_text_without_a_dollar_is_copied(replacement: str) -> None:
    assert replaced(replacement) == replacement


@given(st.text())
def test_doubled_dollars_are_the_text_itself(text: str) -> None:
    assert replaced(text.replace("$", "$$"), names=NAMES) == text
