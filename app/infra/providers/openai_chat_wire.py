"""OpenAI's language of chat: orders, and the events of an answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from app.domain.language.model import Ending, Piece, TextOrder
from app.domain.songs.provider import Json
from app.infra.providers.answer import storable, storable_text
from app.infra.providers.text_failures import FILTERED, complained, incomplete
from app.infra.providers.text_wire import count, line_fields, turns_of

_REASONING: Final = re.compile(r"(?:gpt-(?:[5-9]|[1-9][0-9])|o[1-9][0-9]?)(?:[.-]|$)")
_DONE = b"[DONE]"


def refuses_temperature(model: str) -> bool:
    """Whether a model of OpenAI's takes no temperature but its own: gpt-5 and later, o1 and later.

    What was made of one (`ft:gpt-5-mini:…`) and what a reseller names after one (`openai/o3`) is
    like it.
    """
    name = model.lower().removeprefix("ft:").rpartition("/")[2].partition(":")[0]
    return _REASONING.match(name) is not None


def completion_body(order: TextOrder) -> bytes:
    """The body of the request for an answer. OpenAI cannot be told how much to keep in mind."""
    body: dict[str, Json] = {
        "model": order.model,
        "messages": turns_of(order),
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if order.temperature is not None and not refuses_temperature(order.model):
        body["temperature"] = order.temperature
    if order.max_tokens is not None:
        body["max_completion_tokens"] = order.max_tokens
    return json.dumps(body).encode()


class CompletionLines:
    """A LineReader of `/chat/completions`, which answers server-sent events of one line each.

    An answer is whole when it says why it finished, or that it is done; the counts come between
    the two, if they come. A refusal in the model's own words is what it says.
    """

    def __init__(self) -> None:
        self._begun = False
        self._finish: str | None = None
        self._usage: dict[str, Json] = {}

    def read(self, line: bytes) -> Iterable[Piece | Ending]:
        """See `LineReader.read`."""
        if not line.startswith(b"data:"):
            return
        event = line[5:].strip()
        if event == _DONE:
            yield self._ending()
        elif event:
            yield from self._said(line_fields(event))

    def end(self) -> Ending | None:
        """See `LineReader.end`."""
        return None if self._finish is None else self._ending()

    def _said(self, fields: dict[str, Json]) -> Iterator[Piece]:
        if "error" in fields:
            self._complain(fields)
        usage, choices = fields.get("usage"), fields.get("choices")
        if isinstance(usage, dict):
            self._usage = usage
        choice = choices[0] if isinstance(choices, list) and choices else None
        if not isinstance(choice, dict):
            return
        delta = choice.get("delta")
        for name in ("content", "refusal"):
            content = delta.get(name) if isinstance(delta, dict) else None
            if isinstance(content, str) and (said := storable_text(content)):
                self._begun = True
                yield Piece(text=said)
        reason = choice.get("finish_reason")
        if isinstance(reason, str):
            self._finish = reason
        if reason == "content_filter":
            raise incomplete("the provider's content filter stopped the answer", FILTERED)

    def _ending(self) -> Ending:
        return Ending(
            prompt_tokens=count(self._usage.get("prompt_tokens")),
            completion_tokens=count(self._usage.get("completion_tokens")),
            cut_short=self._finish == "length",
        )

    def _complain(self, fields: dict[str, Json]) -> None:
        known = storable(fields)
        now = datetime.now(UTC)
        if isinstance(known, dict) and (failure := complained(known, now, begun=self._begun)):
            raise failure
