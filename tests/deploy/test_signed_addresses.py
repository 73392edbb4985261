"""Signed addresses of a real S3, through the proxy that browsers see."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from app.infra.storage.s3 import S3Storage
from tests.deploy.proxy import running_nginx
from tests.s3 import access

BUCKET = "aiproxy-media"
KEY = "songs/00000000-0000-4000-8000-000000000001/00000000-0000-4000-8000-000000000002.mp3"


async def test_they_open_what_they_are_signed_for_and_nothing_else(
    s3_endpoint: str, tmp_path: Path
) -> None:
    async with running_nginx(tmp_path, ["http://127.0.0.1:9"], s3=s3_endpoint) as nginx:
        store = S3Storage(access(s3_endpoint, bucket=BUCKET, public_endpoint=nginx.url))
        try:
            await store.put(KEY, _chunks(), "audio/mpeg")
            address = await store.url(KEY, disposition="inline", content_type="audio/mpeg")
            assert address is not None
            assert address.startswith(f"{nginx.url}/{BUCKET}/")
            async with nginx.client() as client:
                whole = await client.get(address)
                signed_in = await client.get(address, headers={"Authorization": "Bearer token"})
                part = await client.get(address, headers={"Range": "bytes=5-9"})
                unsigned = await client.get(address.partition("?")[0])
                forged = await client.get(address[:-4] + "0000")
                written = await client.put(address, content=b"x")
                deleted = await client.delete(address)
                bucket = await client.get(f"/{BUCKET}", headers={"Authorization": "Bearer token"})
                inside = await client.get(f"/{BUCKET}/", headers={"Authorization": "Bearer token"})
            assert (whole.status_code, whole.content) == (200, b"sound" * 100_000)
            assert signed_in.content == whole.content
            assert (part.status_code, part.content) == (206, b"sound")
            refused = (unsigned, forged, written, deleted, inside)
            assert [each.status_code for each in refused] == [403] * 5
            assert bucket.headers["location"] == f"/{BUCKET}/"  # without a port of the inside
        finally:
            await store.delete(KEY)
            await store.aclose()


async def _chunks() -> AsyncIterator[bytes]:
    for _ in range(100):
        yield b"sound" * 1_000
