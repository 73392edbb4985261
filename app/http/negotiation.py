"""Which of our media types a client wants."""

from __future__ import annotations

import math
from enum import StrEnum
from functools import lru_cache


class MediaType(StrEnum):
    """What a response may be."""

    GRAPHQL = "application/graphql-response+json"
    JSON = "application/json"
    EVENTS = "text/event-stream"


_WILDCARDS = {
    "*/*": MediaType.JSON,
    "application/*": MediaType.GRAPHQL,
    "text/*": MediaType.EVENTS,
}


@lru_cache(maxsize=256)
def negotiate(accept: str | None) -> MediaType | None:
    """The best media type for an Accept header; None when it names none of ours.

    A missing header and `*/*` mean plain JSON, as older clients expect. The first of equally
    welcome types wins. Events are the answer only where no JSON is acceptable: clients such as
    urql list them last on every request.
    """
    if accept is None or not accept.strip():
        return MediaType.JSON
    best: dict[bool, tuple[float, MediaType]] = {}
    for entry in accept.split(","):
        name, *parameters = (part.strip().lower() for part in entry.split(";"))
        media = _media(name)
        quality = _quality(parameters)
        if media is None or quality <= 0:
            continue
        events = media is MediaType.EVENTS
        if events not in best or quality > best[events][0]:
            best[events] = quality, media
    chosen = best.get(False) or best.get(True)
    return chosen[1] if chosen else None


def _media(name: str) -> MediaType | None:
    try:
        return MediaType(name)
    except ValueError:
        return _WILDCARDS.get(name)


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return quality if math.isfinite(quality) else 0.0
    return 1.0
