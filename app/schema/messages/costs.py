"""About what providers charge. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "costs.auth": (
        "OpenAI does not accept the studio's admin key.",
        "OpenAI akzeptiert den Admin-Schlüssel des Studios nicht.",
    ),
    "costs.busy": (
        "OpenAI is busy. Please try again in a moment.",
        "OpenAI ist ausgelastet. Bitte versuche es gleich noch einmal.",
    ),
    "costs.error": (
        "OpenAI answered the question about costs with an error.",
        "OpenAI hat auf die Frage nach den Kosten mit einem Fehler geantwortet.",
    ),
    "costs.malformed": (
        "OpenAI's answer about costs makes no sense.",
        "Die Antwort von OpenAI zu den Kosten ist unverständlich.",
    ),
    "costs.no_key": (
        "The studio has no admin key for OpenAI's costs.",
        "Das Studio hat keinen Admin-Schlüssel für die Kosten bei OpenAI.",
    ),
    "costs.no_source": (
        "This provider does not tell what a month costs.",
        "Dieser Anbieter sagt nicht, was ein Monat kostet.",
    ),
    "costs.not_past": (
        "This month has not ended yet.",
        "Dieser Monat ist noch nicht vorbei.",
    ),
    "costs.timeout": (
        "OpenAI did not tell its costs in time.",
        "OpenAI hat seine Kosten nicht rechtzeitig genannt.",
    ),
    "costs.unavailable": (
        "OpenAI cannot be reached for its costs.",
        "OpenAI ist für seine Kosten nicht erreichbar.",
    ),
}
