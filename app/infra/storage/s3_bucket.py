"""One bucket of an S3: aioboto3 behind a narrow, typed door, and what its failures mean."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import aioboto3  # type: ignore[import-untyped]
import aiohttp
from botocore.config import Config  # type: ignore[import-untyped]
from botocore.exceptions import (  # type: ignore[import-untyped]
    BotoCoreError,
    ClientError,
    HTTPClientError,
)
from botocore.handlers import add_expect_header  # type: ignore[import-untyped]
from loguru import logger

from app.domain.errors import StorageFailure

CONNECT_TIMEOUT: Final = 5.0
READ_TIMEOUT: Final = 30.0
TRIES: Final = 3
PATIENCE: Final = 4
"""An operation with all its tries may take so many times the longest silence."""
CONNECTIONS: Final = 50

Answer = Mapping[str, Any]
Operation = Literal[
    "abort_multipart_upload",
    "complete_multipart_upload",
    "copy_object",
    "create_multipart_upload",
    "delete_object",
    "get_object",
    "head_object",
    "list_multipart_uploads",
    "list_objects_v2",
    "put_object",
    "upload_part",
]

_NO_BUCKET: Final = "NoSuchBucket"
# A HEAD is answered without a body, and so by its status alone.
_MISSING: Final = frozenset({"404", "NoSuchKey", "NoSuchUpload", _NO_BUCKET})
_FULL: Final = frozenset({"507", "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull"})
# Another process was faster; whether the bucket is really ours shows at the next request.
_MADE_BY_ANOTHER: Final = frozenset(
    {"BucketAlreadyExists", "BucketAlreadyOwnedByYou", "OperationAborted"}
)
_AMAZONS_FIRST_REGION: Final = "us-east-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Access:
    """Where the bucket is and how it is entered; `public_endpoint` is how browsers reach it.

    `read_timeout` is the longest silence in seconds.
    """

    endpoint: str
    public_endpoint: str
    bucket: str
    region: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    read_timeout: float = READ_TIMEOUT


class Bucket:
    """Sends operations, named and parametrised as in the API of S3, without their `Bucket`.

    Its clients are opened when first used and serve until `aclose`. Everything that fails is
    StorageFailure.
    """

    def __init__(self, access: S3Access) -> None:
        self._access = access
        self._clients: dict[str, Any] = {}
        self._opening = asyncio.Lock()
        self._held = AsyncExitStack()

    async def ask(self, operation: Operation, **parameters: Any) -> Answer | None:
        """The answer; None when there is no such object or upload, or no bucket yet."""
        with _failing_as_storage(operation):
            try:
                return await self._send(operation, parameters)
            except ClientError as error:
                if _code_of(error) in _MISSING:
                    return None
                raise

    async def write(self, operation: Operation, **parameters: Any) -> Answer:
        """The answer; the bucket is made first when there is none."""
        with _failing_as_storage(operation):
            try:
                return await self._send(operation, parameters)
            except ClientError as error:
                if _code_of(error) != _NO_BUCKET:
                    raise
            await self._make()
            return await self._send(operation, parameters)

    async def address(
        self, operation: Literal["get_object", "head_object"], seconds: int, **parameters: Any
    ) -> str:
        """An address for one operation by anybody, signed for `seconds`. Nothing is sent."""
        client = await self._client(self._access.public_endpoint)
        address: str = await client.generate_presigned_url(
            operation, Params={"Bucket": self._access.bucket, **parameters}, ExpiresIn=seconds
        )
        return address

    async def read(self, body: Any, size: int) -> bytes:
        """At most `size` more bytes of the body of an answer; none at its end."""
        with _failing_as_storage("reading"):
            piece: bytes = await body.read(size)
            return piece

    def copy_source(self, key: str) -> dict[str, str]:
        """An object of this bucket as `copy_object` names it."""
        return {"Bucket": self._access.bucket, "Key": key}

    async def aclose(self) -> None:
        """Close every connection."""
        async with self._opening:
            self._clients.clear()
            await self._held.aclose()

    async def _send(self, operation: str, parameters: Answer) -> Answer:
        client = await self._client(self._access.endpoint)
        # A store that does not read what it is sent keeps silent too, and no other limit sees it.
        async with asyncio.timeout(PATIENCE * self._access.read_timeout):
            answer: Answer = await getattr(client, operation)(
                Bucket=self._access.bucket, **parameters
            )
        return answer

    async def _make(self) -> None:
        place = self._access.region
        # Amazon refuses the name of this region, and means it when none is named.
        where = {} if place == _AMAZONS_FIRST_REGION else {"LocationConstraint": place}
        parameters = {"CreateBucketConfiguration": where} if where else {}
        try:
            await self._send("create_bucket", parameters)
        except ClientError as error:
            if _code_of(error) not in _MADE_BY_ANOTHER:
                raise
        else:
            logger.info("made the bucket {}", self._access.bucket)

    async def _client(self, endpoint: str) -> Any:
        async with self._opening:
            if endpoint not in self._clients:
                opening = aioboto3.Session().client(
                    "s3",
                    endpoint_url=endpoint,
                    region_name=self._access.region,
                    aws_access_key_id=self._access.access_key,
                    aws_secret_access_key=self._access.secret_key,
                    config=_config(self._access.read_timeout),
                )
                client = await self._held.enter_async_context(opening)
                # Waiting for the leave to send a body has no time limit, and saves nothing here.
                client.meta.events.unregister("before-call.s3", add_expect_header)
                self._clients[endpoint] = client
            return self._clients[endpoint]


@contextmanager
def _failing_as_storage(doing: str) -> Iterator[None]:
    """Neither the error nor the log holds what the store said: it repeats keys and signatures."""
    try:
        yield
    except ClientError as error:
        code = _code_of(error)
        logger.error("the S3 store refused {}: {}", doing, code)
        raise StorageFailure("storage.full" if code in _FULL else "storage.failed") from None
    except (BotoCoreError, HTTPClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
        logger.error("the S3 store failed at {}: {}", doing, type(error).__name__)
        raise StorageFailure("storage.failed") from None


def _code_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))


def _config(read_timeout: float) -> object:
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        # Not every store knows the newer checksums; the signature contains one.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=read_timeout,
        retries={"mode": "standard", "total_max_attempts": TRIES},
        max_pool_connections=CONNECTIONS,
    )
