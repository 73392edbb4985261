"""About values that cannot be right. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "id.malformed": ("This is not a valid id.", "Das ist keine gültige Kennung."),
    "id.wrong_type": (
        "This id belongs to something else than {expected}.",
        "Diese Kennung gehört zu etwas anderem als {expected}.",
    ),
    "input.empty": ("Nothing to change was sent.", "Es wurde keine Änderung gesendet."),
    "input.key_in_use": (
        "This idempotency key was used for another request.",
        "Dieser Idempotenzschlüssel wurde für eine andere Anfrage verwendet.",
    ),
    "input.missing": ("This is needed.", "Das wird gebraucht."),
    "input.not_null": ("This cannot be cleared.", "Das lässt sich nicht leeren."),
    "list.empty": (
        "At least one entry is needed.",
        "Mindestens ein Eintrag ist nötig.",
    ),
    "list.too_long": (
        "At most {max} entries are possible, these are {length}.",
        "Höchstens {max} Einträge sind möglich, das sind {length}.",
    ),
    "number.out_of_range": (
        "This must be from {min} to {max}, not {value}.",
        "Das muss zwischen {min} und {max} liegen, nicht {value}.",
    ),
    "number.too_small": ("This must be at least {min}.", "Das muss mindestens {min} sein."),
    "page.bad_cursor": ("This is not a valid cursor.", "Das ist kein gültiger Cursor."),
    "page.first_and_last": (
        "A page has either a `first` or a `last`.",
        "Eine Seite hat entweder `first` oder `last`.",
    ),
    "page.offset_and_cursor": (
        "`offset` goes with neither `last` nor a cursor.",
        "`offset` passt weder zu `last` noch zu einem Cursor.",
    ),
    "tag.comma": (
        "A keyword cannot contain a comma.",
        "Ein Schlagwort kann kein Komma enthalten.",
    ),
    "text.blank": ("This must not be empty.", "Das darf nicht leer sein."),
    "text.nul": (
        "This text contains a NUL character.",
        "Dieser Text enthält ein NUL-Zeichen.",
    ),
    "text.separator": (
        "The character U+001F cannot be searched for.",
        "Nach dem Zeichen U+001F kann man nicht suchen.",
    ),
    "text.too_long": (
        "At most {max} characters are possible, these are {length}.",
        "Höchstens {max} Zeichen sind möglich, das sind {length}.",
    ),
}
