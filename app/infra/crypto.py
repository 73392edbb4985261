"""Secrets at rest: Fernet tokens by a list of keys, and hashes that nobody can guess from."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.domain.equipment.ports import UnreadableError
from app.domain.errors import InvalidState, Scalar

_KEY: Final = re.compile(r"[A-Za-z0-9_-]{43}=")
_CONTEXT: Final = b"studio: what a request said"


def is_key(text: str) -> bool:
    """Whether a text is 32 bytes in URL-safe Base64, with its padding."""
    return _KEY.fullmatch(text) is not None


def new_key() -> str:
    """A fresh key."""
    return Fernet.generate_key().decode()


def fingerprint(key: str) -> str:
    """Eight bytes that name a key and do not help to find it."""
    return hashlib.sha256(b"studio: key " + base64.urlsafe_b64decode(key)).hexdigest()[:16]


class FernetCipher:
    """The `Cipher` port. The first key encrypts, all of them decrypt; there may be none."""

    def __init__(self, keys: Sequence[str]) -> None:
        fernets = [Fernet(key) for key in keys]
        self._newest = fernets[0] if fernets else None
        self._all = MultiFernet(fernets) if fernets else None

    @property
    def ready(self) -> bool:
        """See `Cipher.ready`."""
        return self._newest is not None

    def encrypt(self, text: str) -> str:
        """See `Cipher.encrypt`."""
        if self._newest is None:
            raise InvalidState("equipment.no_key")
        return self._newest.encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        """See `Cipher.decrypt`."""
        return _opened(self._all, token)

    def is_current(self, token: str) -> bool:
        """See `Cipher.is_current`."""
        try:
            _opened(self._newest, token)
        except UnreadableError:
            return False
        return True


class KeyedHash:
    """The `KeyedHash` port: HMAC-SHA256 by a key that is derived from a secret of the settings."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), _CONTEXT, "sha256")

    def __call__(self, *values: Scalar) -> str:
        """See `KeyedHash`."""
        return hmac.new(self._key, json.dumps(values).encode(), "sha256").hexdigest()


def _opened(fernet: Fernet | MultiFernet | None, token: str) -> str:
    if fernet is None:
        raise UnreadableError
    try:
        return fernet.decrypt(token.encode()).decode()
    except (InvalidToken, UnicodeError):
        raise UnreadableError from None
