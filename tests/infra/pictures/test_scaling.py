from __future__ import annotations

import asyncio
import io

import pytest
from PIL import Image

from app.domain.storage.ports import MediaRefused
from app.infra.pictures.scaling import PictureScaler, scaled


def a_picture(size: tuple[int, int], kind: str = "PNG", mode: str = "RGB") -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else (255, 0, 0, 0)).save(file, kind)
    return file.getvalue()


def sizes(content: bytes, *edges: int) -> list[tuple[int, int]]:
    found = []
    for each in scaled(content, edges):
        with Image.open(io.BytesIO(each)) as small:
            assert small.format == "WEBP"
            found.append(small.size)
    return found


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_longer_edge_is_the_one_that_was_asked_for(kind: str) -> None:
    assert sizes(a_picture((1536, 1024), kind), 256, 1024) == [(256, 171), (1024, 683)]
    assert sizes(a_picture((1024, 1792), kind), 256, 1024) == [(146, 256), (585, 1024)]


def test_nothing_is_enlarged() -> None:
    assert sizes(a_picture((256, 255)), 256, 1024) == [(256, 255)] * 2
    assert sizes(a_picture((257, 1)), 256) == [(256, 1)]
    assert sizes(a_picture((1, 1)), 256) == [(1, 1)]


def test_the_thinnest_picture_keeps_a_pixel() -> None:
    assert sizes(a_picture((9000, 1)), 256) == [(256, 1)]


def test_transparency_stays() -> None:
    [small] = scaled(a_picture((600, 600), mode="RGBA"), [256])
    with Image.open(io.BytesIO(small)) as picture:
        assert picture.mode == "RGBA"
        assert picture.getpixel((0, 0)) == (*picture.getpixel((0, 0))[:3], 0)  # type: ignore[index]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"This was a picture once.",
        a_picture((600, 600))[:600],
        a_picture((600, 600), "JPEG")[:200],
        a_picture((64, 64), "GIF"),
    ],
)
def test_what_cannot_be_decoded_is_refused(content: bytes) -> None:
    with pytest.raises(MediaRefused):
        scaled(content, [256])


def test_thirty_megapixels_are_the_most() -> None:
    assert sizes(a_picture((6000, 5000), "JPEG"), 256) == [(256, 213)]
    with pytest.raises(MediaRefused):
        scaled(a_picture((6001, 5000), "JPEG"), [256])


async def test_pictures_take_turns() -> None:
    scale = PictureScaler()
    content = a_picture((600, 300))
    answers = await asyncio.gather(*(scale(content, [256]) for _ in range(5)))
    assert len({bytes(each[0]) for each in answers}) == 1
