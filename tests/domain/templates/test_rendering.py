from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.templates.rendering import rendered
from tests.domain.templates.test_model import content

PARTS = st.text("ab \n", max_size=8)


def test_the_parts_come_in_order_with_one_blank_line_between_them() -> None:
    whole = rendered(
        content(pre_condition=" before\n\n", post_condition="\n\n\nafter"),
        input_text="  input\n\nof two paragraphs ",
        instructions="wishes\n",
        context="\ncontext",
    )
    assert whole == "context\n\nbefore\n\ninput\n\nof two paragraphs\n\nwishes\n\nafter"


def test_what_is_empty_or_missing_leaves_no_gap() -> None:
    assert rendered(content(pre_condition=" \n"), input_text="input") == "input\n\nb"
    assert rendered(content(), input_text="") == "a\n\nb"
    assert rendered(content(), input_text="i", instructions=" ", context="") == "a\n\ni\n\nb"


@given(PARTS, PARTS, PARTS, PARTS)
def test_no_text_begins_or_ends_with_a_gap(before: str, told: str, wishes: str, after: str) -> None:
    said = content(pre_condition=before, post_condition=after)
    whole = rendered(said, input_text=told, instructions=wishes)
    assert whole == whole.strip()
    kept = [part.strip() for part in (before, told, wishes, after) if part.strip()]
    assert len(whole) == sum(map(len, kept)) + 2 * max(0, len(kept) - 1)
