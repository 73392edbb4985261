"""Every sentence the API says to people, by message key, in English and German."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from app.domain.errors import Params
from app.schema.messages import (
    backups,
    choices,
    conversations,
    costs,
    equipment,
    equipment_files,
    images,
    inputs,
    lyric_rules,
    lyrics,
    models,
    moving,
    overlay,
    people,
    providers,
    sketches,
    songs,
    templates,
    transport,
    work,
    writing,
)

Locale = Literal["en", "de"]

MESSAGES: dict[str, tuple[str, str]] = {
    **backups.MESSAGES,
    **choices.MESSAGES,
    **conversations.MESSAGES,
    **equipment.MESSAGES,
    **equipment_files.MESSAGES,
    **costs.MESSAGES,
    **images.MESSAGES,
    **inputs.MESSAGES,
    **lyric_rules.MESSAGES,
    **lyrics.MESSAGES,
    **models.MESSAGES,
    **moving.MESSAGES,
    **overlay.MESSAGES,
    **people.MESSAGES,
    **providers.MESSAGES,
    **sketches.MESSAGES,
    **songs.MESSAGES,
    **templates.MESSAGES,
    **transport.MESSAGES,
    **work.MESSAGES,
    **writing.MESSAGES,
}


def say(key: str, locale: Locale, params: Params) -> str:
    """The message in the reader's language; `params` fill its placeholders."""
    english, german = MESSAGES[key]
    return (german if locale == "de" else english).format(**params)


@lru_cache(maxsize=256)
def locale_of(accept_language: str | None) -> Locale:
    """The best of our languages for an Accept-Language header; English when none fits."""
    best: Locale = "en"
    highest = 0.0
    for entry in (accept_language or "").split(","):
        tag, _, parameters = entry.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        quality = _quality(parameters)
        if language in ("en", "de") and quality > highest:
            best, highest = ("de" if language == "de" else "en"), quality
    return best


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
