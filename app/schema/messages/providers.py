"""About whoever is outside. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "media.refused": (
        "The provider's file is not acceptable.",
        "Die Datei des Anbieters ist nicht annehmbar.",
    ),
    "media.unavailable": (
        "The provider's file cannot be fetched at the moment.",
        "Die Datei des Anbieters lässt sich gerade nicht abrufen.",
    ),
    "provider.auth": (
        "The music provider does not accept the studio's key.",
        "Der Musikanbieter akzeptiert den Schlüssel des Studios nicht.",
    ),
    "provider.balance": (
        "The studio's account at the music provider has no money left.",
        "Das Konto des Studios beim Musikanbieter ist leer.",
    ),
    "provider.busy": (
        "The music provider is busy. Please try again in a moment.",
        "Der Musikanbieter ist ausgelastet. Bitte versuche es gleich noch einmal.",
    ),
    "provider.error": (
        "The music provider answered with an error.",
        "Der Musikanbieter hat mit einem Fehler geantwortet.",
    ),
    "provider.failed": (
        "The music provider gave up: {reason}",
        "Der Musikanbieter hat aufgegeben: {reason}",
    ),
    "provider.malformed": (
        "The music provider's answer makes no sense.",
        "Die Antwort des Musikanbieters ist unverständlich.",
    ),
    "provider.no_choices": (
        "The music provider finished without a recording.",
        "Der Musikanbieter hat keine Aufnahme geliefert.",
    ),
    "provider.quota": (
        "The quota at the music provider is used up.",
        "Das Kontingent beim Musikanbieter ist aufgebraucht.",
    ),
    "provider.rate_limited": (
        "The provider asked us to slow down too often. Please try again later.",
        "Der Anbieter hat uns zu oft gebremst. Bitte versuche es später noch einmal.",
    ),
    "provider.refused": (
        "The provider refused the order: {reason}",
        "Der Anbieter hat den Auftrag abgelehnt: {reason}",
    ),
    "provider.timeout": (
        "The music provider did not answer in time.",
        "Der Musikanbieter hat nicht rechtzeitig geantwortet.",
    ),
    "provider.unavailable": (
        "The provider cannot be reached.",
        "Der Anbieter ist nicht erreichbar.",
    ),
}
