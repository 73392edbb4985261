"""The looks that a picture may be asked to have, and the words that each adds to its prompt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Self, TypeVar

AUTO = "auto"


class ArtisticStyle(StrEnum):
    """How a picture is made."""

    AUTO = AUTO
    PHOTOREALISTIC = "photorealistic"
    DIGITAL_ART = "digital-art"
    OIL_PAINTING = "oil-painting"
    WATERCOLOR = "watercolor"
    CARTOON = "cartoon"
    ANIME = "anime"
    SKETCH = "sketch"
    RENDER_3D = "3d-render"


class Composition(StrEnum):
    """How a picture is laid out; an album cover is laid out by its prompt alone."""

    AUTO = AUTO
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    WIDE_ANGLE = "wide-angle"
    CLOSE_UP = "close-up"
    RULE_OF_THIRDS = "rule-of-thirds"
    CENTERED = "centered"
    ALBUM_COVER = "album-cover"


class Lighting(StrEnum):
    """Where the light comes from."""

    AUTO = AUTO
    NATURAL = "natural"
    STUDIO = "studio"
    DRAMATIC = "dramatic"
    GOLDEN_HOUR = "golden-hour"
    NIGHT = "night"


class ColorPalette(StrEnum):
    """Which colours prevail."""

    AUTO = AUTO
    VIBRANT = "vibrant"
    MUTED = "muted"
    MONOCHROME = "monochrome"
    HIGH_CONTRAST = "high-contrast"
    WARM = "warm"
    COOL = "cool"
    PASTEL = "pastel"


class DetailLevel(StrEnum):
    """How much there is to see."""

    AUTO = AUTO
    MINIMAL = "minimal"
    MODERATE = "moderate"
    HIGHLY_DETAILED = "highly-detailed"


Known = TypeVar("Known", bound=StrEnum)
Style = ArtisticStyle | Composition | Lighting | ColorPalette | DetailLevel

FRAGMENTS: Mapping[Style, str] = MappingProxyType(
    {
        ArtisticStyle.PHOTOREALISTIC: "photorealistic, like a photograph taken with a good camera",
        ArtisticStyle.DIGITAL_ART: "as a digital painting",
        ArtisticStyle.OIL_PAINTING: "as an oil painting with visible brush strokes",
        ArtisticStyle.WATERCOLOR: "as a watercolour on textured paper",
        ArtisticStyle.CARTOON: "as a cartoon with bold outlines",
        ArtisticStyle.ANIME: "in the manner of an anime film",
        ArtisticStyle.SKETCH: "as a hand-drawn pencil sketch",
        ArtisticStyle.RENDER_3D: "as a 3D rendering with realistic materials",
        Composition.PORTRAIT: "composed as a portrait",
        Composition.LANDSCAPE: "composed as a landscape",
        Composition.WIDE_ANGLE: "seen through a wide-angle lens",
        Composition.CLOSE_UP: "seen close up",
        Composition.RULE_OF_THIRDS: "composed by the rule of thirds",
        Composition.CENTERED: "with the subject in the centre",
        Lighting.NATURAL: "in natural daylight",
        Lighting.STUDIO: "in even studio light",
        Lighting.DRAMATIC: "in dramatic light with deep shadows",
        Lighting.GOLDEN_HOUR: "in the low light of the golden hour",
        Lighting.NIGHT: "at night",
        ColorPalette.VIBRANT: "in vibrant colours",
        ColorPalette.MUTED: "in muted colours",
        ColorPalette.MONOCHROME: "in shades of a single colour",
        ColorPalette.HIGH_CONTRAST: "with strong contrasts",
        ColorPalette.WARM: "in warm colours",
        ColorPalette.COOL: "in cool colours",
        ColorPalette.PASTEL: "in pastel colours",
        DetailLevel.MINIMAL: "reduced to the essential",
        DetailLevel.MODERATE: "with a moderate amount of detail",
        DetailLevel.HIGHLY_DETAILED: "rich in fine detail",
    }
)
"""What each choice adds to a prompt; a choice that is not here adds nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageStyles:
    """The looks chosen for one picture, in the order of their fragments; None where none was."""

    artistic_style: ArtisticStyle | None = None
    composition: Composition | None = None
    lighting: Lighting | None = None
    color_palette: ColorPalette | None = None
    detail_level: DetailLevel | None = None

    @classmethod
    def stored(cls, values: Mapping[str, str | None]) -> Self:
        """The styles of a row, by column; what is unknown there counts as not chosen."""
        return cls(
            artistic_style=_known(ArtisticStyle, values.get("artistic_style")),
            composition=_known(Composition, values.get("composition")),
            lighting=_known(Lighting, values.get("lighting")),
            color_palette=_known(ColorPalette, values.get("color_palette")),
            detail_level=_known(DetailLevel, values.get("detail_level")),
        )

    @property
    def chosen(self) -> bool:
        """Whether a person chose any look; `auto` leaves the choice to the provider."""
        return any(style is not None and style != AUTO for style in astuple(self))

    def added_to(self, prompt: str) -> str | None:
        """The prompt and the fragments behind it; None when there is nothing to add."""
        fragments = [FRAGMENTS[style] for style in astuple(self) if style in FRAGMENTS]
        return ", ".join([prompt.strip(), *fragments]) if fragments else None


def _known(kind: type[Known], value: str | None) -> Known | None:
    return kind(value) if value in set(kind) else None
