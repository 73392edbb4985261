"""Lists of pictures: what filters find, and covers before all others, on both paths."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.readpath.both import COMPILED, Both, both
from tests.readpath.dataset import IMAGES, TAGS

__all__ = ["both"]

EVERYTHING: Final = """
  id userPrompt prompt enhancedPrompt revisedPrompt finalPrompt promptHash title tags model size
  artisticStyle composition lighting colorPalette detailLevel width height byteSize contentType
  sha256 hasOverlay textOverlay sourceImage { id sourceImage { id } } url thumbnailUrl
  largeThumbnailUrl version createdAt updatedAt
"""
LIST: Final = (
    "query ($filter: ImageFilter) { images(first: 100, filter: $filter) { totalCount nodes {"
    f" {EVERYTHING} }} }} }}"
)
SOURCES: Final = """
  query ($first: Int, $after: String, $last: Int, $before: String, $offset: Int) {
    overlaySources(first: $first, after: $after, last: $last, before: $before, offset: $offset) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { id title composition hasOverlay createdAt } } } }
"""


async def found(both: Both, **filter_: Any) -> list[dict[str, Any]]:
    told = await both.tell(LIST, variables={"filter": filter_})
    assert told.outcome == COMPILED
    page = told.body["data"]["images"]
    assert page["totalCount"] == len(page["nodes"])
    return list(page["nodes"])


async def test_every_field_is_compiled(both: Both) -> None:
    rows = await found(both)
    assert len(rows) == IMAGES
    assert sum(each["textOverlay"] is not None for each in rows) == IMAGES // 4


async def test_a_job_tells_its_picture_and_never_a_foreign_one(both: Both) -> None:
    told = await both.tell("{ jobs(first: 100) { nodes { id image { id title } } } }")
    assert told.outcome == COMPILED
    told = await both.tell("{ jobs(first: 100) { nodes { id image { id } } } }", who="bob")
    assert told.outcome == COMPILED
    assert {each["image"] for each in told.body["data"]["jobs"]["nodes"]} <= {None}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"tags": ["NIGHT"]}, {"night"}),
        ({"tags": ["rain", " katze "]}, {"rain", "katze"}),
        ({"tags": ["ümläut"]}, {"ümläut"}),
        ({"tags": ["100%"]}, {"100%"}),
        ({"tags": ["back\\slash", '"QUOTED"']}, {"back\\slash", '"quoted"'}),
        ({"tags": ["nigh"]}, {"nigh"}),
    ],
)
async def test_keywords(both: Both, given: dict[str, Any], wanted: set[str]) -> None:
    def has_them(tags: str | None) -> bool:
        return wanted <= {each.strip().lower() for each in (tags or "").split(",")}

    rows = await found(both, **given)
    everything = await found(both)
    assert [each["id"] for each in rows] == [
        each["id"] for each in everything if has_them(each["tags"])
    ]
    assert bool(rows) is any(has_them(each) for each in TAGS)


@pytest.mark.parametrize(
    "given",
    [
        {"composition": "ALBUM_COVER"},
        {"artisticStyle": "RENDER_3D"},
        {"model": "dall-e-3", "hasOverlay": False},
        {"hasOverlay": True},
        {"search": "ümläute"},
        {"search": "'"},
        {"createdFrom": "2026-03-01T23:59:59.120Z", "createdTo": "2026-03-02T00:00:01.999999Z"},
        {"createdFrom": "0001-01-01T00:00:00+14:00"},
        {"createdTo": "9999-12-31T23:59:59-14:00"},
    ],
)
async def test_other_filters(both: Both, given: dict[str, Any]) -> None:
    assert await found(both, **given)


async def test_covers_come_first_from_both_ends(both: Both) -> None:
    async def page(**arguments: Any) -> Any:
        told = await both.tell(SOURCES, variables=arguments)
        assert told.outcome == COMPILED
        return told.body["data"]["overlaySources"]

    whole = await page(first=100)
    nodes = [each["node"] for each in whole["edges"]]
    assert 0 < whole["totalCount"] == len(nodes) < IMAGES
    assert all(each["title"] for each in nodes)
    assert not any(each["hasOverlay"] for each in nodes)
    places = [(each["composition"] == "ALBUM_COVER", each["createdAt"]) for each in nodes]
    assert places == sorted(places, reverse=True)
    assert len({cover for cover, _ in places}) == 2
    forwards: list[Any] = []
    backwards: list[Any] = []
    after = before = None
    for place in range(0, len(nodes), 2):
        there = await page(first=2, after=after)
        forwards += there["edges"]
        after = there["pageInfo"]["endCursor"]
        back = await page(last=2, before=before)
        backwards = back["edges"] + backwards
        before = back["pageInfo"]["startCursor"]
        jumped = await page(first=2, offset=place)
        assert jumped["edges"] == whole["edges"][place : place + 2]
    assert forwards == backwards == whole["edges"]
