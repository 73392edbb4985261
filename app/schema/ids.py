"""Opaque global ids: URL-safe Base64 of `Type:uuid`, without padding."""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache
from uuid import UUID

from app.domain.errors import InvalidInput


def encode_id(type_name: str, key: UUID) -> str:
    """The global id of a row, e.g. `Song` and its UUID."""
    return base64.urlsafe_b64encode(f"{type_name}:{key}".encode()).rstrip(b"=").decode()


def decode_any_id(value: str, *path: str) -> tuple[str, UUID]:
    """Type name and UUID of a global id.

    Raises InvalidInput (`id.malformed`) for anything `encode_id` cannot have made.
    """
    try:
        return _decoded(value)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput("id.malformed", *path) from error


@lru_cache(maxsize=4096)
def _decoded(value: str) -> tuple[str, UUID]:
    """Type name and UUID of a global id. Raises ValueError."""
    raw = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    type_name, _, key = raw.decode("ascii").partition(":")
    uuid = UUID(key)
    if encode_id(type_name, uuid) != value or not type_name:
        raise ValueError("not as we write it")
    return type_name, uuid


def decode_id(type_name: str, value: str, *path: str) -> UUID:
    """The UUID of a global id that must be of this type.

    Raises InvalidInput for a malformed id and for an id of another type.
    """
    found, key = decode_any_id(value, *path)
    if found != type_name:
        raise InvalidInput("id.wrong_type", *path, expected=type_name)
    return key
