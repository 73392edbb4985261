"""Ways to write a title and an artist over a picture, and pictures to write on."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from app.domain.overlay.geometry import Size
from app.domain.overlay.layout import Layout, Line, lay_out
from app.domain.overlay.model import Lettering, Overlay, OverlayRequest
from app.infra.overlay.fonts import FILES, FOLDER, Fonts
from app.infra.overlay.renderer import render

PLAIN: Final = "plain"
OURS: Final = "ours"
_OCTAVES: Final = (4, 12, 40, 120)
_NOISE: Final = 256

Draw = Callable[[bytes], bytes]
"""From the bytes of a picture to those of a PNG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A picture and the ways to write on it, which all follow the layout."""

    name: str
    source: bytes
    layout: Layout
    outline: int
    ways: Mapping[str, Draw]


def subject(size: Size, grain: int, folder: Path) -> Subject:
    """A picture with so much noise; programs of others keep their files in the folder."""
    overlay = OverlayRequest(title="Midnight Train", artist="The Wanderers").checked()
    fonts = Fonts()
    layout = lay_out(overlay, size, fonts)

    ways: dict[str, Draw] = {
        OURS: lambda source: render(source, overlay, fonts).png,
        PLAIN: lambda source: _plainly(source, overlay, layout, fonts),
    }
    if (program := imagemagick()) is not None:
        command = [program, "-", *_magick_words(overlay, layout, fonts)]
        ways["ImageMagick"] = lambda source: _by(command, source, folder)
    return Subject(
        name=f"{size.width}x{size.height}, noise {grain}",
        source=photograph(size, grain),
        layout=layout,
        outline=overlay.outline_width,
        ways=ways,
    )


def photograph(size: Size, grain: int) -> bytes:
    """Soft shapes of several sizes, with so much noise; the same one every time, as PNG."""
    source = random.Random(size.width)  # noqa: S311 - the same picture every time
    whole = (size.width, size.height)
    bands = []
    for _ in range(3):
        band = Image.new("L", whole, 128)
        for strength, cells in enumerate(_OCTAVES, start=1):
            shapes = Image.frombytes("L", (cells, cells), source.randbytes(cells * cells))
            smooth = shapes.resize(whole, Image.Resampling.BICUBIC)
            band = Image.blend(band, smooth, 0.5 / strength**2)
        noise = Image.frombytes("L", whole, source.randbytes(size.width * size.height))
        bands.append(Image.blend(band, noise, grain / _NOISE))
    return _default_png(Image.merge("RGB", bands))


def imagemagick() -> str | None:
    """Where ImageMagick is; other programs have such names, too."""
    for name in ("magick", "convert"):
        if (found := shutil.which(name)) is None:
            continue
        about = subprocess.run(  # noqa: S603 - found above
            [found, "-version"], check=False, capture_output=True, text=True
        )
        if about.stdout.startswith("Version: ImageMagick"):
            return found
    return None


def _plainly(source: bytes, overlay: Overlay, layout: Layout, fonts: Fonts) -> bytes:
    image = Image.open(BytesIO(source)).convert("RGBA")
    pen = ImageDraw.Draw(image)
    around = range(-overlay.outline_width, overlay.outline_width + 1)
    for line, look in _lines(overlay, layout):
        font = fonts.at(line.font, line.size)
        x, y = line.origin
        for right in around:
            for down in around:
                if right or down:
                    pen.text((x + right, y + down), line.text, look.outline_color, font)
        pen.text((x, y), line.text, look.color, font)
    return _default_png(image.convert("RGB"))


def _magick_words(overlay: Overlay, layout: Layout, fonts: Fonts) -> list[str]:
    words = []
    for line, look in _lines(overlay, layout):
        ascent, _ = fonts.at(line.font, line.size).getmetrics()
        x, y = line.origin
        place = f"{x:+d}{y + ascent:+d}"
        width = str(2 * overlay.outline_width)
        words += ["-font", str(FOLDER / FILES[line.font]), "-pointsize", str(line.size)]
        words += ["-fill", look.outline_color, "-stroke", look.outline_color]
        words += ["-strokewidth", width, "-annotate", place, line.text]
        words += ["-fill", look.color, "-stroke", "none", "-annotate", place, line.text]
    return words


def _by(command: list[str], source: bytes, folder: Path) -> bytes:
    target = folder / "drawn.png"
    subprocess.run([*command, str(target)], check=True, input=source)  # noqa: S603 - our own
    return target.read_bytes()


def _lines(overlay: Overlay, layout: Layout) -> list[tuple[Line, Lettering]]:
    lines = [(layout.title, overlay.title_lettering)]
    if layout.artist is not None:
        lines.append((layout.artist, overlay.artist_lettering))
    return lines


def _default_png(image: Image.Image) -> bytes:
    target = BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
