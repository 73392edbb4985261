"""About language models. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "models.malformed": (
        "The server of the language models gives an answer that makes no sense.",
        "Der Server der Sprachmodelle antwortet unverständlich.",
    ),
    "models.no_key": (
        "The studio has no key for the provider of these language models.",
        "Das Studio hat keinen Schlüssel für den Anbieter dieser Sprachmodelle.",
    ),
    "models.unavailable": (
        "The server of the language models cannot be reached.",
        "Der Server der Sprachmodelle ist nicht erreichbar.",
    ),
}
