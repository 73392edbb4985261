"""Pictures whose files are in a bucket."""

from __future__ import annotations

import hashlib
import io

import httpx
import pytest
from PIL import Image

from app.bootstrap import Studio
from app.rows.songs import StoredObjectRow
from app.schema.ids import decode_id
from tests.api.images import painted, stored
from tests.api.test_image_edits import delete
from tests.api.test_songs_on_s3 import asked, running
from tests.studio import Person

__all__ = ["running"]


@pytest.mark.parametrize("model", ["gpt-image-2.5-flare", "dall-e-3"])
async def test_a_picture_is_kept_in_the_bucket_and_seen_from_there_until_it_is_deleted(
    ada: Person, bob: Person, studio: Studio, model: str
) -> None:
    image = await painted(ada, studio, title="Größe 🐈", model=model)
    assert {row.backend for row in await StoredObjectRow.all()} == {"s3"}
    async with httpx.AsyncClient() as anybody:
        for url in (image["url"], image["thumbnailUrl"], image["largeThumbnailUrl"]):
            redirect = await asked(ada, url)
            assert (redirect.status_code, redirect.headers["cache-control"]) == (307, "no-store")
            file = await anybody.get(redirect.headers["location"])
            assert file.status_code == 200
            kind = image["contentType"] if url == image["url"] else "image/webp"
            assert file.headers["content-type"] == kind
            assert "Gr%C3%B6%C3%9Fe" in file.headers["content-disposition"]
            with Image.open(io.BytesIO(file.content)) as picture:
                picture.load()
            if url == image["url"]:
                assert hashlib.sha256(file.content).hexdigest() == image["sha256"]
            assert (await asked(bob, url)).status_code == 404
    key = decode_id("Image", image["id"])
    assert len(await stored(studio, key)) == 3
    await delete(ada, image["id"])
    assert await stored(studio, key) == []
