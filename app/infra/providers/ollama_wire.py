"""Ollama's language: orders, the lines of an answer, and what it says of its models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.language.model import LONGEST_MODEL, Ending, Piece, TextOrder
from app.domain.songs.provider import Json
from app.infra.providers.answer import storable, storable_text, text
from app.infra.providers.text_failures import complained
from app.infra.providers.text_wire import count, line_fields, turns_of

LONGEST_WORD = 50


def chat_body(order: TextOrder) -> bytes:
    """The body of the request for an answer. What the order leaves open is left to Ollama."""
    options = {
        "temperature": order.temperature,
        "num_predict": order.max_tokens,
        "num_ctx": order.context_window,
    }
    body = {
        "model": order.model,
        "messages": turns_of(order),
        "stream": True,
        "options": {name: value for name, value in options.items() if value is not None},
    }
    return json.dumps(body).encode()


class ChatLines:
    """A LineReader of `/api/chat`, which answers NDJSON.

    What a model thinks (`thinking`) is no part of what it says. Where Ollama finds a prompt in its
    cache it counts nothing, or nothing at all: it does not say.
    """

    def __init__(self) -> None:
        self._begun = False

    def read(self, line: bytes) -> Iterable[Piece | Ending]:
        """See `LineReader.read`."""
        if not line.strip():
            return
        fields = line_fields(line)
        if "error" in fields:
            self._complain(fields)
        message = fields.get("message")
        content = message.get("content") if isinstance(message, dict) else None
        if isinstance(content, str) and (said := storable_text(content)):
            self._begun = True
            yield Piece(text=said)
        if fields.get("done") is True:
            yield Ending(
                prompt_tokens=count(fields.get("prompt_eval_count")) or None,
                completion_tokens=count(fields.get("eval_count")),
                cut_short=fields.get("done_reason") == "length",
            )

    def end(self) -> Ending | None:
        """None: the end is a line."""
        return None

    def _complain(self, fields: dict[str, Json]) -> None:
        known = storable(fields)
        now = datetime.now(UTC)
        if isinstance(known, dict) and (failure := complained(known, now, begun=self._begun)):
            raise failure


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledModel:
    """A model that an Ollama has; `size` in bytes, the words are Ollama's."""

    name: str
    size: int | None = None
    parameters: str | None = None
    quantization: str | None = None


def installed_models(fields: dict[str, Json]) -> Sequence[InstalledModel] | None:
    """The models in the answer of `/api/tags`, without those that have no name; None if it is none.

    A name that is too long for us is no name.
    """
    models = fields.get("models")
    if not isinstance(models, list):
        return None
    return [model for model in map(_installed, models) if model is not None]


def context_length(fields: dict[str, Json]) -> int | None:
    """The context window that the answer of `/api/show` tells, in tokens; None if it tells none."""
    known = fields.get("model_info")
    if not isinstance(known, dict):
        return None
    architecture = known.get("general.architecture")
    named = known.get(f"{architecture}.context_length")
    others = (value for name, value in known.items() if name.endswith(".context_length"))
    lengths = (count(value) for value in (named, *others))
    return next((length for length in lengths if length), None)


def _installed(entry: Json) -> InstalledModel | None:
    if not isinstance(entry, dict):
        return None
    name = text(entry.get("name") or entry.get("model"), LONGEST_MODEL + 1)
    if name is None or len(name) > LONGEST_MODEL:
        return None
    details = entry.get("details")
    known = details if isinstance(details, dict) else {}
    size = entry.get("size")
    return InstalledModel(
        name=name,
        size=size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None,
        parameters=text(known.get("parameter_size"), LONGEST_WORD),
        quantization=text(known.get("quantization_level"), LONGEST_WORD),
    )
