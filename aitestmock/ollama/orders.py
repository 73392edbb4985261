"""What a client asks Ollama for, checked as loosely as Ollama checks it."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from aitestmock.ollama.errors import OllamaError, unknown_model
from aitestmock.ollama.models import Model, find_model
from aitestmock.talk.orders import TextOrder, Turn

RUNTIME_CONTEXT = 4096

Fields = Mapping[str, object]


def read_fields(body: bytes) -> Fields:
    """The object in a request body. Raises OllamaError 400."""
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise OllamaError(400, f"invalid JSON: {error}") from error
    if not isinstance(content, dict):
        raise OllamaError(400, "json: cannot unmarshal the request into an object")
    return content


def read_model(fields: Fields) -> Model:
    """The model that is asked for. Raises OllamaError 400 or 404."""
    name = fields.get("model") or fields.get("name")
    if not isinstance(name, str):
        raise OllamaError(400, "model is required")
    if model := find_model(name):
        return model
    raise unknown_model(name)


def read_chat(fields: Fields) -> TextOrder:
    """An order of the next turn of a conversation."""
    messages = fields.get("messages") or []
    if not isinstance(messages, list):
        raise OllamaError(400, "json: messages must be an array")
    return _order(fields, tuple(_turn(message) for message in messages))


def read_prompt(fields: Fields) -> TextOrder:
    """An order of what follows a prompt."""
    said = (("system", _text(fields, "system")), ("user", _text(fields, "prompt")))
    return _order(fields, tuple(Turn(role=role, content=text) for role, text in said if text))


def context_of(fields: Fields) -> int:
    """How many tokens the model keeps in mind while it answers."""
    return _whole_number(_options(fields), "num_ctx") or RUNTIME_CONTEXT


def _order(fields: Fields, turns: tuple[Turn, ...]) -> TextOrder:
    most = _whole_number(_options(fields), "num_predict")
    return TextOrder(
        model=read_model(fields).name,
        turns=turns,
        stream=fields.get("stream") is not False,
        most_tokens=most if most is not None and most >= 0 else None,
    )


def _turn(message: object) -> Turn:
    if not isinstance(message, dict):
        raise OllamaError(400, "json: a message must be an object")
    role = _text(message, "role")
    if role not in ("system", "user", "assistant", "tool"):
        raise OllamaError(400, f"invalid role: {role or 'none'}")
    return Turn(role=role, content=_text(message, "content"))


def _options(fields: Fields) -> Fields:
    options = fields.get("options")
    if options is None:
        return {}
    if not isinstance(options, dict):
        raise OllamaError(400, "json: options must be an object")
    return options


def _whole_number(options: Fields, name: str) -> int | None:
    value = options.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise OllamaError(400, f'option "{name}" must be of type integer')
    return value


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise OllamaError(400, f"json: cannot unmarshal {name} into a string")
    return value
