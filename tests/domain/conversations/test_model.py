from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from app.domain.conversations.model import (
    ConversationChanges,
    NewConversation,
    UsageLevel,
    checked_content,
    usage_percent,
)
from app.domain.errors import InvalidInput
from app.domain.language.model import Provider
from tests.domain.conversations.things import NOW, a_conversation


def problems(error: InvalidInput) -> list[tuple[str, str]]:
    return [(problem.path[0], problem.key) for problem in error.problems]


@pytest.mark.parametrize(
    ("percent", "level"),
    [
        (0, UsageLevel.FINE),
        (69.99, UsageLevel.FINE),
        (70, UsageLevel.NOTICE),
        (84.99, UsageLevel.NOTICE),
        (85, UsageLevel.COMPRESS),
        (89.99, UsageLevel.COMPRESS),
        (90, UsageLevel.WARNING),
        (250, UsageLevel.WARNING),
    ],
)
def test_the_level_rises_at_70_85_and_90_percent(percent: float, level: UsageLevel) -> None:
    assert UsageLevel.of(percent) is level


def test_usage_is_rounded_to_two_digits_and_an_unknown_window_is_never_full() -> None:
    assert usage_percent(1, 3) == 33.33
    assert usage_percent(3000, 2000) == 150
    assert usage_percent(5, 0) == 0


@pytest.mark.parametrize(
    ("field", "longest"), [("title", 500), ("model", 100), ("system_context", 20_000)]
)
def test_every_text_of_a_conversation_has_its_limit(field: str, longest: int) -> None:
    given: dict[str, Any] = {"title": "A", field: "x" * longest}
    assert getattr(NewConversation(**given).checked(), field) == "x" * longest
    with pytest.raises(InvalidInput) as raised:
        NewConversation(**{**given, field: "x" * (longest + 1)}).checked()
    assert problems(raised.value) == [(field, "text.too_long")]

    fits: dict[str, Any] = {field: "x" * longest}
    assert ConversationChanges(**fits).checked().given() == fits
    too_long: dict[str, Any] = {field: "x" * (longest + 1)}
    with pytest.raises(InvalidInput):
        ConversationChanges(**too_long).checked()


def test_title_and_model_must_not_be_blank_and_a_blank_context_is_none() -> None:
    with pytest.raises(InvalidInput) as raised:
        NewConversation(title=" ", model="  ").checked()
    assert problems(raised.value) == [("title", "text.blank"), ("model", "text.blank")]
    assert NewConversation(title=" A ", system_context=" \n").checked() == NewConversation(
        title="A", system_context=None
    )


def test_only_the_context_can_be_cleared() -> None:
    names = {each.name for each in fields(ConversationChanges)} - {"system_context"}
    for name in names:
        with pytest.raises(InvalidInput) as raised:
            ConversationChanges(**{name: None}).checked()
        assert (name, "input.not_null") in problems(raised.value)
    assert ConversationChanges(system_context=None).checked().given() == {"system_context": None}


def test_a_change_of_nothing_is_none() -> None:
    with pytest.raises(InvalidInput, match=r"input\.empty"):
        ConversationChanges().checked()


def test_another_provider_comes_with_a_model_of_its_own() -> None:
    with pytest.raises(InvalidInput) as raised:
        ConversationChanges(provider=Provider.EXTERNAL).checked()
    assert problems(raised.value) == [("model", "conversation.model_missing")]
    ConversationChanges(provider=Provider.EXTERNAL, model="gpt-5").checked()


def test_a_change_counts_and_brings_the_window_of_the_model() -> None:
    later = NOW.replace(hour=13)
    changes = ConversationChanges(model="big", archived=True).checked()
    changed = a_conversation(token_count=400).changed(changes, 4000, later)
    assert (changed.model, changed.archived, changed.version) == ("big", True, 2)
    assert (changed.context_window, changed.usage_percent) == (4000, 10)
    assert changed.updated_at == later


def test_what_is_said_is_kept_as_typed_within_its_limit() -> None:
    assert checked_content("  hm\n", None) == "  hm\n"
    assert len(checked_content("x" * 100_000, "c" * 200)) == 100_000
    for content, client_id, problem in [
        (" \n", None, ("content", "text.blank")),
        ("x" * 100_001, None, ("content", "text.too_long")),
        ("a\0b", None, ("content", "text.nul")),
        ("a", "", ("client_message_id", "text.blank")),
        ("a", "c" * 201, ("client_message_id", "text.too_long")),
    ]:
        with pytest.raises(InvalidInput) as raised:
            checked_content(content, client_id)
        assert problems(raised.value) == [problem]
