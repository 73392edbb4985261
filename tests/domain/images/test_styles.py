from __future__ import annotations

import pytest

from app.domain.images.styles import (
    FRAGMENTS,
    ArtisticStyle,
    ColorPalette,
    Composition,
    DetailLevel,
    ImageStyles,
    Lighting,
    Style,
)

EVERY_STYLE: list[Style] = [
    style
    for kind in (ArtisticStyle, Composition, Lighting, ColorPalette, DetailLevel)
    for style in kind
]
WITHOUT_WORDS = ("auto", "album-cover")


def test_the_stored_values_are_those_of_old_rows() -> None:
    assert " ".join(style.value for style in EVERY_STYLE) == (
        "auto photorealistic digital-art oil-painting watercolor cartoon anime sketch 3d-render "
        "auto portrait landscape wide-angle close-up rule-of-thirds centered album-cover "
        "auto natural studio dramatic golden-hour night "
        "auto vibrant muted monochrome high-contrast warm cool pastel "
        "auto minimal moderate highly-detailed"
    )


@pytest.mark.parametrize("style", EVERY_STYLE)
def test_every_style_but_auto_and_album_cover_has_words_of_its_own(style: Style) -> None:
    assert (style in FRAGMENTS) == (style.value not in WITHOUT_WORDS)


def test_no_two_styles_say_the_same() -> None:
    assert len({*FRAGMENTS.values()}) == len(FRAGMENTS) == 29


def test_the_words_follow_the_trimmed_prompt_in_a_fixed_order() -> None:
    styles = ImageStyles(
        detail_level=DetailLevel.MINIMAL,
        color_palette=ColorPalette.WARM,
        lighting=Lighting.NIGHT,
        composition=Composition.CLOSE_UP,
        artistic_style=ArtisticStyle.RENDER_3D,
    )
    assert styles.added_to("  a cat\r\nand a dog 🐕 ") == ", ".join(
        [
            "a cat\r\nand a dog 🐕",
            FRAGMENTS[ArtisticStyle.RENDER_3D],
            FRAGMENTS[Composition.CLOSE_UP],
            FRAGMENTS[Lighting.NIGHT],
            FRAGMENTS[ColorPalette.WARM],
            FRAGMENTS[DetailLevel.MINIMAL],
        ]
    )


@pytest.mark.parametrize(
    ("styles", "chosen"),
    [
        (ImageStyles(), False),
        (ImageStyles(lighting=Lighting.AUTO, composition=Composition.AUTO), False),
        (ImageStyles(composition=Composition.ALBUM_COVER), True),
    ],
)
def test_styles_without_words_leave_the_prompt_alone(styles: ImageStyles, *, chosen: bool) -> None:
    assert styles.added_to("a cat") is None
    assert styles.chosen == chosen


def test_a_style_with_words_is_a_choice() -> None:
    assert ImageStyles(lighting=Lighting.NIGHT, composition=Composition.AUTO).chosen


def test_stored_styles_that_nobody_knows_any_more_count_as_not_chosen() -> None:
    stored = {"artistic_style": "3d-render", "composition": "diagonal", "lighting": None}
    assert ImageStyles.stored(stored) == ImageStyles(artistic_style=ArtisticStyle.RENDER_3D)


def test_stored_styles_come_back_as_they_were() -> None:
    styles = ImageStyles(
        artistic_style=ArtisticStyle.SKETCH,
        composition=Composition.ALBUM_COVER,
        lighting=Lighting.GOLDEN_HOUR,
        color_palette=ColorPalette.HIGH_CONTRAST,
        detail_level=DetailLevel.AUTO,
    )
    names = ("artistic_style", "composition", "lighting", "color_palette", "detail_level")
    assert ImageStyles.stored({name: str(getattr(styles, name)) for name in names}) == styles
