"""What stands for messages that are archived: the model's summary, or an excerpt without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.conversations.history import was_said
from app.domain.conversations.model import Message
from app.domain.language.model import Role, TextOrder, Turn

AT_ONCE: Final = 20
"""How many messages a model is asked to sum up in one go."""
_IN_FULL: Final = 5
_LONG: Final = 500
_SHORT: Final = 150
_EXCERPT: Final = 100
_MOST_TOKENS: Final = 300
_TEMPERATURE: Final = 0.3
_PREFIX: Final = "[Summary: {count} msgs archived]\n"
_TOKENS_PER_WORD: Final = 1.3
_TASK: Final = (
    "Sum up the conversation below for somebody who has to carry it on without having read it. "
    "Keep names, decisions, open questions and exact wordings that matter. Write at most five "
    "short points and at most 50 words, in the language of the conversation, and nothing else."
)


def summary_prefix(count: int) -> str:
    """What a summary of so many messages begins with."""
    return _PREFIX.format(count=count)


def prefix_tokens(count: int) -> int:
    """How many tokens that is."""
    return int(len(summary_prefix(count).split()) * _TOKENS_PER_WORD)


def chunks(messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
    """The messages in groups of at most 20."""
    for start in range(0, len(messages), AT_ONCE):
        yield messages[start : start + AT_ONCE]


def summary_order(model: str, earlier: str | None, messages: Sequence[Message]) -> TextOrder:
    """What a model is asked for: the first five messages in up to 500 characters, others in 150.

    `earlier` is what was summed up before; it and summaries among the messages go in whole.
    """
    lines = [f"Summary so far:\n{earlier}"] if earlier else []
    for place, message in enumerate(filter(was_said, messages)):
        longest = _LONG if place < _IN_FULL else _SHORT
        text = message.content if message.is_summary else _cut(message.content, longest)
        lines.append(f"{message.role.value}: {text}")
    return TextOrder(
        model=model,
        turns=(
            Turn(role=Role.SYSTEM, content=_TASK),
            Turn(role=Role.USER, content="\n\n".join(lines)),
        ),
        temperature=_TEMPERATURE,
        max_tokens=_MOST_TOKENS,
    )


def excerpt(messages: Sequence[Message]) -> str:
    """What is kept in mind where no model sums up: how many there were, and how they began."""
    said = [each for each in messages if was_said(each)]
    lines = [f"{each.role.value}: {_cut(each.content, _EXCERPT)}" for each in said[:_IN_FULL]]
    return "\n".join([f"{len(messages)} messages, beginning with:", *lines])


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest].rstrip() + " …"
