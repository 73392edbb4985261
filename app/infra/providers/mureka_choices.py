"""A finished Mureka answer: its choices, made unique and fit for their columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from loguru import logger

from app.domain.songs.provider import (
    LONGEST_MODEL,
    LONGEST_REFERENCE,
    LONGEST_TAGS,
    LONGEST_TITLE,
    LONGEST_URL,
    Finished,
    Json,
    ProviderChoice,
)
from app.infra.providers.answer import text

_LARGEST_INDEX = 2**31 - 1


def finished(fields: dict[str, Json]) -> Finished:
    """The result of an order; no choices when the answer has none."""
    return Finished(
        model=text(fields.get("model"), LONGEST_MODEL),
        choices=_distinct([_choice(entry, place) for place, entry in enumerate(_entries(fields))]),
        raw=_without_sections(fields),
    )


def number(value: Json) -> float | None:
    """A number, or a text that is one; None for anything else and for what is not finite."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        read = float(value)
    except (ValueError, OverflowError):
        return None
    return read if math.isfinite(read) else None


def _entries(fields: dict[str, Json]) -> list[dict[str, Json]]:
    choices = fields.get("choices")
    entries = choices if isinstance(choices, list) else []
    return [entry for entry in entries if isinstance(entry, dict)]


def _choice(entry: dict[str, Json], place: int) -> ProviderChoice:
    return ProviderChoice(
        mureka_choice_id=text(entry.get("id"), LONGEST_REFERENCE),
        index=_index(entry.get("index"), place),
        mp3_url=_url(entry, "url"),
        flac_url=_url(entry, "flac_url"),
        video_url=_url(entry, "video_url"),
        image_url=_url(entry, "image_url"),
        duration_ms=number(entry.get("duration")),
        title=text(entry.get("title"), LONGEST_TITLE),
        tags=_tags(entry.get("tags")),
        lyrics_sections=_sections(entry.get("lyrics_sections")),
    )


def _sections(value: Json) -> Json:
    # A bare text would be taken for JSON by the column that keeps it.
    return value if isinstance(value, list | dict) else None


def _index(value: Json, place: int) -> int:
    usable = isinstance(value, int) and not isinstance(value, bool) and value <= _LARGEST_INDEX
    return value if usable and isinstance(value, int) and value >= 0 else place


def _tags(value: Json) -> str | None:
    if not isinstance(value, list) or not value:
        return None
    return text(",".join(str(tag) for tag in value), LONGEST_TAGS)


def _url(entry: dict[str, Json], name: str) -> str | None:
    # A cut address leads nowhere, so one that does not fit its column is dropped; `raw` keeps it.
    url = text(entry.get(name), LONGEST_URL + 1)
    if url is not None and len(url) > LONGEST_URL:
        logger.warning("Mureka's {} is longer than {} characters", name, LONGEST_URL)
        return None
    return url


def _distinct(choices: Sequence[ProviderChoice]) -> tuple[ProviderChoice, ...]:
    """The choices with unique indexes and ids, since a paid result must never be lost to a clash.

    When two claim the same index, all are numbered by their place; a repeated id becomes None.
    """
    clash = len({choice.index for choice in choices}) < len(choices)
    seen: set[str | None] = set()
    distinct: list[ProviderChoice] = []
    for place, choice in enumerate(choices):
        key = None if choice.mureka_choice_id in seen else choice.mureka_choice_id
        seen.add(key)
        index = place if clash else choice.index
        distinct.append(replace(choice, index=index, mureka_choice_id=key))
    return tuple(distinct)


def _without_sections(fields: dict[str, Json]) -> dict[str, Json]:
    choices = fields.get("choices")
    if not isinstance(choices, list):
        return fields
    bare: list[Json] = [
        {key: value for key, value in entry.items() if key != "lyrics_sections"}
        if isinstance(entry, dict)
        else entry
        for entry in choices
    ]
    return {**fields, "choices": bare}
