"""Texts over pictures: what is asked for, previews, and fonts."""

from __future__ import annotations

import base64
from dataclasses import fields
from typing import Self

import strawberry

from app.domain.overlay import layout
from app.domain.overlay.model import FontStyle, GridPosition, OverlayRequest, Point, Position
from app.domain.overlay.ports import Rendered
from app.domain.overlay.service import OverlayOrder
from app.schema.errors import UserError
from app.schema.ids import decode_id
from app.schema.images import Image
from app.schema.jobs import MISTAKES, Job

_OFL = "SIL Open Font License 1.1"
_NAMES = {
    FontStyle.BOLD: "Anton Regular",
    FontStyle.ELEGANT: "Playfair Display Regular",
    FontStyle.LIGHT: "Roboto Light",
}
_COLOUR = "three or six hexadecimal digits, with or without `#`"


@strawberry.input(description="A point of a picture, as parts of its width and height.")
class OverlayPointInput:
    """From 0 to 1 each."""

    x: float = strawberry.field(
        default=0.5, description="How far from the left edge: 0 to 1, 0.5 is the middle."
    )
    y: float = strawberry.field(
        default=0.5, description="How far from the upper edge: 0 to 1, 0.5 is the middle."
    )


@strawberry.input(one_of=True, description="Where a line stands: one of nine places, or a point.")
class OverlayPositionInput:
    """Exactly one of the two."""

    grid: GridPosition | None = strawberry.field(
        default=strawberry.UNSET, description="One of nine places."
    )
    point: OverlayPointInput | None = strawberry.field(
        default=strawberry.UNSET, description="Where the left upper corner of its letters is."
    )

    def place(self) -> Position:
        """The position in the words of the domain."""
        if self.point:
            return Point(self.point.x, self.point.y)
        return self.grid or GridPosition.CENTER


@strawberry.input(description="A title, and perhaps an artist, to be written over a picture.")
class TextOverlayInput:
    """Sizes are in pixels of the picture; what is null for the artist is as the title has it."""

    source_image_id: strawberry.ID = strawberry.field(description="Which picture.")
    title: str = strawberry.field(
        description="The title: 1 to 255 characters; it is drawn in capitals."
    )
    artist: str | None = strawberry.field(
        default=None,
        description="The artist: up to 100 characters, drawn in capitals after BY; blank is none.",
    )
    use_profile_artist: bool = strawberry.field(
        default=False,
        description="Take the artist of the viewer's profile where `artist` is blank.",
    )
    font_style: FontStyle = strawberry.field(
        default=FontStyle.BOLD, description="The letters of the title."
    )
    artist_font_style: FontStyle | None = strawberry.field(
        default=None, description="The letters of the artist."
    )
    title_position: OverlayPositionInput | None = strawberry.field(
        default=None, description="Where the title stands; null is the centre."
    )
    artist_position: OverlayPositionInput | None = strawberry.field(
        default=None, description="Where the artist stands; null is below the title."
    )
    title_font_size: int = strawberry.field(default=80, description="20 to 300 pixels.")
    artist_font_size: int = strawberry.field(default=40, description="10 to 200 pixels.")
    title_color: str = strawberry.field(default="#FFFFFF", description=f"A colour: {_COLOUR}.")
    title_outline_color: str = strawberry.field(
        default="#000000", description=f"A colour: {_COLOUR}."
    )
    artist_color: str | None = strawberry.field(default=None, description=f"A colour: {_COLOUR}.")
    artist_outline_color: str | None = strawberry.field(
        default=None, description=f"A colour: {_COLOUR}."
    )
    outline_width: int = strawberry.field(
        default=3, description="0 to 20 pixels on each side of a letter; 0 is no outline."
    )
    auto_shrink: bool = strawberry.field(
        default=False,
        description=(
            "Draw a line that does not fit in the largest size that does, but not below the "
            "smallest one allowed."
        ),
    )
    allow_stacked: bool = strawberry.field(
        default=False, description="Write over a picture that has an overlay already."
    )

    def order(self) -> OverlayOrder:
        """The wish in the words of the domain. Raises InvalidInput for a malformed id."""
        return OverlayOrder(
            source_id=decode_id("Image", self.source_image_id, "source_image_id"),
            request=self._request(),
            use_profile_artist=self.use_profile_artist,
            allow_stacked=self.allow_stacked,
        )

    def _request(self) -> OverlayRequest:
        title, artist = self.title_position, self.artist_position
        same = {each.name for each in fields(OverlayRequest)} - {
            "title_position",
            "artist_position",
        }
        return OverlayRequest(
            **{name: getattr(self, name) for name in same},
            title_position=title.place() if title else GridPosition.CENTER,
            artist_position=artist.place() if artist else None,
        )


