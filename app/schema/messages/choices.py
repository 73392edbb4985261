"""About the choices of songs. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "choice.not_found": (
        "There is no such version of a song.",
        "Diese Fassung eines Liedes gibt es nicht.",
    ),
    "choice.rating_missing": (
        "Say UP or DOWN, or null to take the rating back.",
        "Sende UP oder DOWN, oder null, um die Bewertung zurückzunehmen.",
    ),
    "stems.no_mp3": (
        "This version has no MP3 that could be taken apart.",
        "Diese Fassung hat keine MP3, die sich zerlegen ließe.",
    ),
    "stems.there": (
        "This version has been taken apart already; its stems can be downloaded.",
        "Diese Fassung ist schon zerlegt; ihre Einzelspuren stehen bereit.",
    ),
}
