"""How a replacement is kept: Base64 of its UTF-8 bytes, so that line ends survive everywhere."""

from __future__ import annotations

import base64


def encoded(replacement: str) -> str:
    """What is stored for a replacement."""
    return base64.b64encode(replacement.encode()).decode("ascii")


def decoded(stored: str) -> str | None:
    """The replacement of what is stored, which may be wrapped into lines.

    None when it is not Base64 of a text. Nothing is ever taken for plain text.
    """
    try:
        text = base64.b64decode("".join(stored.split()), validate=True).decode()
    except ValueError:
        return None
    return None if "\0" in text else text
