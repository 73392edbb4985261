"""About pictures. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "image.cancelled": (
        "The order was cancelled before the picture was there.",
        "Der Auftrag wurde abgebrochen, bevor das Bild da war.",
    ),
    "image.improved_too_long": (
        "The model's better words have {length} characters, at most {max} are possible.",
        "Die besseren Worte des Modells haben {length} Zeichen, höchstens {max} sind möglich.",
    ),
    "image.not_found": ("There is no such picture.", "Dieses Bild gibt es nicht."),
    "image.size": (
        "This model paints these sizes: {sizes}.",
        "Dieses Modell malt diese Größen: {sizes}.",
    ),
    "image.unknown_model": (
        "Pictures are painted by one of these models: {models}.",
        "Bilder malt eines dieser Modelle: {models}.",
    ),
}
