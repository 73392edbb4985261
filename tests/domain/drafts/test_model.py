from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.drafts.model import (
    DEEPEST_VALUE,
    LARGEST_VALUE,
    Draft,
    checked_key,
    new_draft,
    value_text,
)
from app.domain.errors import InvalidInput

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


def a_draft() -> Draft:
    return new_draft(draft_id=uuid4(), user_id=uuid4(), key="k", now=NOW)


def nested(levels: int) -> Any:
    value: Any = 1
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    draft = a_draft().saved(value_text(value), NOW)
    assert json.dumps(draft.value) == json.dumps(value)


def test_every_save_has_a_number_of_its_own_also_after_a_clearing() -> None:
    first = a_draft().saved("1", NOW)
    third = first.saved(None, NOW).saved("1", NOW)
    assert (a_draft().rev, first.rev, third.rev) == (0, 1, 3)


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("a\0b", "text.nul"),
        ([{"a": "\0"}], "text.nul"),
        ([{"\0": 1}], "text.nul"),
        ("\ud800", "draft.bad_text"),
        ({"\udfff": 1}, "draft.bad_text"),
        (math.inf, "draft.bad_number"),
        ([math.nan], "draft.bad_number"),
        (2**64, "draft.bad_number"),
        (-(2**63) - 1, "draft.bad_number"),
        (nested(DEEPEST_VALUE + 1), "draft.too_deep"),
        (nested(100_000), "draft.too_deep"),
        ("x" * (LARGEST_VALUE - 1), "draft.too_large"),
        ("ü" * (LARGEST_VALUE // 2), "draft.too_large"),
    ],
)
def test_what_could_not_come_back_is_refused(value: Any, key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        value_text(value)
    assert refused.value.key == key


@pytest.mark.parametrize(
    "value",
    [
        2**64 - 1,
        -(2**63),
        nested(DEEPEST_VALUE),
        "x" * (LARGEST_VALUE - 2),
        "ü" * (LARGEST_VALUE // 2 - 1),
        True,
        0,
        "",
        [],
        {},
    ],
)
def test_what_is_just_possible_is_kept(value: Any) -> None:
    assert json.loads(value_text(value) or "") == value


@pytest.mark.parametrize(
    ("key", "refused"),
    [("", True), ("k", False), (" ", False), ("😀" * 100, False), ("k" * 101, True), ("\0", True)],
)
def test_a_key_has_its_limits(key: str, refused: bool) -> None:
    if not refused:
        assert checked_key(key) == key
        return
    with pytest.raises(InvalidInput):
        checked_key(key)
