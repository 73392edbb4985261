from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from app.domain.errors import StorageFailure
from app.domain.overlay.model import FontStyle
from app.infra.overlay.fonts import FILES, FOLDER, Fonts
from tests.infra.overlay.pictures import FONTS

LINES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ ÉÇ0123456789-,.'!?jgqyf", min_size=1).filter(
    str.strip
)


@settings(deadline=None)
@given(font=st.sampled_from(list(FontStyle)), size=st.integers(10, 300), text=LINES)
def test_ink_is_measured_as_it_is_drawn(font: FontStyle, size: int, text: str) -> None:
    text = text[:20]
    ink = FONTS.measure(font, size, text)

    canvas = Image.new("L", (ink.width + 40, ink.height + 40))
    origin = (20 - ink.left, 20 - ink.top)
    ImageDraw.Draw(canvas).text(origin, text, font=FONTS.at(font, size), fill=255)

    assert canvas.getbbox() == (20, 20, 20 + ink.width, 20 + ink.height)


@pytest.mark.parametrize("font", list(FontStyle))
def test_a_larger_size_has_more_ink(font: FontStyle) -> None:
    widths = [FONTS.measure(font, size, "MIDNIGHT TRAIN").width for size in range(10, 301)]

    assert widths == sorted(widths)


@pytest.mark.parametrize("font", list(FontStyle))
def test_every_font_has_the_letters_of_western_europe(font: FontStyle) -> None:
    letters = "".join(chr(code) for code in range(0x21, 0x7F))

    assert (
        FONTS.missing(font, letters + "ÄÖÜÀÂÇÉÈÊËÎÏÔÙÛÑÁÍÓÚŁŞŠŽØÅÆŒ¿¡\u2013—…“”„\u2018\u2019•€ß ")
        == ()
    )


@pytest.mark.parametrize("font", list(FontStyle))
def test_letters_that_a_font_lacks_are_told_once_and_in_their_order(font: FontStyle) -> None:
    assert FONTS.missing(font, "A😀 歌B歌שׁ😀") == ("😀", "歌", "\u05e9", "\u05c1")


def test_russian_is_drawn_in_the_fonts_that_have_it() -> None:
    missing = {font: FONTS.missing(font, "ЖЯ") for font in FontStyle}

    assert missing == {
        FontStyle.BOLD: ("Ж", "Я"),
        FontStyle.ELEGANT: (),
        FontStyle.LIGHT: (),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "fonts"))


@pytest.mark.parametrize("name", FILES.values())
def test_a_font_that_is_missing_is_noticed_at_once(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(StorageFailure) as caught:
        Fonts(folder)

    assert caught.value.params == {"file": name}


def test_a_file_that_is_no_font_is_noticed_at_once(folder: Path) -> None:
    (folder / "Anton-Regular.ttf").write_bytes(b"<!doctype html>")

    with pytest.raises(StorageFailure):
        Fonts(folder)


@pytest.mark.parametrize("name", ["Anton", "PlayfairDisplay", "Roboto"])
def test_every_font_comes_with_its_licence(name: str) -> None:
    assert "SIL Open Font License, Version 1.1" in (FOLDER / f"{name}-OFL.txt").read_text()
