"""An overlay drawn on a picture: first the outline of the letters, then what is inside."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageDraw

from app.domain.overlay.geometry import Size
from app.domain.overlay.layout import Line, lay_out
from app.domain.overlay.model import Lettering, Overlay
from app.domain.overlay.ports import Rendered
from app.infra.overlay.fonts import Fonts
from app.infra.overlay.picture import opened
from app.infra.overlay.png import encode


def render(
    source: bytes,
    overlay: Overlay,
    fonts: Fonts,
    *,
    max_edge: int | None = None,
) -> Rendered:
    """See `OverlayRenderer.render`. Raises InvalidInput."""
    image = opened(source)
    layout = lay_out(overlay, Size(*image.size), fonts)
    pens = [_Pen(layout.title, overlay.title_lettering, overlay.outline_width, fonts)]
    if layout.artist is not None:
        pens.append(_Pen(layout.artist, overlay.artist_lettering, overlay.outline_width, fonts))
    for pen in pens:
        pen.draw(image)
    letters = [pen.rows(image) for pen in pens]
    if max_edge is not None:
        letters = []
        image.thumbnail((max_edge, max_edge), Image.Resampling.LANCZOS)
    png = encode(image, letters=letters, enough=len(source))
    return Rendered(png=png, width=image.width, height=image.height, layout=layout)


@dataclass(frozen=True, slots=True)
class _Pen:
    line: Line
    look: Lettering
    outline: int
    fonts: Fonts

    def draw(self, image: Image.Image) -> None:
        """Draw on the picture, or on a layer over it when pixels of it may be transparent.

        On pixels that are half transparent Pillow would mix colours without regard to how much
        of them is to be seen.
        """
        if image.mode == "RGB":
            self._write(image, self.line.origin)
            return
        left, top, right, bottom = self._covered(Size(*image.size))
        if left < right and top < bottom:
            layer = Image.new("RGBA", (right - left, bottom - top))
            x, y = self.line.origin
            self._write(layer, (x - left, y - top))
            image.alpha_composite(layer, (left, top))

    def rows(self, image: Image.Image) -> range:
        """The rows that the line may change."""
        _, top, _, bottom = self._covered(Size(*image.size))
        return range(top, bottom)

    def _covered(self, picture: Size) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of what the line may change."""
        box, outline = self.line.box, self.outline
        return (
            max(box.x - outline, 0),
            max(box.y - outline, 0),
            min(box.x + box.width + outline, picture.width),
            min(box.y + box.height + outline, picture.height),
        )

    def _write(self, image: Image.Image, origin: tuple[int, int]) -> None:
        ImageDraw.Draw(image).text(
            origin,
            self.line.text,
            font=self.fonts.at(self.line.font, self.line.size),
            fill=self.look.color,
            stroke_width=self.outline,
            stroke_fill=self.look.outline_color,
        )
