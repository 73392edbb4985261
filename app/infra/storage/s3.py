"""A Storage in a bucket of Amazon S3, MinIO or whatever else speaks their protocol."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from loguru import logger

from app.domain.errors import StorageFailure
from app.domain.storage.model import ObjectInfo, StoredObject, check_key, check_prefix
from app.domain.storage.ports import LONGEST_ADDRESS, ObjectMissing, check_validity
from app.infra.storage.s3_bucket import Answer, Bucket, S3Access
from app.infra.storage.s3_upload import Upload

PIECE: Final = 256 * 1024
A_DAY: Final = 86_400.0
AT_ONCE: Final = 16


class S3Storage:
    """Keys are the keys of the bucket, which is made by the first put when it is missing.

    It needs the rights to get, put, delete and list objects, to list and abort uploads, and to
    create the bucket unless it is there.
    """

    backend: Final = "s3"

    def __init__(self, access: S3Access) -> None:
        self._bucket = Bucket(access)

    async def put(self, key: str, chunks: AsyncIterator[bytes], content_type: str) -> StoredObject:
        """Store all the bytes under a key, or nothing."""
        sent = await Upload(self._bucket, check_key(key), content_type).send(chunks)
        kept = await self._bucket.ask("head_object", Key=key)
        # Another tag is another writer, who finished later.
        if kept is None or (kept["ETag"] == sent.etag and kept["ContentLength"] != sent.byte_size):
            logger.error("the S3 store kept something else than the {} bytes sent", sent.byte_size)
            raise StorageFailure("storage.failed")
        return StoredObject(
            key=key,
            byte_size=sent.byte_size,
            sha256=sent.sha256,
            content_type=content_type,
            backend=self.backend,
        )

    async def open(
        self, key: str, start: int = 0, end: int | None = None
    ) -> AsyncGenerator[bytes, None]:
        """The bytes from `start` up to `end`, which is not included."""
        part = {} if start == 0 and end is None else await self._part(check_key(key), start, end)
        if part is None:
            return
        answer = await self._bucket.ask("get_object", Key=check_key(key), **part)
        if answer is None:
            raise ObjectMissing
        body = answer["Body"]
        try:
            while piece := await self._bucket.read(body, PIECE):
                yield piece
        finally:
            body.close()

    async def stat(self, key: str) -> ObjectInfo | None:
        """What is known about an object; None when there is none."""
        found = await self._bucket.ask("head_object", Key=check_key(key))
        return _info(key, found["ContentLength"], found["LastModified"]) if found else None

    async def exists(self, key: str) -> bool:
        """Whether there is an object under this key."""
        return await self.stat(key) is not None

    async def delete(self, key: str) -> bool:
        """Remove an object; False when there was none. Two at the same moment may both say True."""
        if not await self.exists(key):
            return False
        await self._bucket.ask("delete_object", Key=key)
        return True

    async def delete_prefix(self, prefix: str) -> int:
        """Remove every object whose key begins with `prefix`; how many it were."""
        removed = 0
        async for page in self._pages(check_prefix(prefix)):
            # One by one: the request for many needs a checksum that not every store knows.
            for first in range(0, len(page), AT_ONCE):
                some = page[first : first + AT_ONCE]
                await asyncio.gather(
                    *(self._bucket.ask("delete_object", Key=found.key) for found in some)
                )
                removed += len(some)
        return removed

    async def list_objects(self, prefix: str | None = None) -> AsyncGenerator[ObjectInfo, None]:
        """Every object, or those whose key begins with `prefix`, in no order."""
        async for page in self._pages("" if prefix is None else check_prefix(prefix)):
            for found in page:
                yield found

    async def move(self, source: str, target: str) -> ObjectInfo:
        """Give an object another key: the source goes once its copy has been seen whole."""
        check_key(target)
        found = await self._bucket.ask("head_object", Key=check_key(source))
        if found is None:
            raise ObjectMissing
        if source == target:
            return _info(target, found["ContentLength"], found["LastModified"])
        copied = await self._bucket.ask(
            "copy_object",
            Key=target,
            CopySource=self._bucket.copy_source(source),
            CopySourceIfMatch=found["ETag"],
        )
        if copied is None:
            raise ObjectMissing
        kept = await self.stat(target)
        if kept is None or kept.byte_size != found["ContentLength"]:
            logger.error("the S3 store did not copy {} bytes", found["ContentLength"])
            raise StorageFailure("storage.failed")
        await self._bucket.ask("delete_object", Key=source)
        return kept

    async def url(
        self,
        key: str,
        *,
        disposition: str,
        content_type: str,
        method: Literal["GET", "HEAD"] = "GET",
        seconds: int = LONGEST_ADDRESS,
    ) -> str | None:
        """An address at which the store itself hands out the object."""
        return await self._bucket.address(
            "get_object" if method == "GET" else "head_object",
            check_validity(seconds),
            Key=check_key(key),
            ResponseContentDisposition=disposition,
            ResponseContentType=content_type,
        )

    async def sweep(self, older_than: float = A_DAY) -> int:
        """Remove what writers left behind that died in the middle; how many uploads it were.

        `older_than` is in seconds, and longer than any write takes.
        """
        before = datetime.now(UTC) - timedelta(seconds=older_than)
        removed = 0
        place: dict[str, str] = {}
        while page := await self._bucket.ask("list_multipart_uploads", **place):
            for left in page.get("Uploads", ()):
                if _is_key(left["Key"]) and left["Initiated"] < before:
                    await self._bucket.ask(
                        "abort_multipart_upload", Key=left["Key"], UploadId=left["UploadId"]
                    )
                    removed += 1
            if not page.get("IsTruncated"):
                break
            place = {
                "KeyMarker": page["NextKeyMarker"],
                "UploadIdMarker": page["NextUploadIdMarker"],
            }
        return removed

    async def aclose(self) -> None:
        """Close every connection."""
        await self._bucket.aclose()

    async def _part(self, key: str, start: int, end: int | None) -> dict[str, str] | None:
        """A part as S3 is asked for it, which refuses empty ones and those beyond the end."""
        found = await self.stat(key)
        if found is None:
            raise ObjectMissing
        stop = found.byte_size if end is None else min(end, found.byte_size)
        return {"Range": f"bytes={start}-{stop - 1}"} if start < stop else None

    async def _pages(self, prefix: str) -> AsyncGenerator[list[ObjectInfo], None]:
        place: dict[str, str] = {}
        while page := await self._bucket.ask("list_objects_v2", Prefix=prefix, **place):
            yield _objects(page)
            if not page.get("IsTruncated"):
                return
            place = {"ContinuationToken": page["NextContinuationToken"]}


def _objects(page: Answer) -> list[ObjectInfo]:
    return [
        _info(each["Key"], each["Size"], each["LastModified"])
        for each in page.get("Contents", ())
        if _is_key(each["Key"])
    ]


def _info(key: str, byte_size: int, modified_at: datetime) -> ObjectInfo:
    return ObjectInfo(key=key, byte_size=byte_size, modified_at=modified_at)


def _is_key(text: str) -> bool:
    try:
        return bool(check_key(text))
    except ValueError:
        return False
