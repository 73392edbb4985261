from __future__ import annotations

import pytest

from app.domain.conversations.history import (
    estimated_tokens,
    filled,
    reply_order,
    turns_of,
    was_said,
)
from app.domain.conversations.model import MessageStatus
from app.domain.language.model import Ending, Provider, Role, TextOrder, Turn
from tests.domain.conversations.things import a_conversation, a_message


def test_the_context_comes_first_and_the_rest_in_its_order() -> None:
    messages = [
        a_message(2, "Fine.", Role.ASSISTANT),
        a_message(1, "How are you?"),
        a_message(3, "Be brief.", Role.SYSTEM),
    ]
    assert [turn.content for turn in turns_of(messages)] == ["Be brief.", "How are you?", "Fine."]


@pytest.mark.parametrize(
    ("status", "content", "said"),
    [
        (MessageStatus.COMPLETE, "Hm", True),
        (MessageStatus.STOPPED, "Hm", True),
        (MessageStatus.STOPPED, "", False),
        (MessageStatus.FAILED, "Hm", False),
        (MessageStatus.STREAMING, "Hm", False),
    ],
)
def test_a_model_is_told_of_what_was_said_to_its_end_or_stopped(
    status: MessageStatus, content: str, said: bool
) -> None:
    assert was_said(a_message(1, content, status=status)) is said


def test_an_internal_model_is_told_the_window_and_an_external_one_a_temperature() -> None:
    messages = [a_message(1)]
    internal = reply_order(a_conversation(context_window=8192), messages)
    assert (internal.context_window, internal.temperature) == (8192, None)

    external = a_conversation(provider=Provider.EXTERNAL, model="gpt-4o-mini")
    order = reply_order(external, messages)
    assert (order.context_window, order.temperature) == (None, 0.7)
    assert (order.model, order.max_tokens) == ("gpt-4o-mini", None)


def order_of(characters: int) -> TextOrder:
    return TextOrder(model="m", turns=(Turn(role=Role.USER, content="x" * characters),))


def test_a_count_of_the_prompt_that_is_missing_or_too_small_gives_way_to_the_estimate() -> None:
    def tokens(prompt: int | None, completion: int | None = 5) -> int:
        ending = Ending(prompt_tokens=prompt, completion_tokens=completion)
        return filled(order_of(400), "y" * 40, ending)

    assert tokens(120) == 125
    assert tokens(100) == 105
    assert tokens(99) == 105
    assert tokens(0) == 105
    assert tokens(None) == 105
    assert tokens(120, None) == 130
    assert filled(order_of(400), "y" * 40, None) == 110


def test_a_token_is_taken_for_four_characters_of_all_texts_together() -> None:
    assert estimated_tokens() == 0
    assert estimated_tokens("abc") == 0
    assert estimated_tokens("abc", "d") == 1
