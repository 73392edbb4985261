"""JSON on the wire: strict UTF-8 in and out."""

from __future__ import annotations

import orjson

from app.http.refusals import Refused


def decode_json(text: bytes | str) -> object:
    """The value. Raises Refused (400) for anything that is not JSON, or nested above 1,024."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refused.malformed("request.not_json") from error


def encode_json(value: object) -> bytes:
    """Compact JSON; `orjson.Fragment` passes through. Raises TypeError for what is not JSON."""
    return orjson.dumps(value)
