"""About texts by models. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "text.cancelled": (
        "The order was cancelled before the text was there.",
        "Der Auftrag wurde abgebrochen, bevor der Text da war.",
    ),
    "text.interrupted": (
        "The text was interrupted on our side and nothing of it is kept. Please ask again.",
        "Der Text wurde bei uns unterbrochen, nichts davon ist erhalten. Bitte frage noch einmal.",
    ),
    "text.no_text_job": (
        "A job of kind {kind} writes no text that could be read along.",
        "Ein Auftrag der Art {kind} schreibt keinen Text zum Mitlesen.",
    ),
    "text.outcome_unknown": (
        "The answer was lost on our side and is not asked for again; it may have been charged.",
        "Die Antwort ging bei uns verloren und wird nicht neu erfragt; sie kann berechnet sein.",
    ),
    "title.left": (
        "The sketch was changed meanwhile and keeps what it has.",
        "Die Skizze wurde inzwischen geändert und behält, was sie hat.",
    ),
}
