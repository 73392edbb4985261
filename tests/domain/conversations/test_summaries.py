from __future__ import annotations

from app.domain.conversations.compression import compressible
from app.domain.conversations.model import MessageStatus
from app.domain.conversations.summaries import (
    chunks,
    excerpt,
    prefix_tokens,
    summary_order,
    summary_prefix,
)
from app.domain.language.model import Role
from tests.domain.conversations.things import a_message


def test_a_summary_begins_with_how_many_messages_it_stands_for() -> None:
    assert summary_prefix(12) == "[Summary: 12 msgs archived]\n"
    assert prefix_tokens(12) == 5


def test_a_model_is_told_the_first_five_messages_at_length_and_the_rest_in_short() -> None:
    messages = [a_message(place, f"{place}" + "x" * 1000) for place in range(7)]
    order = summary_order("m", "They met.", messages)
    [task, told] = order.turns
    assert task.role is Role.SYSTEM
    parts = told.content.split("\n\n")
    assert parts[0] == "Summary so far:\nThey met."
    assert [len(part) for part in parts[1:]] == [len("user: ") + 502] * 5 + [
        len("user: ") + 152
    ] * 2
    assert (order.model, order.temperature, order.max_tokens) == ("m", 0.3, 300)


def test_an_earlier_summary_is_told_whole() -> None:
    points = "- a point that must not be lost\n" * 30
    summary = a_message(0, points, Role.ASSISTANT, is_summary=True)
    [_, told] = summary_order("m", None, [summary, a_message(1, "x" * 501)]).turns
    assert told.content.startswith(f"assistant: {points}")
    assert told.content.endswith("x" * 500 + " …")


def test_what_was_not_said_is_not_summed_up() -> None:
    failed = a_message(1, "half a sen", Role.ASSISTANT, status=MessageStatus.FAILED)
    [_, told] = summary_order("m", None, [a_message(0, "Hello"), failed]).turns
    assert told.content == "user: Hello"


def test_more_than_twenty_messages_are_summed_up_in_several_goes() -> None:
    messages = [a_message(place) for place in range(41)]
    assert [len(each) for each in chunks(messages)] == [20, 20, 1]
    assert [len(each) for each in chunks(messages[:20])] == [20]


def test_without_a_model_the_number_and_the_first_five_beginnings_are_kept() -> None:
    messages = [a_message(place, f"{place}" + "y" * 200) for place in range(6)]
    lines = excerpt(messages).split("\n")
    assert lines[0] == "6 messages, beginning with:"
    assert [line[:7] for line in lines[1:]] == [f"user: {place}" for place in range(5)]
    assert all(len(line) == len("user: ") + 102 for line in lines[1:])


def test_the_context_and_the_last_messages_stay() -> None:
    context = a_message(0, "Be brief.", Role.SYSTEM)
    said = [a_message(place) for place in range(1, 6)]
    assert compressible([context, *said], 2) == said[:3]
    assert compressible([context, *said], 4) == said[:1]
    assert compressible([context, *said], 5) == []
    assert compressible([context, *said], 20) == []


def test_a_summary_alone_is_not_summed_up_again() -> None:
    summary = a_message(3, "[Summary]", Role.ASSISTANT, is_summary=True)
    kept = [a_message(4), a_message(5)]
    assert compressible([summary, *kept], 2) == []
    assert compressible([summary, *kept], 1) == [summary, kept[0]]
