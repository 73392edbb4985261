from __future__ import annotations

import pytest

from app.domain.errors import InvalidInput
from app.domain.templates.generation import LONGEST_INSTRUCTIONS, Overrides
from app.domain.writing.model import LONGEST_CONTEXT, TextWish
from app.domain.writing.sections import (
    LONGEST_LABEL,
    LONGEST_SECTION,
    LONGEST_SONG,
    MOST_LINES,
    SectionWish,
    extended,
    improved,
    rewritten,
)

LINES = SectionWish(content="Salt on my hands\nand rain", idempotency_key="k")


def problems(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.key, each.path) for each in refused.value.problems]


def test_a_section_is_improved_with_the_whole_song_before_everything_else() -> None:
    wish = improved(LINES, label=" Verse1 ", lyrics="**Verse1**\nSalt on my hands")
    assert (wish.category, wish.action) == ("lyrics", "improve-section")
    assert (wish.input, wish.idempotency_key) == (LINES.content, "k")
    assert wish.context == (
        "Label of the section: Verse1\n\nThe whole song:\n\n**Verse1**\nSalt on my hands"
    )
    assert improved(LINES, label=" ", lyrics=None).context is None
    assert improved(LINES, label="Bridge", lyrics="").context == "Label of the section: Bridge"


def test_a_section_is_rewritten_without_a_context() -> None:
    wish = rewritten(
        SectionWish(content="a", instructions="darker", overrides=Overrides(model="m"))
    )
    assert (wish.action, wish.context) == ("rewrite-section", None)
    assert (wish.instructions, wish.overrides.model) == ("darker", "m")


@pytest.mark.parametrize(("lines", "said"), [(1, "1 new line."), (4, "4 new lines."), (32, "32 ")])
def test_a_section_is_extended_by_a_number_of_lines(lines: int, said: str) -> None:
    wish = extended(LINES, lines=lines)
    assert wish.action == "extend-section"
    assert f"asks for {said}" in str(wish.context)


def test_a_section_is_extended_by_four_lines_unless_another_number_is_said() -> None:
    assert extended(LINES) == extended(LINES, lines=4)


@pytest.mark.parametrize("lines", [0, MOST_LINES + 1, -1])
def test_a_section_is_not_extended_by_none_or_too_many_lines(lines: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        extended(LINES, lines=lines)
    assert problems(refused) == [("number.out_of_range", ("lines",))]


def test_what_is_as_long_as_it_may_be_is_taken() -> None:
    section = SectionWish(content="x" * LONGEST_SECTION, instructions="i" * LONGEST_INSTRUCTIONS)
    wish = improved(section, label="l" * LONGEST_LABEL, lyrics="y" * LONGEST_SONG)
    assert len(wish.input) == LONGEST_SECTION
    wish.check_context()
    assert len(str(wish.context)) < LONGEST_CONTEXT


def test_everything_that_is_too_long_is_said_at_once() -> None:
    section = SectionWish(
        content="x" * (LONGEST_SECTION + 1), instructions="i" * (LONGEST_INSTRUCTIONS + 1)
    )
    with pytest.raises(InvalidInput) as refused:
        improved(section, label="l" * (LONGEST_LABEL + 1), lyrics="y" * (LONGEST_SONG + 1))
    assert [path for _, path in problems(refused)] == [
        ("label",), ("lyrics",), ("content",), ("instructions",),
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["", " \n\t", "a\0b"])
def test_a_section_has_words(content: str) -> None:
    def operations(section: SectionWish) -> list[TextWish]:
        return [rewritten(section)]

    with pytest.raises(InvalidInput) as refused:
        operations(SectionWish(content=content))
    assert [path for _, path in problems(refused)] == [("content",)]
