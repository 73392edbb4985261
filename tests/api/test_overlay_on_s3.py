"""Pictures that lie on the disk and get a text that is kept in a bucket."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr

from app.asgi import assemble
from app.bootstrap import Studio
from app.infra.settings import Settings
from app.readpath.run import ReadPath
from app.rows.images import ImageRow
from app.rows.songs import StoredObjectRow
from app.schema.ids import decode_id
from tests.api.test_overlay import add, picture
from tests.infra.overlay.pictures import decoded, plain
from tests.infra.storage.objects import keys
from tests.s3 import access
from tests.studio import Person, running_studio, served


@pytest.fixture(scope="module")
async def running(
    settings: Settings, s3_endpoint: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Studio, str, ReadPath | None]]:
    """A studio like that of the other tests, but for its stores."""
    bucket = access(s3_endpoint)
    changes = {
        "data_dir": tmp_path_factory.mktemp("data"),
        "storage_backend": "s3",
        "s3_endpoint": bucket.endpoint,
        "s3_bucket": bucket.bucket,
        "s3_access_key": SecretStr(bucket.access_key),
        "s3_secret_key": SecretStr(bucket.secret_key),
    }
    async with running_studio(settings.model_copy(update=changes)) as studio:
        app = assemble(studio)
        async with served(app) as url:
            yield studio, url, app.state.reads


async def to_the_disk(studio: Studio, source: str) -> str:
    """Let a picture be one that was kept before there was a bucket; its key."""
    row = await ImageRow.get(id=decode_id("Image", source))
    bucket, disk = studio.storage.named("s3"), studio.storage.named("filesystem")
    await disk.put(row.key, bucket.open(row.key), row.content_type)
    await bucket.delete(row.key)
    await StoredObjectRow.filter(key=row.key).update(backend="filesystem")
    return row.key


@pytest.mark.parametrize("old", [True, False], ids=["from the disk", "from the bucket"])
async def test_what_comes_of_a_picture_is_kept_in_the_bucket(
    studio: Studio, ada: Person, worker: None, old: bool
) -> None:
    assert worker is None
    await studio.storage.delete_prefix("images/")
    source = await picture(studio, ada)
    before = [await to_the_disk(studio, source)] if old else []
    image = (await add(ada, source))["image"]

    bucket, disk = studio.storage.named("s3"), studio.storage.named("filesystem")
    assert await keys(disk, "images/") == before
    assert len(await keys(bucket, "images/")) == (3 if old else 4)
    bearer = {"Authorization": f"Bearer {ada.token}"}
    redirect = await ada.http.get(image["url"], headers=bearer)
    assert redirect.status_code == 307
    async with httpx.AsyncClient() as anybody:
        file = await anybody.get(redirect.headers["location"])
    assert hashlib.sha256(file.content).hexdigest() == image["sha256"]
    assert decoded(file.content).size == decoded(plain()).size
    await studio.storage.delete_prefix("images/")
