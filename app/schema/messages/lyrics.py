"""About lyrics, their sections and architectures. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "architecture.empty": (
        "The architecture has no sections.",
        "Die Architektur hat keine Abschnitte.",
    ),
    "architecture.items_and_lyrics": (
        "The sections come either from the items or from lyrics.",
        "Die Abschnitte kommen entweder aus den Einträgen oder aus einem Text.",
    ),
    "architecture.missing_item": (
        "The new order lacks the item {id}.",
        "In der neuen Reihenfolge fehlt der Eintrag {id}.",
    ),
    "architecture.name_taken": (
        "There is already an architecture of this name.",
        "Es gibt schon eine Architektur dieses Namens.",
    ),
    "architecture.not_found": (
        "There is no such architecture.",
        "Diese Architektur gibt es nicht.",
    ),
    "architecture.nothing_mapped": (
        "No label of these lyrics names a section.",
        "Keine Beschriftung dieses Textes benennt einen Abschnitt.",
    ),
    "architecture.only_once": (
        "{section} is possible only once.",
        "{section} ist nur einmal möglich.",
    ),
    "architecture.repeated_item": (
        "The item {id} comes twice.",
        "Der Eintrag {id} kommt zweimal vor.",
    ),
    "architecture.too_many": (
        "At most {max} architectures can be kept. Delete one first.",
        "Höchstens {max} Architekturen lassen sich aufheben. Lösche erst eine.",
    ),
    "architecture.unknown_item": (
        "There is no item {id}.",
        "Einen Eintrag {id} gibt es nicht.",
    ),
    "architecture.unknown_section": (
        "“{section}” is not a section of an architecture.",
        "„{section}“ ist kein Abschnitt einer Architektur.",
    ),
    "lyrics.has_labels": (
        "The lyrics have labels already. Allow them to be replaced.",
        "Der Text hat schon Beschriftungen. Erlaube, dass sie ersetzt werden.",
    ),
    "lyrics.label_lines": (
        "A label must be a single line.",
        "Eine Beschriftung muss eine einzige Zeile sein.",
    ),
    "lyrics.only_labels": (
        "The lyrics have nothing but labels.",
        "Der Text besteht nur aus Beschriftungen.",
    ),
    "lyrics.result_too_long": (
        "The result would have {length} characters; at most {max} are possible.",
        "Das Ergebnis hätte {length} Zeichen; höchstens {max} sind möglich.",
    ),
}
