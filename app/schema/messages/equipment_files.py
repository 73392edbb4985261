"""About inventories in files. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "export.password_missing": (
        "Secrets are exported only with the account's password.",
        "Geheimnisse werden nur mit dem Passwort des Kontos exportiert.",
    ),
    "export.unreadable": (
        "{count} secrets could not be decrypted and are missing in the file.",
        "{count} Geheimnisse ließen sich nicht entschlüsseln und fehlen in der Datei.",
    ),
    "import.bad_amount": (
        "This is not an amount such as 199.00 or 199,00.",
        "Das ist kein Betrag wie 199.00 oder 199,00.",
    ),
    "import.bad_csv": (
        "The file is not a CSV: line {line} cannot be read.",
        "Die Datei ist kein CSV: Zeile {line} lässt sich nicht lesen.",
    ),
    "import.bad_day": (
        "This is not a day such as 2026-03-01 or 01.03.2026.",
        "Das ist kein Tag wie 2026-03-01 oder 01.03.2026.",
    ),
    "import.bad_json": (
        "The file is not a JSON list of equipment.",
        "Die Datei ist keine JSON-Liste von Equipment.",
    ),
    "import.column_missing": (
        "The file has no column `{column}`.",
        "Der Datei fehlt die Spalte `{column}`.",
    ),
    "import.column_twice": (
        "The file has the column `{column}` twice.",
        "Die Datei hat die Spalte `{column}` zweimal.",
    ),
    "import.not_a_row": ("This is not an object.", "Das ist kein Objekt."),
    "import.not_text": ("This is not a text.", "Das ist kein Text."),
    "import.not_utf8": (
        "The file is not written in UTF-8.",
        "Die Datei ist nicht in UTF-8 geschrieben.",
    ),
    "import.row_twice": (
        "The row has this column twice.",
        "Die Zeile hat diese Spalte zweimal.",
    ),
    "import.too_large": (
        "The file has more than {max} bytes.",
        "Die Datei hat mehr als {max} Bytes.",
    ),
    "import.too_many_cells": (
        "The row has more cells than there are headings.",
        "Die Zeile hat mehr Zellen, als es Überschriften gibt.",
    ),
    "import.too_many_columns": (
        "The file has more than {max} columns.",
        "Die Datei hat mehr als {max} Spalten.",
    ),
    "import.too_many_rows": (
        "The file has more than {max} rows.",
        "Die Datei hat mehr als {max} Zeilen.",
    ),
    "import.unknown_word": (
        "This must be one of: {words}.",
        "Das muss eines davon sein: {words}.",
    ),
}
