"""The messages of graphql-transport-ws, its close codes, and what makes a message wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app.http.json import decode_json
from app.http.refusals import Refused
from app.http.sessions import bearer_token

PROTOCOL: Final = "graphql-transport-ws"

INTERNAL_ERROR: Final = 1011
TRY_AGAIN_LATER: Final = 1013
BAD_MESSAGE: Final = 4400
UNAUTHORIZED: Final = 4401
FORBIDDEN: Final = 4403
UNKNOWN_PROTOCOL: Final = 4406
INIT_TIMEOUT: Final = 4408
DUPLICATE_ID: Final = 4409
TOO_MANY_INITS: Final = 4429

_LONGEST_REASON: Final = 123
"""Bytes that fit into a close frame."""
_TOKEN_KEYS: Final = ("authorization", "Authorization", "token")


class SocketClosed(Exception):
    """The socket ends: with this code, or without one when the peer is gone."""

    def __init__(self, code: int | None, reason: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:_LONGEST_REASON].decode(errors="ignore")


def message_of(frame: Mapping[str, Any]) -> dict[str, Any]:
    """The message in an ASGI frame.

    Raises SocketClosed (4400) for anything but a JSON object in a text frame.
    """
    text = frame.get("text")
    if text is None:
        raise SocketClosed(BAD_MESSAGE, "Messages must be text")
    try:
        message = decode_json(text)
    except Refused as refused:
        raise SocketClosed(BAD_MESSAGE, "Messages must be JSON") from refused
    if not isinstance(message, dict):
        raise SocketClosed(BAD_MESSAGE, "Messages must be objects")
    return message


def payload_of(message: Mapping[str, Any]) -> dict[str, Any]:
    """Its payload, empty when absent. Raises SocketClosed (4400) for any other value."""
    payload = message.get("payload")
    if payload is None:
        return {}
    if not isinstance(payload, dict):
        raise SocketClosed(BAD_MESSAGE, "The payload must be an object")
    return payload


def id_of(message: Mapping[str, Any]) -> str:
    """Its operation id. Raises SocketClosed (4400) when there is none."""
    operation_id = message.get("id")
    if not isinstance(operation_id, str) or not operation_id:
        raise SocketClosed(BAD_MESSAGE, "The id must be a text")
    return operation_id


def token_of(payload: Mapping[str, Any]) -> str | None:
    """The token of a connection_init: `authorization` ("Bearer …") or `token`, scheme optional.

    Raises SocketClosed (4400) for a value that is no text, Refused (401) for another scheme.
    """
    for key in _TOKEN_KEYS:
        sent = payload.get(key)
        if not isinstance(sent, str | None):
            raise SocketClosed(BAD_MESSAGE, f"{key} must be a text")
        if sent and sent.strip():
            plain = key == "token" and " " not in sent.strip()
            return bearer_token(f"Bearer {sent}" if plain else sent)
    return None
