"""Writing over pictures: orders, what comes of them, and what may be asked for."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from PIL import Image

from app.bootstrap import Studio
from app.domain.identity import new_id
from app.domain.images.model import image_key, prompt_hash
from app.domain.images.styles import ArtisticStyle
from app.domain.storage.media import MediaKind
from app.rows.images import ImageRow
from app.rows.jobs import JobRow
from app.rows.songs import DoomedFilesRow, StoredObjectRow
from app.rows.users import UserRow
from app.schema.ids import decode_id, encode_id
from tests.infra.overlay.pictures import decoded, encoded, plain
from tests.studio import Person, working

ADD = """
mutation ($input: AddTextOverlayInput!) {
  addTextOverlay(input: $input) {
    image {
      id title tags userPrompt prompt enhancedPrompt revisedPrompt finalPrompt promptHash model size
      artisticStyle composition width height byteSize contentType sha256 hasOverlay textOverlay
      sourceImage { id } url thumbnailUrl largeThumbnailUrl version updatedAt
    }
    job { id kind status stage progress error { code message } image { id } }
    userErrors { code message path }
  }
}
"""
JOB = "query ($id: ID!) { job(id: $id) { status stage error { code } image { id } } }"
CANCEL = "mutation ($id: ID!) { cancelJob(input: {id: $id}) { userErrors { code } } }"
DELETE = """
mutation ($ids: [ID!]!) { deleteImages(input: {ids: $ids}) { deletions { deleted } } }
"""


async def picture(
    studio: Studio, person: Person, content: bytes | None = None, **columns: Any
) -> str:
    """A picture of a person, as if it had been generated; its global id."""
    content = content or plain()
    image_id = new_id()
    stored = await studio.storage.put(
        image_key(image_id, MediaKind.PNG), pieces(content), "image/png"
    )
    await StoredObjectRow.create(
        key=stored.key,
        backend=stored.backend,
        content_type=stored.content_type,
        byte_size=stored.byte_size,
        sha256=stored.sha256,
    )
    known = {"prompt": "a harbour", "title": "Harbour", "size": "1024x1024", **columns}
    final = known.get("enhanced_prompt") or known["prompt"]
    await ImageRow.create(
        id=image_id,
        user_id=person.id,
        key=stored.key,
        content_type=stored.content_type,
        byte_size=stored.byte_size,
        sha256=stored.sha256,
        width=640,
        height=400,
        final_prompt=final,
        prompt_hash=prompt_hash(final),
        **known,
    )
    return encode_id("Image", image_id)


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def add(person: Person, source: str, **wish: object) -> dict[str, Any]:
    wish = {"sourceImageId": source, "title": "Night", **wish}
    return dict((await person.get(ADD, input=wish))["addTextOverlay"])


async def mistakes(person: Person, source: str, **wish: object) -> list[tuple[str, list[str]]]:
    answer = await add(person, source, **wish)
    assert (answer["image"], answer["job"]) == (None, None), answer
    return [(each["code"], each["path"]) for each in answer["userErrors"]]


async def download(person: Person, url: str) -> bytes:
    answer = await person.http.get(url, headers={"Authorization": f"Bearer {person.token}"})
    assert answer.status_code == 200, answer.text
    return answer.content


async def ended(person: Person, job_id: str, within: float = 20) -> dict[str, Any]:
    async with asyncio.timeout(within):
        while True:
            job = dict((await person.get(JOB, id=job_id))["job"])
            if job["status"] in ("SUCCEEDED", "FAILED", "CANCELLED"):
                return job
            await asyncio.sleep(0.05)


async def files(studio: Studio) -> set[str]:
    """The keys of all pictures that are stored."""
    return {each.key async for each in studio.storage.list_objects("images/")}


@pytest.fixture(autouse=True)
async def _no_other_files(studio: Studio) -> None:
    """Tests before these leave files behind whose rows are gone."""
    await studio.storage.delete_prefix("images/")


@pytest.fixture
async def source(studio: Studio, ada: Person) -> str:
    return await picture(studio, ada)


async def test_a_text_over_a_picture_is_a_new_picture_and_the_old_one_stays(
    studio: Studio, ada: Person, worker: None
) -> None:
    assert worker is None
    before = plain()
    source = await picture(
        studio,
        ada,
        before,
        user_prompt="harbour",
        prompt="a harbour at night",
        enhanced_prompt="a harbour at night, anime",
        revised_prompt="revised",
        tags="sea",
        model="dall-e-3",
        artistic_style=ArtisticStyle.ANIME,
    )
    row = await ImageRow.get(id=decode_id("Image", source)).values()
    answer = await add(ada, source, title=" Größe 🎵 ", artist="Ada", outlineWidth=1)

    assert answer["userErrors"] == []
    image, job = answer["image"], answer["job"]
    assert (job["kind"], job["status"], job["stage"]) == ("OVERLAY", "SUCCEEDED", "DONE")
    assert job["image"] == {"id": image["id"]}
    assert image["id"] != source
    assert image["sourceImage"] == {"id": source}
    copied = {
        "userPrompt": "harbour",
        "prompt": "a harbour at night",
        "enhancedPrompt": "a harbour at night, anime",
        "revisedPrompt": "revised",
        "finalPrompt": "a harbour at night, anime",
        "promptHash": row["prompt_hash"],
        "model": "dall-e-3",
        "size": "1024x1024",
        "artisticStyle": "ANIME",
        "composition": None,
    }
    own = {
        "title": "Größe 🎵",
        "tags": None,
        "width": 640,
        "height": 400,
        "contentType": "image/png",
        "hasOverlay": True,
        "version": 1,
        "updatedAt": None,
    }
    assert image | copied | own == image
    kept = image["textOverlay"]
    assert (kept["title"], kept["artist"]) == ("GRÖSSE 🎵", "Ada")
    assert kept["source_image_id"] == str(decode_id("Image", source))
    assert (kept["title_grid"], kept["artist_position"]) == ("center", None)

    png = await download(ada, image["url"])
    assert hashlib.sha256(png).hexdigest() == image["sha256"]
    assert len(png) == image["byteSize"]
    assert decoded(png).size == (640, 400)
    for url in (image["thumbnailUrl"], image["largeThumbnailUrl"]):
        assert (await download(ada, url))[8:12] == b"WEBP"
    assert await ImageRow.get(id=decode_id("Image", source)).values() == row
    assert await download(ada, f"/files/images/{decode_id('Image', source)}") == before
    keys = {each.key for each in await StoredObjectRow.all()}
    assert keys == await files(studio)


async def test_a_text_over_a_picture_is_saved_under_a_name_of_its_own(
    ada: Person, source: str, worker: None
) -> None:
    image = (await add(ada, source, title="Harbour"))["image"]
    names = []
    for url in (image["url"], image["thumbnailUrl"], f"/files/images/{decode_id('Image', source)}"):
        headers = {"Authorization": f"Bearer {ada.token}"}
        answer = await ada.http.get(f"{url}?download=1", headers=headers)
        names.append(answer.headers["content-disposition"].rpartition("''")[2])
    overlay, small, original = names
    assert re.fullmatch(r"Harbour_with_text_20\d{6}_\d{6}\.png", overlay)
    assert small == overlay.replace(".png", "%20%28small%29.webp")
    assert original == "Harbour.png"


async def test_without_waiting_only_the_job_is_there(
    studio: Studio, ada: Person, source: str
) -> None:
    answer = await add(ada, source, wait=False)
    assert (answer["image"], answer["userErrors"]) == (None, [])
    assert answer["job"]["status"] == "QUEUED"
    async with working(studio):
        done = await ended(ada, answer["job"]["id"])
    assert done["status"] == "SUCCEEDED"
    assert done["image"]


async def test_a_picture_keeps_its_transparency(studio: Studio, ada: Person, worker: None) -> None:
    assert worker is None
    glass = encoded(Image.new("RGBA", (300, 200), (1, 2, 3, 0)))
    answer = await add(ada, await picture(studio, ada, glass), titleFontSize=20)
    drawn = decoded(await download(ada, answer["image"]["url"]))
    assert drawn.mode == "RGBA"
    assert drawn.getpixel((0, 0)) == (1, 2, 3, 0)


async def test_a_repetition_with_the_same_key_answers_the_same_picture(
    studio: Studio, ada: Person, bob: Person, source: str, worker: None
) -> None:
    assert worker is None
    clicks = await asyncio.gather(*(add(ada, source, idempotencyKey="k" * 255) for _ in range(5)))
    assert len({click["image"]["id"] for click in clicks}) == 1
    assert await JobRow.filter(kind="OVERLAY").count() == 1
    place = ["input", "idempotencyKey"]
    for changed in ({"title": "Other"}, {"allowStacked": True}, {"artist": "Ada"}):
        conflict = await mistakes(ada, source, idempotencyKey="k" * 255, **changed)
        assert conflict == [("CONFLICT", place)]
    for key in ("", "k" * 256, "a\0b"):
        assert await mistakes(ada, source, idempotencyKey=key) == [("VALIDATION", place)]
    other = await add(bob, await picture(studio, bob), idempotencyKey="k" * 255)
    assert other["userErrors"] == []
    assert await ImageRow.filter(has_overlay=True).count() == 2


async def test_two_texts_over_the_same_picture_are_two_pictures(
    studio: Studio, ada: Person, source: str, worker: None
) -> None:
    assert worker is None
    answers = await asyncio.gather(*(add(ada, source) for _ in range(6)))
    assert len({answer["image"]["id"] for answer in answers}) == 6
    assert len({answer["image"]["sha256"] for answer in answers}) == 1
    assert len(await files(studio)) == 1 + 6 * 3


async def test_foreign_missing_and_malformed_sources_are_refused(
    ada: Person, bob: Person, source: str
) -> None:
    place = ["input", "sourceImageId"]
    assert await mistakes(bob, source) == [("NOT_FOUND", place)]
    assert await mistakes(ada, encode_id("Image", new_id())) == [("NOT_FOUND", place)]
    for malformed in ("nonsense", "", encode_id("Song", decode_id("Image", source))):
        assert await mistakes(ada, malformed) == [("VALIDATION", place)]
    assert await JobRow.all().count() == 0


async def test_a_text_over_a_text_has_to_be_allowed(ada: Person, source: str, worker: None) -> None:
    assert worker is None
    first = (await add(ada, source))["image"]
    place = ["input", "sourceImageId"]
    assert await mistakes(ada, first["id"]) == [("INVALID_STATE", place)]
    second = await add(ada, first["id"], title="More", allowStacked=True)
    assert second["image"]["sourceImage"] == {"id": first["id"]}
    assert second["image"]["textOverlay"]["title"] == "MORE"


LIMITS: list[tuple[str, dict[str, object], dict[str, object]]] = [
    ("title", {"title": "x"}, {"title": "  "}),
    ("title", {"title": "ß" * 255}, {"title": "x" * 256}),
    ("title", {"title": "e\u0301 \u202e\u05e9\u05dc\u05d5\u05dd\r\n👩‍🚀"}, {"title": "a\0b"}),
    ("artist", {"artist": "x" * 100}, {"artist": "x" * 101}),
    ("artist", {"artist": " "}, {"artist": "a\0b"}),
    ("titleFontSize", {"titleFontSize": 20}, {"titleFontSize": 19}),
    ("titleFontSize", {"titleFontSize": 300}, {"titleFontSize": 301}),
    ("artistFontSize", {"artistFontSize": 10}, {"artistFontSize": 9}),
    ("artistFontSize", {"artistFontSize": 200}, {"artistFontSize": 201}),
    ("outlineWidth", {"outlineWidth": 0}, {"outlineWidth": -1}),
    ("outlineWidth", {"outlineWidth": 20}, {"outlineWidth": 21}),
    ("titleColor", {"titleColor": "fC0"}, {"titleColor": "red"}),
    ("titleOutlineColor", {"titleOutlineColor": "#AbCdEf"}, {"titleOutlineColor": "#12345"}),
    ("artistColor", {"artistColor": "#000"}, {"artistColor": ""}),
    ("artistOutlineColor", {"artistOutlineColor": "000000"}, {"artistOutlineColor": "#gggggg"}),
    (
        "titlePosition",
        {"titlePosition": {"point": {"x": 0, "y": 1}}},
        {"titlePosition": {"point": {"x": -0.001, "y": 0}}},
    ),
    (
        "artistPosition",
        {"artistPosition": {"point": {"x": 1}}},
        {"artistPosition": {"point": {"y": 1.001}}},
    ),
]


@pytest.mark.parametrize(("field", "right", "wrong"), LIMITS)
async def test_every_limit_has_two_sides(
    ada: Person, source: str, field: str, right: dict[str, object], wrong: dict[str, object]
) -> None:
    assert await mistakes(ada, source, **wrong) == [("VALIDATION", ["input", field])]
    assert (await add(ada, source, wait=False, **right))["userErrors"] == []


async def test_everything_that_is_wrong_is_said_at_once(ada: Person, source: str) -> None:
    wrong = {"title": "", "titleFontSize": 1, "artistColor": "x", "outlineWidth": 99}
    told = await mistakes(ada, source, **wrong)
    assert {path[1] for _, path in told} == set(wrong)


@pytest.mark.parametrize(
    "position", [{}, {"grid": "TOP_LEFT", "point": {"x": 0}}, {"grid": None}, {"grid": "NOWHERE"}]
)
async def test_a_position_is_exactly_one_of_two(
    ada: Person, source: str, position: dict[str, object]
) -> None:
    wish = {"sourceImageId": source, "title": "x", "titlePosition": position}
    assert "errors" in await ada.ask(ADD, input=wish)
    assert await JobRow.all().count() == 0


async def test_the_artist_of_the_profile_is_taken_where_that_is_asked_for(
    ada: Person, source: str, worker: None
) -> None:
    assert worker is None
    for blank in (None, "", " "):
        await UserRow.filter(id=ada.id).update(artist_name=blank)
        nobody = await mistakes(ada, source, useProfileArtist=True)
        assert nobody == [("VALIDATION", ["input", "useProfileArtist"])]
    await UserRow.filter(id=ada.id).update(artist_name="Ada L.")
    taken = await add(ada, source, useProfileArtist=True, artist=" ")
    assert taken["image"]["textOverlay"]["artist"] == "Ada L."
    typed = await add(ada, source, useProfileArtist=True, artist="Band")
    assert typed["image"]["textOverlay"]["artist"] == "Band"
    unasked = await add(ada, source)
    assert unasked["image"]["textOverlay"]["artist"] is None


async def test_a_text_of_a_title_alone_that_grows_in_capitals_is_drawn(
    ada: Person, source: str, worker: None
) -> None:
    assert worker is None
    answer = await add(ada, source, title="ß" * 255, autoShrink=True)
    assert answer["image"]["title"] == "ß" * 255
    assert answer["image"]["textOverlay"]["title"] == "SS" * 255


async def test_words_that_no_font_has_are_refused(
    studio: Studio, ada: Person, source: str, worker: None
) -> None:
    assert worker is None
    answer = await add(ada, source, title="音楽")
    assert answer["image"] is None
    assert answer["job"]["status"] == "FAILED"
    assert [each["code"] for each in answer["userErrors"]] == ["VALIDATION"]
    assert len(await files(studio)) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no picture at all", "PNG, JPEG"),
        (plain()[:100], "damaged"),
    ],
)
async def test_a_broken_source_leaves_no_picture_and_no_file(
    studio: Studio, ada: Person, worker: None, content: bytes, said: str
) -> None:
    assert worker is None
    before = await files(studio)
    source = await picture(studio, ada, content)
    answer = await add(ada, source)
    assert answer["image"] is None
    [error] = answer["userErrors"]
    assert error["code"] == "VALIDATION"
    assert said in error["message"]
    assert len(await files(studio)) == len(before) + 1
    assert await ImageRow.all().count() == 1
    assert await DoomedFilesRow.all().count() == 1


async def test_a_source_without_bytes_is_an_error_of_the_store(
    studio: Studio, ada: Person, source: str, worker: None
) -> None:
    assert worker is None
    await studio.storage.delete_prefix("images/")
    answer = await add(ada, source)
    assert [each["code"] for each in answer["userErrors"]] == ["STORAGE_ERROR"]
    assert await files(studio) == set()


async def test_a_source_that_was_deleted_meanwhile_is_not_found(
    studio: Studio, ada: Person, source: str
) -> None:
    job = (await add(ada, source, wait=False))["job"]
    assert (await ada.get(DELETE, ids=[source]))["deleteImages"]["deletions"]["deleted"]
    async with working(studio):
        failed = await ended(ada, job["id"])
    assert (failed["status"], failed["error"]) == ("FAILED", {"code": "NOT_FOUND"})
    assert await files(studio) == set()
    assert await ImageRow.all().count() == 0


async def test_a_source_deleted_while_its_text_is_stored_is_not_found(
    studio: Studio, ada: Person, source: str
) -> None:
    job = (await add(ada, source, wait=False))["job"]
    claim = await studio.queue.claim(decode_id("Job", job["id"]))
    assert claim is not None
    step = asyncio.create_task(studio.handlers[claim.job.kind].step(claim))
    async with asyncio.timeout(20):
        while len(await files(studio)) < 2:
            await asyncio.sleep(0.001)
    await ImageRow.all().delete()
    await step
    failed = await ended(ada, job["id"])
    assert (failed["status"], failed["error"]) == ("FAILED", {"code": "NOT_FOUND"})
    assert len(await files(studio)) == 1  # its source's, whose row alone was deleted here
    assert await ImageRow.all().count() == 0


async def test_a_text_cancelled_before_its_turn_is_never_drawn(
    studio: Studio, ada: Person, source: str
) -> None:
    job = (await add(ada, source, wait=False))["job"]
    assert (await ada.get(CANCEL, id=job["id"]))["cancelJob"]["userErrors"] == []
    async with working(studio):
        assert (await ended(ada, job["id"]))["status"] == "CANCELLED"
        assert (await add(ada, source))["userErrors"] == []
    assert await ImageRow.filter(has_overlay=True).count() == 1


async def test_a_text_cancelled_while_it_is_drawn_leaves_nothing(
    studio: Studio, ada: Person, source: str
) -> None:
    answer = asyncio.create_task(add(ada, source))
    async with asyncio.timeout(20):
        while (job := await JobRow.get_or_none()) is None:
            await asyncio.sleep(0.01)
        claim = await studio.queue.claim(job.id)
        assert claim is not None
        step = asyncio.create_task(studio.handlers[claim.job.kind].step(claim))
        while (await JobRow.get()).stage != "STORING":
            await asyncio.sleep(0.001)
        cancelled = await ada.get(CANCEL, id=encode_id("Job", job.id))
        assert cancelled["cancelJob"]["userErrors"] == []
        await asyncio.gather(step, return_exceptions=True)
    async with working(studio):
        told = await answer
        async with asyncio.timeout(20):
            while (await JobRow.get()).next_at is not None:
                await asyncio.sleep(0.02)
    assert (told["image"], told["job"]["status"]) == (None, "CANCELLED")
    assert [each["code"] for each in told["userErrors"]] == ["INVALID_STATE"]
    assert len(await files(studio)) == 1
    assert await ImageRow.all().count() == 1


async def test_an_original_and_its_text_are_deleted_independently(
    studio: Studio, ada: Person, source: str, worker: None
) -> None:
    assert worker is None
    one, other = (await add(ada, source))["image"], (await add(ada, source))["image"]
    await ada.get(DELETE, ids=[one["id"]])
    assert await download(ada, f"/files/images/{decode_id('Image', source)}")
    await ada.get(DELETE, ids=[source])
    query = "query ($id: ID!) { image(id: $id) { url sourceImage { id } hasOverlay } }"
    left = (await ada.get(query, id=other["id"]))["image"]
    assert (left["sourceImage"], left["hasOverlay"]) == (None, True)
    assert await download(ada, left["url"])


async def test_a_source_in_a_store_that_is_not_there_is_an_error_of_the_store(
    ada: Person, source: str, worker: None
) -> None:
    assert worker is None
    await StoredObjectRow.all().update(backend="elsewhere")
    answer = await add(ada, source)
    assert [each["code"] for each in answer["userErrors"]] == ["STORAGE_ERROR"]
    assert "elsewhere" in answer["userErrors"][0]["message"]


async def test_the_fonts_are_listed_and_free_for_everybody(ada: Person) -> None:
    fonts = (await ada.get("{ overlayFonts { style name url licence } }"))["overlayFonts"]
    assert [(each["style"], each["url"]) for each in fonts] == [
        ("BOLD", "/files/fonts/bold.ttf"),
        ("ELEGANT", "/files/fonts/elegant.ttf"),
        ("LIGHT", "/files/fonts/light.ttf"),
    ]
    for each in fonts:
        assert each["name"]
        assert each["licence"] == "SIL Open Font License 1.1"
        file = await ada.http.get(each["url"])
        assert (file.status_code, file.headers["content-type"]) == (200, "font/ttf")
        assert file.content[:4] == b"\0\1\0\0"
        assert file.headers["cache-control"].startswith("public, max-age=")
        again = await ada.http.get(each["url"], headers={"If-None-Match": file.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        head = await ada.http.head(each["url"])
        assert head.headers["content-length"] == str(len(file.content))
    for missing in ("bold", "bold.otf", "BOLD.ttf", "..%2Fpng.py", "", "%00.ttf"):
        assert (await ada.http.get(f"/files/fonts/{missing}")).status_code == 404
