"""About prompt templates. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "template.empty": (
        "A template needs a text before or after the input.",
        "Eine Vorlage braucht einen Text vor oder nach der Eingabe.",
    ),
    "template.everybodys": (
        "This template is everybody's: you can switch it off for yourself, but not delete it.",
        "Diese Vorlage gehört allen: du kannst sie für dich abschalten, aber nicht löschen.",
    ),
    "template.incomplete": (
        "This template does not say everything that a model needs: {missing}.",
        "Diese Vorlage sagt nicht alles, was ein Modell braucht: {missing}.",
    ),
    "template.model_not_allowed": (
        "This model cannot be chosen. Possible are: {possible}.",
        "Dieses Modell steht nicht zur Wahl. Möglich sind: {possible}.",
    ),
    "template.none": (
        "There is no active template for {category}/{action}.",
        "Für {category}/{action} gibt es keine aktive Vorlage.",
    ),
    "template.not_found": ("There is no such template.", "Diese Vorlage gibt es nicht."),
    "template.taken": (
        "You already have a template for this. You can change it.",
        "Dafür hast du schon eine Vorlage. Du kannst sie ändern.",
    ),
    "template.taken_by_everybodys": (
        "There already is a template for this. Change it, and you get one of your own.",
        "Dafür gibt es schon eine Vorlage. Ändere sie, und du bekommst deine eigene.",
    ),
    "template.taken_over": (
        "You already have your own version of this template. Please change that one.",
        "Von dieser Vorlage hast du schon eine eigene Fassung. Bitte ändere diese.",
    ),
    "template.too_many": (
        "A person may have at most {max} templates.",
        "Mehr als {max} eigene Vorlagen sind nicht möglich.",
    ),
}
