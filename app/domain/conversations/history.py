"""What a model is told of a conversation, and how many tokens that may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.domain.conversations.model import Conversation, Message, MessageStatus
from app.domain.language.model import Ending, Provider, Role, TextOrder, Turn

EXTERNAL_TEMPERATURE: Final = 0.7
CHARACTERS_PER_TOKEN: Final = 4


def estimated_tokens(*texts: str) -> int:
    """About how many tokens texts are: a token for every four characters."""
    return tokens_of(sum(map(len, texts)))


def tokens_of(characters: int) -> int:
    """About how many tokens so many characters are."""
    return characters // CHARACTERS_PER_TOKEN


def was_said(message: Message) -> bool:
    """Whether a model is told of a message: not of replies that failed or are being written."""
    said = message.status in (MessageStatus.COMPLETE, MessageStatus.STOPPED)
    return said and bool(message.content)


def turns_of(messages: Sequence[Message]) -> tuple[Turn, ...]:
    """The turns of active messages, in their order: the system context first."""
    ordered = sorted(messages, key=lambda each: (each.role is not Role.SYSTEM, each.position))
    return tuple(Turn(role=each.role, content=each.content) for each in ordered if was_said(each))


def reply_order(conversation: Conversation, messages: Sequence[Message]) -> TextOrder:
    """What the conversation's model is asked for next.

    Ollama keeps far less in mind than a model could unless it is told, so it is told the
    conversation's window.
    """
    internal = conversation.provider is Provider.INTERNAL
    return TextOrder(
        model=conversation.model,
        turns=turns_of(messages),
        temperature=None if internal else EXTERNAL_TEMPERATURE,
        context_window=conversation.context_window if internal else None,
    )


def filled(order: TextOrder, reply: str, ending: Ending | None) -> int:
    """How many tokens an exchange filled: its prompt and its answer.

    A provider's count of the prompt that is missing, or smaller than what was surely sent (it
    leaves out what it had in its cache), gives way to the estimate.
    """
    estimate = estimated_tokens(*(turn.content for turn in order.turns))
    counted = ending.prompt_tokens if ending else None
    completion = ending.completion_tokens if ending else None
    prompt = estimate if counted is None else max(counted, estimate)
    return prompt + (estimated_tokens(reply) if completion is None else completion)
