"""Pictures from the order to the files."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from PIL import Image

from app.bootstrap import Studio
from app.rows.images import ImageRow
from app.rows.jobs import JobEventRow
from app.rows.songs import StoredObjectRow
from app.schema.ids import decode_id
from tests.api.images import ORDERS, bought, generate, painted, stored
from tests.studio import Mock, Person, working

GPT, DALL_E = "gpt-image-2.5-flare", "dall-e-3"
SCRIPTS = "Ka\u0308tzchen 🐈\u200d⬛\r\n\u05e9\u05dc\u05d5\u05dd 漢字"


@pytest.fixture
async def nothing_stored(studio: Studio) -> None:
    """Files of other tests are gone: rows are wiped, stores are not."""
    await studio.storage.delete_prefix("images/")


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


async def fetched(person: Person, path: str, **headers: str) -> Any:
    bearer = {"Authorization": f"Bearer {person.token}"}
    return await person.http.get(path, headers={**bearer, **headers})


@pytest.mark.parametrize("model", [GPT, DALL_E])
async def test_a_picture_is_ordered_and_can_be_seen_in_three_sizes(
    ada: Person, studio: Studio, mock: Mock, nothing_stored: None, model: str
) -> None:
    async with working(studio):
        answer = await generate(
            ada,
            prompt="  a cat on a roof, 0s ",
            title=" Die Katze ",
            tags="cat, roof",
            model=model,
            size="1792x1024",
            lighting="NIGHT",
            artisticStyle="RENDER_3D",
            composition="AUTO",
        )

    image, job = answer["image"], answer["job"]
    assert answer["userErrors"] == answer["similar"] == []
    assert (job["kind"], job["status"], job["stage"]) == ("IMAGE", "SUCCEEDED", "DONE")
    assert (job["progress"], job["image"], job["song"]) == (1.0, {"id": image["id"]}, None)
    ordered = "1536x1024" if model == GPT else "1792x1024"
    sent = "a cat on a roof, 0s, as a 3D rendering with realistic materials, at night"
    [request] = await mock.requests(ORDERS)
    assert (request["body"]["prompt"], request["body"]["size"]) == (sent, ordered)
    assert image["userPrompt"] == image["prompt"] == "a cat on a roof, 0s"
    assert image["enhancedPrompt"] == image["finalPrompt"] == sent
    named = hashlib.md5(sent.encode(), usedforsecurity=False).hexdigest()[:10]
    assert (image["promptHash"], image["model"], image["size"]) == (named, model, ordered)
    assert (image["title"], image["tags"], image["version"]) == ("Die Katze", "cat, roof", 1)
    assert (image["artisticStyle"], image["composition"]) == ("RENDER_3D", "AUTO")
    assert (image["lighting"], image["colorPalette"]) == ("NIGHT", None)
    assert (image["hasOverlay"], image["textOverlay"], image["sourceImage"]) == (False, None, None)
    assert bool(image["revisedPrompt"]) is (model == DALL_E)
    assert image["updatedAt"] is None

    file = await fetched(ada, image["url"])
    assert file.headers["content-type"] == image["contentType"] == "image/png"
    assert hashlib.sha256(file.content).hexdigest() == image["sha256"]
    assert len(file.content) == image["byteSize"]
    width, height = (int(each) for each in ordered.split("x"))
    assert opened(file.content).size == (image["width"], image["height"]) == (width, height)
    for path, edge in ((image["thumbnailUrl"], 256), (image["largeThumbnailUrl"], 1024)):
        small = await fetched(ada, path)
        assert small.headers["content-type"] == "image/webp"
        assert max(opened(small.content).size) == edge
        assert opened(small.content).size[1] == pytest.approx(edge * height / width, abs=1)
    assert len(await stored(studio)) == await StoredObjectRow.all().count() == 3
    assert await bought(mock) == 1


async def test_files_are_served_like_those_of_songs(
    ada: Person, bob: Person, studio: Studio
) -> None:
    image = await painted(ada, studio, title="Größe: „Katze“ 🐈")
    whole = await fetched(ada, image["url"])
    etag = whole.headers["etag"]
    assert etag == f'"{image["sha256"]}"'
    assert (await fetched(ada, image["url"], **{"If-None-Match": etag})).status_code == 304
    part = await fetched(ada, image["url"], Range="bytes=1-3")
    assert (part.status_code, part.content) == (206, b"PNG")
    bearer = {"Authorization": f"Bearer {ada.token}"}
    head = await ada.http.head(image["url"], headers=bearer)
    assert (head.content, head.headers["content-length"]) == (b"", str(len(whole.content)))
    kept = await fetched(ada, image["url"] + "?download=1")
    assert kept.headers["content-disposition"].startswith("attachment;")
    assert "Gr%C3%B6%C3%9Fe" in kept.headers["content-disposition"]
    small = await fetched(ada, image["thumbnailUrl"] + "?download=1")
    assert "%28small%29.webp" in small.headers["content-disposition"]
    ticket = (await ada.get("{ me { mediaTicket { ticket } } }"))["me"]["mediaTicket"]["ticket"]
    for path in (image["url"], image["thumbnailUrl"], image["largeThumbnailUrl"]):
        shown = await ada.http.get(path, params={"ticket": ticket})
        assert shown.status_code == 200
        assert (await ada.http.get(path)).status_code == 401
        foreign = await fetched(bob, path)
        missing = await fetched(
            bob, path.replace(path.split("/")[3], "0" * 8 + path.split("/")[3][8:])
        )
        answers = [each.json()["errors"][0] for each in (foreign, missing)]
        for each in answers:
            each["extensions"].pop("requestId")
        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert answers[0] == answers[1]
    for path in ("/medium", "/small/", "/small/x", "/", ".png", "/../x"):
        assert (await fetched(ada, image["url"] + path)).status_code == 404, path


async def test_an_order_that_nobody_waits_for_is_answered_at_once(
    ada: Person, studio: Studio, mock: Mock, nothing_stored: None
) -> None:
    answer = await generate(ada, wait=False)
    assert (answer["image"], answer["userErrors"]) == (None, [])
    assert (answer["job"]["status"], answer["job"]["image"]) == ("QUEUED", None)
    assert await ImageRow.all().count() == await bought(mock) == 0
    again = await painted(ada, studio, title="later")
    assert again["title"] == "later"


async def test_the_log_of_a_picture_is_gapless_and_ends_once(ada: Person, studio: Studio) -> None:
    await painted(ada, studio)
    events = await JobEventRow.all().order_by("seq")
    assert [each.seq for each in events] == list(range(1, len(events) + 1))
    assert [each.stage.value for each in events] == ["ACCEPTED", "SUBMITTING", "STORING", "DONE"]


async def test_a_small_picture_is_not_enlarged(ada: Person, studio: Studio) -> None:
    image = await painted(ada, studio, size="1024x1024")
    large = opened((await fetched(ada, image["largeThumbnailUrl"])).content)
    assert large.size == (1024, 1024)


async def test_texts_of_every_script_come_back_as_they_were_typed(
    ada: Person, studio: Studio
) -> None:
    image = await painted(ada, studio, prompt=f" {SCRIPTS} 0s", title=SCRIPTS, tags=SCRIPTS)
    assert image["prompt"] == image["finalPrompt"] == f"{SCRIPTS} 0s"
    assert (image["title"], image["tags"]) == (SCRIPTS, SCRIPTS)


@pytest.mark.parametrize(("field", "longest"), [("prompt", 2500), ("title", 255), ("tags", 1000)])
async def test_the_limits_of_texts(ada: Person, field: str, longest: int) -> None:
    fits = await generate(ada, wait=False, **{field: "🐈" * longest})
    assert fits["userErrors"] == []
    [error] = (await generate(ada, wait=False, **{field: "🐈" * (longest + 1)}))["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", field])
    assert error["params"] == {"max": longest, "length": longest + 1}


@pytest.mark.parametrize(
    ("wish", "path"),
    [
        ({"prompt": " \n"}, "prompt"),
        ({"prompt": "a\0b"}, "prompt"),
        ({"title": "a\0b"}, "title"),
        ({"tags": "a\0b"}, "tags"),
        ({"size": "512x512"}, "size"),
        ({"size": "auto", "model": DALL_E}, "size"),
        ({"model": "gpt-image-1"}, "model"),
        ({"idempotencyKey": ""}, "idempotencyKey"),
        ({"idempotencyKey": "k" * 256}, "idempotencyKey"),
    ],
)
async def test_a_wish_that_cannot_be_right_orders_nothing(
    ada: Person, mock: Mock, wish: dict[str, str], path: str
) -> None:
    answer = await generate(ada, **wish)
    assert (answer["image"], answer["job"]) == (None, None)
    [error] = answer["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", path])
    assert (await ada.get("{ jobs { totalCount } }"))["jobs"]["totalCount"] == 0
    assert await bought(mock) == 0


async def test_a_key_of_255_characters_is_taken(ada: Person) -> None:
    answer = await generate(ada, wait=False, idempotencyKey="🗝" * 255)
    assert answer["userErrors"] == []


async def test_pictures_of_the_same_prompt_are_named(
    ada: Person, bob: Person, studio: Studio
) -> None:
    async with working(studio):
        await generate(bob)
        first = [(await generate(ada, title=f"{n}"))["image"]["id"] for n in range(6)]
        other = await generate(ada, prompt="a dog, 0s")
        answer = await generate(ada)
    assert other["similar"] == []
    assert answer["image"]["id"] not in first
    assert [each["id"] for each in answer["similar"]] == first[:0:-1]
    assert [each["title"] for each in answer["similar"]] == ["5", "4", "3", "2", "1"]


async def test_a_repeated_order_is_answered_by_the_first_one(
    ada: Person, bob: Person, studio: Studio, mock: Mock
) -> None:
    async with working(studio):
        first = await generate(ada, idempotencyKey="k")
        again = await generate(ada, idempotencyKey="k")
        other = await generate(ada, idempotencyKey="k", title="another")
        bobs = await generate(bob, idempotencyKey="k")
    assert again["image"] == first["image"]
    assert again["job"]["id"] == first["job"]["id"] != bobs["job"]["id"]
    assert [each["code"] for each in other["userErrors"]] == ["CONFLICT"]
    assert await bought(mock) == 2


async def test_the_row_points_at_what_is_stored(ada: Person, studio: Studio) -> None:
    image = await painted(ada, studio)
    row = await ImageRow.get(id=decode_id("Image", image["id"]))
    folder = f"images/{row.id}"
    keys = [f"{folder}/large.webp", f"{folder}/original.png", f"{folder}/small.webp"]
    assert [row.large_key, row.key, row.small_key] == keys == await stored(studio, row.id)
