"""Keys that make a repetition safe: the same key and request answer what the first one made."""

from __future__ import annotations

import hashlib
import json

from app.domain.errors import Scalar
from app.domain.text import Checks

LONGEST_KEY = 255


def check_idempotency_key(key: str | None) -> None:
    """Keys are 1..255 code points without NUL. Raises InvalidInput."""
    if key is None:
        return
    checks = Checks()
    checks.present("idempotency_key", key, longest=LONGEST_KEY)
    checks.raise_problems()


def payload_hash(*values: Scalar) -> str:
    """SHA-256 of a request without its key, as hexadecimal digits."""
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()
