"""About sketches, their lists and the drafts of forms. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "draft.bad_number": (
        "Numbers must be finite, and whole ones must fit 64 bits.",
        "Zahlen müssen endlich sein und ganze in 64 Bit passen.",
    ),
    "draft.bad_text": (
        "A text in it has half of a surrogate pair.",
        "Ein Text darin hat ein halbes Ersatzzeichenpaar.",
    ),
    "draft.stale": (
        "This was saved elsewhere meanwhile (revision {actual}, you had {expected}).",
        "Das wurde inzwischen woanders gespeichert (Stand {actual}, du hattest {expected}).",
    ),
    "draft.too_deep": (
        "It may be nested {max} deep at most.",
        "Es darf höchstens {max}-fach verschachtelt sein.",
    ),
    "draft.too_large": (
        "At most {max} bytes are possible, these are {length}.",
        "Höchstens {max} Bytes sind möglich, das sind {length}.",
    ),
    "draft.too_many": (
        "At most {max} drafts are possible. Clear one first.",
        "Höchstens {max} Entwürfe sind möglich. Leere zuerst einen.",
    ),
    "draft.value_missing": (
        "The value was not sent; null clears it.",
        "Der Wert wurde nicht gesendet; null leert ihn.",
    ),
    "filter.both": (
        "This does not go together with `{other}`.",
        "Das geht nicht zusammen mit `{other}`.",
    ),
    "sketch.copy_mark": (" (copy)", " (Kopie)"),
    "sketch.no_revisions": (
        "There are no former lyrics to go back to.",
        "Es gibt keinen früheren Text, zu dem es zurückgehen könnte.",
    ),
    "sketch.revision_not_found": (
        "This sketch has no such revision.",
        "Diese Skizze hat keine solche Fassung.",
    ),
}
