"""Bytes on their way into an S3 bucket: one object when all is there, nothing otherwise."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Final

from app.domain.errors import StorageFailure
from app.infra.storage.s3_bucket import Bucket

PART: Final = 5 * 1024 * 1024
"""How much of an object is held in memory; S3 takes no smaller parts but the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """What was sent: size and SHA-256 as counted here, and the tag that the store gave it."""

    byte_size: int
    sha256: str
    etag: str


class Upload:
    """One object being written: in a single request when it is smaller than a part."""

    def __init__(self, bucket: Bucket, key: str, content_type: str) -> None:
        self._bucket = bucket
        self._key = key
        self._content_type = content_type
        self._hash = hashlib.sha256()
        self._size = 0
        self._upload_id: str | None = None
        self._parts: list[dict[str, Any]] = []

    async def send(self, chunks: AsyncIterator[bytes]) -> Uploaded:
        """Send everything; raises StorageFailure, and an error of `chunks` as it is.

        Unless it ends well, the parts that were sent are removed.
        """
        try:
            etag = await self._send(chunks)
        except BaseException:
            # Shielded, because the task may just have been cancelled.
            await asyncio.shield(self._abort())
            raise
        return Uploaded(byte_size=self._size, sha256=self._hash.hexdigest(), etag=etag)

    async def _send(self, chunks: AsyncIterator[bytes]) -> str:
        last = b""
        async with aclosing(self._in_parts(chunks)) as parts:
            async for part in parts:
                if len(part) == PART:
                    await self._send_part(part)
                else:
                    last = part
        if self._upload_id is None:
            put = await self._bucket.write(
                "put_object", Key=self._key, Body=last, ContentType=self._content_type
            )
            return str(put["ETag"])
        if last:
            await self._send_part(last)
        whole = await self._bucket.write(
            "complete_multipart_upload",
            Key=self._key,
            UploadId=self._upload_id,
            MultipartUpload={"Parts": self._parts},
        )
        return str(whole["ETag"])

    async def _in_parts(self, chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
        gathered = bytearray()
        async for chunk in chunks:
            self._hash.update(chunk)
            self._size += len(chunk)
            gathered += chunk
            while len(gathered) >= PART:
                yield bytes(gathered[:PART])
                del gathered[:PART]
        if gathered:
            yield bytes(gathered)

    async def _send_part(self, part: bytes) -> None:
        if self._upload_id is None:
            begun = await self._bucket.write(
                "create_multipart_upload", Key=self._key, ContentType=self._content_type
            )
            self._upload_id = begun["UploadId"]
        number = len(self._parts) + 1
        sent = await self._bucket.write(
            "upload_part",
            Key=self._key,
            UploadId=self._upload_id,
            PartNumber=number,
            Body=part,
        )
        self._parts.append({"PartNumber": number, "ETag": sent["ETag"]})

    async def _abort(self) -> None:
        if self._upload_id is None:
            return
        try:
            await self._bucket.ask(
                "abort_multipart_upload", Key=self._key, UploadId=self._upload_id
            )
        except StorageFailure:
            return  # it is in the log; `S3Storage.sweep` removes what is left
