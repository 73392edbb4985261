"""About titles on pictures, and pictures that cannot be opened. English, then German."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "image.not_an_image": (
        "This is not a PNG, JPEG or WebP picture.",
        "Das ist kein Bild im Format PNG, JPEG oder WebP.",
    ),
    "image.too_large": (
        "This picture has more than {max} megapixels.",
        "Dieses Bild hat mehr als {max} Megapixel.",
    ),
    "image.too_many_bytes": (
        "A picture may have {max} bytes at most, this one has {length}.",
        "Ein Bild darf höchstens {max} Bytes haben, dieses hat {length}.",
    ),
    "image.truncated": (
        "This picture is damaged or not complete.",
        "Dieses Bild ist beschädigt oder unvollständig.",
    ),
    "overlay.busy": (
        "Too many pictures are waiting. Please try again in {retryAfter} s.",
        "Gerade warten zu viele Bilder. Bitte versuche es in {retryAfter} s noch einmal.",
    ),
    "overlay.color_malformed": (
        "A colour has three or six hexadecimal digits, such as #FFCC00.",
        "Eine Farbe hat drei oder sechs hexadezimale Ziffern, etwa #FFCC00.",
    ),
    "overlay.font_missing": (
        "The font file {file} is missing or damaged.",
        "Die Schriftdatei {file} fehlt oder ist beschädigt.",
    ),
    "overlay.interrupted": (
        "Drawing the text was interrupted. Please try again.",
        "Das Zeichnen des Textes wurde unterbrochen. Bitte versuche es noch einmal.",
    ),
    "overlay.no_letters": (
        "The font has no letters for this text.",
        "Die Schrift hat keine Buchstaben für diesen Text.",
    ),
    "overlay.no_profile_artist": (
        "Your profile has no artist name.",
        "In deinem Profil steht kein Künstlername.",
    ),
    "overlay.position_outside": (
        "x and y must be from 0 to 1.",
        "x und y müssen zwischen 0 und 1 liegen.",
    ),
    "overlay.stacked": (
        "This picture has a text over it already. Allow stacking to write over it once more.",
        "Auf diesem Bild steht schon ein Text. Erlaube das Stapeln, um es noch einmal zu tun.",
    ),
    "overlay.timeout": (
        "Drawing the text took too long. Please try again.",
        "Das Zeichnen des Textes hat zu lange gedauert. Bitte versuche es noch einmal.",
    ),
}
