"""What a client asks a chat model for, checked as the provider checks it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aitestmock.openai.errors import OpenAIError, missing, unknown_model, wrong_type, wrong_value
from aitestmock.openai.models import CHAT_MODELS
from aitestmock.openai.orders import read_text
from aitestmock.talk.orders import TextOrder, Turn

HOTTEST = 2

_ROLES = ("developer", "system", "user", "assistant", "tool")
_REASONING = re.compile(r"gpt-5|o[1-9]")
_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")


def read_chat_order(content: Mapping[str, object]) -> TextOrder:
    """The order a request describes; OpenAIError 400 or 404 names what is wrong with it."""
    model = read_text(content, "model")
    if not model:
        raise missing("model")
    if _DATED.sub("", model) not in CHAT_MODELS:
        raise unknown_model(model)
    _check_temperature(content, model)
    return TextOrder(
        model=model,
        turns=_turns(content),
        stream=content.get("stream") is True,
        most_tokens=_most_tokens(content, model),
    )


def wants_usage(content: Mapping[str, object]) -> bool:
    """Whether a stream shall tell its counts."""
    options = content.get("stream_options")
    if options is None:
        return False
    if content.get("stream") is not True:
        raise OpenAIError(
            400,
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            param="stream_options",
        )
    if not isinstance(options, dict):
        raise wrong_type("stream_options", "an object")
    return options.get("include_usage") is True


def _turns(content: Mapping[str, object]) -> tuple[Turn, ...]:
    messages = content.get("messages")
    if messages is None:
        raise missing("messages")
    if not isinstance(messages, list):
        raise wrong_type("messages", "an array of objects")
    if not messages:
        raise OpenAIError(
            400,
            "Invalid 'messages': empty array. Expected an array with minimum length 1.",
            param="messages",
            code="empty_array",
        )
    return tuple(_turn(f"messages[{at}]", message) for at, message in enumerate(messages))


def _turn(name: str, message: object) -> Turn:
    if not isinstance(message, dict):
        raise wrong_type(name, "an object")
    role = message.get("role")
    if role not in _ROLES:
        raise wrong_value(f"{name}.role", role, ", ".join(f"'{each}'" for each in _ROLES))
    return Turn(role=role, content=_content(f"{name}.content", message.get("content")))


def _content(name: str, content: object) -> str:
    """The words of a message, whether they come as one text or in parts."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if not isinstance(content, list) or not all(isinstance(part, dict) for part in content):
        raise wrong_type(name, "one of a string or array of objects")
    return "".join(str(part.get("text", "")) for part in content)


def _check_temperature(content: Mapping[str, object], model: str) -> None:
    value = content.get("temperature")
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong_type("temperature", "a decimal")
    if _REASONING.match(model) and value != 1:
        raise OpenAIError(
            400,
            f"Unsupported value: 'temperature' does not support {value} with this model. Only the "
            "default (1) value is supported.",
            param="temperature",
            code="unsupported_value",
        )
    if not 0 <= value <= HOTTEST:
        raise wrong_value("temperature", value, f"0 to {HOTTEST}")


def _most_tokens(content: Mapping[str, object], model: str) -> int | None:
    if content.get("max_tokens") is not None and _REASONING.match(model):
        raise OpenAIError(
            400,
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
            "'max_completion_tokens' instead.",
            param="max_tokens",
            code="unsupported_parameter",
        )
    for name in ("max_completion_tokens", "max_tokens"):
        value = content.get(name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong_type(name, "an integer")
        if value < 1:
            raise wrong_value(name, value, "1 and more")
        return value
    return None
