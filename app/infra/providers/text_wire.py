"""What the languages of Ollama and OpenAI have in common."""

from __future__ import annotations

import json

from app.domain.language.model import TextOrder
from app.domain.songs.provider import Json
from app.infra.providers.text_failures import incomplete

_LARGEST_COUNT = 2**31 - 1


def turns_of(order: TextOrder) -> list[Json]:
    """What was said so far."""
    return [{"role": turn.role.value, "content": turn.content} for turn in order.turns]


def line_fields(line: bytes) -> dict[str, Json]:
    """The members of the JSON object in a line. Raises ModelFailedError for anything else.

    Bytes that are no UTF-8 become replacement characters: half a character is no reason to lose
    the rest of an answer.
    """
    try:
        fields = json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise incomplete("a line of the answer is no JSON") from None
    if not isinstance(fields, dict):
        raise incomplete("a line of the answer is no JSON object")
    return fields


def count(value: Json) -> int | None:
    """A number of tokens; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= _LARGEST_COUNT else None
