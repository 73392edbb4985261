"""The gallery: filters, search and order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.bootstrap import Studio
from app.domain.images.styles import ArtisticStyle, Composition
from app.rows.images import ImageRow
from tests.studio import Person

LIST = """
query ($filter: ImageFilter, $orderBy: ImageOrder, $first: Int, $after: String) {
  images(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage } nodes { title }
  }
}
"""
SOURCES = """
query ($first: Int, $after: String) {
  overlaySources(first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage } nodes { title }
  }
}
"""
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def a_row(person: Person, title: str | None, minute: int = 0, **columns: Any) -> UUID:
    """A picture without its bytes."""
    wish: dict[str, Any] = {
        "prompt": "a cat",
        "final_prompt": "a cat",
        "prompt_hash": "0" * 10,
        "size": "1024x1024",
        "key": "images/none.png",
        "content_type": "image/png",
        "width": 1,
        "height": 1,
        "byte_size": 1,
        "sha256": "0" * 64,
        **columns,
    }
    row = ImageRow(user_id=person.id, title=title, **wish)
    row.created_at = START + timedelta(minutes=minute)
    await row.save()
    return row.id


async def titles(person: Person, order: object = None, **given: object) -> list[str]:
    found = (await person.get(LIST, filter=given, orderBy=order))["images"]
    assert found["totalCount"] == len(found["nodes"])
    return [each["title"] for each in found["nodes"]]


async def mistake(person: Person, **given: object) -> tuple[str, str]:
    [error] = (await person.ask(LIST, filter=given))["errors"]
    return error["extensions"]["code"], error["extensions"]["messageKey"]


@pytest.fixture
async def gallery(ada: Person, bob: Person) -> None:
    await a_row(ada, "cover", 0, composition=Composition.ALBUM_COVER, tags="Night, rain ,Katze")
    await a_row(ada, "Anime", 1, artistic_style=ArtisticStyle.ANIME, tags="night")
    await a_row(ada, "written", 2, has_overlay=True, model="dall-e-3", tags="rainy")
    await a_row(
        ada, None, 3, prompt="Zebra 100%", user_prompt="a zebra", tags="ÜMLAUT\u00a0,\tnight"
    )
    await a_row(bob, "bob's", 4, tags="night")


@pytest.mark.usefixtures("gallery")
async def test_filters(ada: Person) -> None:
    assert await titles(ada) == [None, "written", "Anime", "cover"]
    assert await titles(ada, composition="ALBUM_COVER") == ["cover"]
    assert await titles(ada, artisticStyle="ANIME") == ["Anime"]
    assert await titles(ada, artisticStyle="SKETCH") == []
    assert await titles(ada, hasOverlay=True) == ["written"]
    assert await titles(ada, hasOverlay=False, model="dall-e-3") == []
    assert await titles(ada, model="dall-e-3") == ["written"]
    assert await titles(ada, search="ZEBRA") == [None]
    assert await titles(ada, search="0%") == [None]
    assert await titles(ada, search="cat") == ["written", "Anime", "cover"]
    assert await titles(ada, search="nim") == ["Anime"]


@pytest.mark.usefixtures("gallery")
async def test_every_keyword_must_be_there_as_a_whole(ada: Person) -> None:
    assert await titles(ada, tags=["NIGHT"]) == [None, "Anime", "cover"]
    assert await titles(ada, tags=[" rain "]) == ["cover"]
    assert await titles(ada, tags=["katze", "night", "Rain"]) == ["cover"]
    assert await titles(ada, tags=["night", "rainy"]) == []
    assert await titles(ada, tags=["ümlaut"]) == [None]
    assert await titles(ada, tags=["%"]) == []


@pytest.mark.usefixtures("gallery")
async def test_the_limits_of_keywords(ada: Person) -> None:
    assert await titles(ada, tags=["night"] * 10) == [None, "Anime", "cover"]
    assert await mistake(ada, tags=["night"] * 11) == ("VALIDATION", "list.too_long")
    assert await mistake(ada, tags=[]) == ("VALIDATION", "list.empty")
    assert await mistake(ada, tags=[" "]) == ("VALIDATION", "text.blank")
    assert await mistake(ada, tags=["a,b"]) == ("VALIDATION", "tag.comma")
    assert await mistake(ada, tags=["a\0b"]) == ("VALIDATION", "text.nul")
    assert await titles(ada, tags=["x" * 100]) == []
    assert await mistake(ada, tags=["x" * 101]) == ("VALIDATION", "text.too_long")
    assert await mistake(ada, search="x" * 101) == ("VALIDATION", "text.too_long")
    assert await mistake(ada, model="a\0b") == ("VALIDATION", "text.nul")


@pytest.mark.usefixtures("gallery")
async def test_moments_are_included(ada: Person) -> None:
    first, last = (START + timedelta(minutes=each) for each in (1, 2))
    between = {"createdFrom": first.isoformat(), "createdTo": last.isoformat()}
    assert await titles(ada, **between) == ["written", "Anime"]
    later = (first + timedelta(microseconds=1)).isoformat()
    assert await titles(ada, createdFrom=later) == [None, "written"]
    sooner = (last - timedelta(microseconds=1)).isoformat()
    assert await titles(ada, createdTo=sooner) == ["Anime", "cover"]
    assert await titles(ada, createdFrom="2026-03-01T14:03:00+02:00") == [None]
    assert len(await titles(ada, createdFrom="0001-01-01T00:00:00+14:00")) == 4
    assert len(await titles(ada, createdTo="9999-12-31T23:59:59-14:00")) == 4


@pytest.mark.usefixtures("gallery")
async def test_orders(ada: Person) -> None:
    def order(field: str, direction: str) -> dict[str, str]:
        return {"field": field, "direction": direction}

    assert await titles(ada, order("TITLE", "ASC")) == [None, "Anime", "cover", "written"]
    assert await titles(ada, order("TITLE", "DESC")) == ["written", "cover", "Anime", None]
    assert (await titles(ada, order("PROMPT", "DESC")))[0] is None
    assert await titles(ada, order("CREATED_AT", "ASC")) == ["cover", "Anime", "written", None]


async def test_sources_of_overlays_have_a_name_and_covers_come_first(
    ada: Person, bob: Person
) -> None:
    cover = Composition.ALBUM_COVER
    await a_row(ada, "old cover", 0, composition=cover)
    await a_row(ada, "old", 1)
    await a_row(ada, "new cover", 2, composition=cover)
    await a_row(ada, "new", 3, composition=Composition.PORTRAIT)
    await a_row(ada, None, 4, composition=cover)
    await a_row(ada, "written", 5, composition=cover, has_overlay=True)
    await a_row(bob, "bob's", 6, composition=cover)
    after, seen = None, []
    while True:
        page = (await ada.get(SOURCES, first=1, after=after))["overlaySources"]
        assert page["totalCount"] == 4
        seen += [each["title"] for each in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == ["new cover", "old cover", "new", "old"]


async def test_a_cursor_of_the_gallery_is_none_of_the_sources(ada: Person) -> None:
    for minute in range(3):
        await a_row(ada, "picture", minute)
    gallery = (await ada.get(LIST, first=1))["images"]["pageInfo"]["endCursor"]
    sources = (await ada.get(SOURCES, first=1))["overlaySources"]["pageInfo"]["endCursor"]
    for query, cursor in ((SOURCES, gallery), (LIST, sources)):
        [error] = (await ada.ask(query, first=1, after=cursor))["errors"]
        assert error["extensions"]["messageKey"] == "page.bad_cursor"


async def test_a_hundred_pictures_cost_as_many_statements_as_one(
    ada: Person, studio: Studio
) -> None:
    source = await a_row(ada, "source")
    for minute in range(99):
        await a_row(ada, "n", minute + 1, source_image_id=source)
    query = """
    query ($first: Int) { images(first: $first) {
      totalCount nodes { id url textOverlay sourceImage { id title } } } }
    """
    costs = []
    for first in (1, 100):
        before = studio.lanes.asked
        nodes = (await ada.get(query, first=first))["images"]["nodes"]
        costs.append(studio.lanes.asked - before)
        named = [each["sourceImage"] and each["sourceImage"]["title"] for each in nodes]
        assert named == (["source"] * 99 + [None])[:first]
    assert costs[0] == costs[1]
