"""How many pieces a text comes in, and where the mock cuts it off."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from aitestmock.talk.orders import TextOrder
from aitestmock.talk.scenarios import Finish

_TOKEN = re.compile(r"\s*\S+")


def tokens_of(text: str) -> list[str]:
    """A text as tokens: each is a word with the space before it."""
    return _TOKEN.findall(text)


def answer_tokens(order: TextOrder, text: str) -> tuple[Sequence[str], Finish]:
    """The tokens that this order gets of a text, and why the model stops after them."""
    scenario = order.scenario
    if scenario.empty:
        return [], Finish.STOP
    tokens = tokens_of(text)
    if order.tokens is not None:
        tokens = list(itertools.islice(over_and_over(tokens), order.tokens))
    if scenario.finish is not Finish.STOP:
        return tokens[: middle_of(tokens)], scenario.finish
    if order.most_tokens is not None and len(tokens) > order.most_tokens:
        return tokens[: order.most_tokens], Finish.LENGTH
    return tokens, Finish.STOP


def over_and_over(tokens: Sequence[str]) -> Iterator[str]:
    """A text again and again, a space between one time and the next."""
    yield from tokens
    rest = [f" {tokens[0].lstrip()}", *tokens[1:]] if tokens else [" …"]
    while True:
        yield from rest


def middle_of(tokens: Sequence[str]) -> int:
    """How many tokens have come when something happens in the middle."""
    return (len(tokens) + 1) // 2
