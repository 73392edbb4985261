"""Previews: what will be drawn and where, without anything being kept."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from PIL import Image

from app.bootstrap import Studio
from app.domain.identity import new_id
from app.domain.overlay.geometry import Size, box_at, shift_below
from app.domain.overlay.model import FontStyle, GridPosition, Point, Position
from app.rows.images import ImageRow
from app.rows.jobs import JobRow
from app.schema.ids import encode_id
from tests.api.test_overlay import add, download, files, picture
from tests.infra.overlay.pictures import FONTS, changed, colorful, decoded, encoded, plain
from tests.studio import Person

PREVIEW = """
query ($input: TextOverlayInput!, $maxEdge: Int! = 512) {
  previewTextOverlay(input: $input, maxEdge: $maxEdge) {
    picture width height missingGlyphs
    title { ...Line } artist { ...Line }
  }
}
fragment Line on TextOverlayLine { text fontSize x y width height fits }
"""
SIZE = Size(640, 400)


async def preview(
    person: Person, source: str, max_edge: int = 640, **wish: object
) -> dict[str, Any]:
    wish = {"sourceImageId": source, "title": "Night", "titleFontSize": 40, **wish}
    return dict((await person.get(PREVIEW, input=wish, maxEdge=max_edge))["previewTextOverlay"])


async def refusal(
    person: Person, source: str, max_edge: int = 640, **wish: object
) -> tuple[str, str]:
    wish = {"sourceImageId": source, "title": "Night", **wish}
    answer = await person.ask(PREVIEW, input=wish, maxEdge=max_edge)
    assert (answer.get("data") or {}).get("previewTextOverlay") is None
    extensions = answer["errors"][0]["extensions"]
    return extensions["code"], extensions["messageKey"]


def png(found: dict[str, Any]) -> bytes:
    scheme, _, content = found["picture"].partition(",")
    assert scheme == "data:image/png;base64"
    return base64.b64decode(content)


def box(line: dict[str, Any]) -> tuple[int, int, int, int]:
    return line["x"], line["y"], line["width"], line["height"]


def expected(position: Position, text: str, size: int) -> tuple[int, int, int, int]:
    found = box_at(position, SIZE, FONTS.measure(FontStyle.BOLD, size, text))
    return found.x, found.y, found.width, found.height


@pytest.fixture
async def source(studio: Studio, ada: Person) -> AsyncIterator[str]:
    yield await picture(studio, ada)
    await studio.storage.delete_prefix("images/")


@pytest.mark.parametrize("place", GridPosition)
async def test_a_line_stands_where_its_place_says_and_its_ink_too(
    ada: Person, source: str, place: GridPosition
) -> None:
    found = await preview(ada, source, titlePosition={"grid": place.name}, outlineWidth=0)
    assert (found["width"], found["height"]) == (SIZE.width, SIZE.height)
    x, y, width, height = box(found["title"])
    assert (x, y, width, height) == expected(place, "NIGHT", 40)
    assert found["title"]["fits"]
    assert changed(plain(), png(found)) == (x, y, x + width, y + height)


@pytest.mark.parametrize(
    ("sent", "point"),
    [
        ({"x": 0.25, "y": 0.75}, Point(0.25, 0.75)),
        ({"x": 0}, Point(0, 0.5)),
        ({"y": 1}, Point(0.5, 1)),
        ({}, Point(0.5, 0.5)),
    ],
)
async def test_a_line_at_a_point_begins_there(
    ada: Person, source: str, sent: dict[str, float], point: Point
) -> None:
    found = await preview(ada, source, titlePosition={"point": sent})
    assert box(found["title"]) == expected(point, "NIGHT", 40)
    # Its outline leaves the picture at the left edge, and all of it at the lower one.
    assert found["title"]["fits"] is (point.x > 0 and point.y < 1)


async def test_an_artist_without_a_place_stands_below_the_title(ada: Person, source: str) -> None:
    found = await preview(ada, source, artist="Ada", artistFontSize=20)
    x, y, width, height = expected(GridPosition.CENTER, "BY ADA", 20)
    assert found["artist"]["text"] == "BY ADA"
    assert box(found["artist"]) == (x, y + shift_below(40), width, height)
    at_the_title = await preview(
        ada, source, artist="Ada", artistFontSize=20, artistPosition={"grid": "CENTER"}
    )
    assert box(at_the_title["artist"]) == (x, y, width, height)


async def test_an_artist_at_the_bottom_stays_on_the_picture(ada: Person, source: str) -> None:
    found = await preview(ada, source, artist="Ada", titlePosition={"grid": "BOTTOM_LEFT"})
    assert found["artist"]["fits"]
    assert found["artist"]["y"] + found["artist"]["height"] == SIZE.height - 3


async def test_what_does_not_fit_is_told_and_shrunk_where_that_is_asked_for(
    ada: Person, source: str
) -> None:
    wide: dict[str, Any] = {"title": "a title that is far too long", "titleFontSize": 120}
    found = (await preview(ada, source, **wide))["title"]
    assert (found["fits"], found["fontSize"]) == (False, 120)
    shrunk = (await preview(ada, source, **wide, autoShrink=True))["title"]
    assert shrunk["fits"]
    assert 20 <= shrunk["fontSize"] < 120
    assert shrunk["width"] <= SIZE.width


async def test_letters_that_the_font_lacks_are_told(ada: Person, source: str) -> None:
    found = await preview(ada, source, title="Größe 🎵 音", artist="楽 Ada 🎵")
    assert found["missingGlyphs"] == ["🎵", "音", "楽"]
    assert found["title"]["text"] == "GRÖSSE"
    assert found["artist"]["text"] == "BY ADA"
    assert await refusal(ada, source, title="音楽") == ("VALIDATION", "overlay.no_letters")


async def test_a_preview_is_what_is_drawn_for_good_and_keeps_nothing(
    studio: Studio, ada: Person, worker: None
) -> None:
    assert worker is None
    source = await picture(studio, ada, encoded(colorful((640, 400))))
    wish: dict[str, Any] = {
        "artist": "Ada",
        "titleFontSize": 90,
        "fontStyle": "ELEGANT",
        "outlineWidth": 5,
    }
    shown = await preview(ada, source, **wish)
    assert (await ImageRow.all().count(), await JobRow.all().count()) == (1, 0)
    assert len(await files(studio)) == 1
    drawn = await add(ada, source, **wish)
    kept = await download(ada, drawn["image"]["url"])
    assert changed(png(shown), kept) is None
    await studio.storage.delete_prefix("images/")


@pytest.mark.parametrize(
    ("edge", "size"), [(64, (64, 40)), (512, (512, 320)), (639, (639, 399)), (2048, (640, 400))]
)
async def test_a_preview_is_no_larger_than_asked_for_and_never_enlarged(
    ada: Person, source: str, edge: int, size: tuple[int, int]
) -> None:
    found = await preview(ada, source, edge)
    assert decoded(png(found)).size == size
    assert (found["width"], found["height"]) == (640, 400)
    assert box(found["title"]) == expected(GridPosition.CENTER, "NIGHT", 40)


@pytest.mark.parametrize("edge", [63, 2049, 0, -1])
async def test_the_edge_of_a_preview_has_limits(ada: Person, source: str, edge: int) -> None:
    assert await refusal(ada, source, edge) == ("VALIDATION", "number.out_of_range")


async def test_wrong_wishes_and_foreign_pictures_are_coded_errors(
    studio: Studio, ada: Person, bob: Person, source: str, worker: None
) -> None:
    assert worker is None
    assert await refusal(bob, source) == ("NOT_FOUND", "image.not_found")
    unknown = encode_id("Image", new_id())
    assert await refusal(ada, unknown) == ("NOT_FOUND", "image.not_found")
    assert await refusal(ada, "nonsense") == ("VALIDATION", "id.malformed")
    assert await refusal(ada, source, title=" ") == ("VALIDATION", "text.blank")
    assert (await refusal(ada, source, titleColor="red"))[0] == "VALIDATION"
    no_artist = await refusal(ada, source, useProfileArtist=True)
    assert no_artist == ("VALIDATION", "overlay.no_profile_artist")
    broken = await picture(studio, ada, b"no picture at all")
    assert await refusal(ada, broken) == ("VALIDATION", "image.not_an_image")
    stacked = (await add(ada, source))["image"]["id"]
    assert await refusal(ada, stacked) == ("INVALID_STATE", "overlay.stacked")
    assert (await preview(ada, stacked, allowStacked=True))["title"]["fits"]


async def test_a_picture_whose_bytes_are_gone_is_an_error_of_the_store(
    studio: Studio, ada: Person, source: str
) -> None:
    await studio.storage.delete_prefix("images/")
    assert await refusal(ada, source) == ("STORAGE_ERROR", "storage.missing")


async def test_two_hundred_previews_at_once_leave_everybody_else_alone(
    studio: Studio, ada: Person, studio_url: str
) -> None:
    source = await picture(studio, ada, encoded(Image.new("RGB", (3000, 2000), (9, 9, 9))))
    limits = httpx.Limits(max_connections=250)
    async with httpx.AsyncClient(base_url=studio_url, timeout=60, limits=limits) as crowd:
        looking = Person(ada.id, ada.email, ada.token, crowd)
        wish = {"sourceImageId": source, "title": "Night"}
        asked = [
            asyncio.create_task(looking.ask(PREVIEW, input=wish, maxEdge=64)) for _ in range(200)
        ]
        beside = 0
        while beside < 30 and not all(each.done() for each in asked):
            assert (await ada.get("{ me { id } }"))["me"]["id"]
            beside += 1
        assert beside > 1
        answers = await asyncio.gather(*asked)
    drawn = [each for each in answers if "errors" not in each]
    codes = [each["errors"][0]["extensions"]["code"] for each in answers if "errors" in each]
    assert len(drawn) >= 10
    assert set(codes) == {"RATE_LIMITED"}
    assert (await preview(ada, source, 64))["title"]["fits"]
    await studio.storage.delete_prefix("images/")
