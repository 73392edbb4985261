"""About rules for lyrics. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "lyric_rule.busy": (
        "Too many patterns are waiting. Please try again in {retryAfter} s.",
        "Gerade warten zu viele Muster. Bitte versuche es in {retryAfter} s noch einmal.",
    ),
    "lyric_rule.name_taken": (
        "You already have a rule of this name.",
        "Du hast schon eine Regel dieses Namens.",
    ),
    "lyric_rule.not_found": ("There is no such rule.", "Diese Regel gibt es nicht."),
    "lyric_rule.pattern_invalid": (
        "This pattern is not valid (at {position}): {reason}",
        "Dieses Muster ist nicht gültig (bei {position}): {reason}",
    ),
    "lyric_rule.pattern_too_large": (
        "This pattern is too large or too intricate.",
        "Dieses Muster ist zu groß oder zu verwickelt.",
    ),
    "lyric_rule.too_many": (
        "A person may have at most {max} rules.",
        "Mehr als {max} Regeln sind nicht möglich.",
    ),
    "lyric_rule.twice": (
        "One of these rules is named twice.",
        "Eine dieser Regeln ist doppelt genannt.",
    ),
}