@strawberry.input(description="A text over a picture, which becomes a new picture.")
class AddTextOverlayInput(TextOverlayInput):
    """The source stays as it is."""

    wait: bool = strawberry.field(
        default=True,
        description=(
            "Answer when the picture is there or has failed. After some time, and when the server "
            "is about to stop, the unfinished job is answered all the same. False: answer at once."
        ),
    )
    idempotency_key: str | None = strawberry.field(
        default=None,
        description=(
            "Makes a repetition safe: the same key and wish answer the job that the first one "
            "started. 1 to 255 characters."
        ),
    )


@strawberry.type(description="What became of a text over a picture.")
class AddTextOverlayPayload:
    """The picture with its job, the unfinished job alone, or what went wrong."""

    image: Image | None = strawberry.field(
        default=None, description="The new picture; null until it is stored."
    )
    job: Job | None = strawberry.field(default=None, description="The job that makes it.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="A line of an overlay, in pixels of the whole picture.")
class TextOverlayLine:
    """The box is what its letters cover, without their outline."""

    text: str = strawberry.field(description="What is drawn.")
    font_size: int = strawberry.field(description="Its size; smaller than asked for if shrunk.")
    x: int = strawberry.field(description="The left edge of its letters; may be negative.")
    y: int = strawberry.field(description="Their upper edge; may be negative.")
    width: int = strawberry.field(description="From their left to their right edge.")
    height: int = strawberry.field(description="From their upper to their lower edge.")
    fits: bool = strawberry.field(
        description="Whether all of it, outline included, is on the picture."
    )

    @classmethod
    def of(cls, line: layout.Line) -> Self:
        """The client's view of a line."""
        box = line.box
        return cls(
            text=line.text,
            font_size=line.size,
            x=box.x,
            y=box.y,
            width=box.width,
            height=box.height,
            fits=line.fits,
        )


@strawberry.type(description="What a picture would look like with a text over it.")
class TextOverlayPreview:
    """Nothing of it is stored."""

    picture: str = strawberry.field(description="The picture, made smaller, as data URL of a PNG.")
    width: int = strawberry.field(description="The width of the whole picture in pixels.")
    height: int = strawberry.field(description="The height of the whole picture in pixels.")
    title: TextOverlayLine = strawberry.field(description="Where the title stands.")
    artist: TextOverlayLine | None = strawberry.field(
        description="Where the artist stands; null without one."
    )
    missing_glyphs: list[str] = strawberry.field(
        description="Characters that are left out, since the fonts have no letters for them."
    )

    @classmethod
    def of(cls, drawn: Rendered) -> Self:
        """The client's view of a drawn preview."""
        plan = drawn.layout
        lines = [line for line in (plan.title, plan.artist) if line]
        return cls(
            picture=f"data:image/png;base64,{base64.b64encode(drawn.png).decode()}",
            width=plan.picture.width,
            height=plan.picture.height,
            title=TextOverlayLine.of(plan.title),
            artist=None if plan.artist is None else TextOverlayLine.of(plan.artist),
            missing_glyphs=list(
                dict.fromkeys(each for line in lines for each in line.missing_glyphs)
            ),
        )


@strawberry.type(description="A font that texts over pictures are drawn with.")
class OverlayFont:
    """Its file is free for everybody, so that a client can draw the same letters."""

    style: FontStyle = strawberry.field(description="How it is chosen.")
    name: str = strawberry.field(description="What it is called.")
    url: str = strawberry.field(description="Where its TrueType file is, on this server.")
    licence: str = strawberry.field(description="The licence it comes with.")

    @classmethod
    def of(cls, style: FontStyle) -> Self:
        """The font of a style."""
        url = f"/files/fonts/{style.value}.ttf"
        return cls(style=style, name=_NAMES[style], url=url, licence=_OFL)
