"""Songs over plain HTTP: for `<audio>`, for downloads, for anything that is no GraphQL.

    GET /files/songs/{choice id}.{mp3|flac}[?ticket=…][&download=1]

Whoever asks is known by a bearer token or by a short-lived ticket. What does not exist and what
belongs to somebody else get the same answer.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import Final, Protocol
from uuid import UUID

from loguru import logger
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Send

from app.domain.errors import NotFound, StudioError, Unauthenticated
from app.domain.storage.media import MediaKind
from app.domain.storage.model import StoredFile
from app.domain.storage.ports import ObjectMissing, Storage
from app.domain.users.model import Viewer
from app.http.access_log import access_entry
from app.http.disposition import content_disposition
from app.http.ranges import Part, UnsatisfiableRangeError, Version, not_modified, part_of
from app.schema.messages import locale_of, say

Authenticate = Callable[[str], Awaitable[Viewer | None]]

_SONG_KINDS: Final = {kind.value: kind for kind in (MediaKind.MP3, MediaKind.FLAC)}
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_STATUS: Final = {Unauthenticated: 401, NotFound: 404}
_GUARDED: Final = {
    "Vary": "Authorization",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address may hold a ticket
}


class FileFinder(Protocol):
    """Knows which stored file belongs to what."""

    async def song_file(
        self, viewer: Viewer, choice_id: UUID, kind: MediaKind
    ) -> StoredFile | None:
        """The recording of a choice of the viewer's own; None for everything else."""
        ...


def files_routes(
    *,
    find: FileFinder,
    storage: Storage,
    authenticate: Authenticate,
    authenticate_ticket: Authenticate,
) -> list[Route]:
    """The routes below /files.

    `authenticate` knows the viewer behind a session's token, `authenticate_ticket` the one behind
    a media ticket; both answer None for anything that is not valid now.
    """
    files = _Files(find, storage, authenticate, authenticate_ticket)
    return [Route("/files/songs/{name:path}", files.song, methods=["GET", "HEAD"])]


class _Files:
    def __init__(
        self,
        find: FileFinder,
        storage: Storage,
        authenticate: Authenticate,
        authenticate_ticket: Authenticate,
    ) -> None:
        self._find = find
        self._storage = storage
        self._authenticate = authenticate
        self._authenticate_ticket = authenticate_ticket

    async def song(self, request: Request) -> Response:
        """Answer with a recording, a part of it, or a coded error."""
        try:
            viewer = await self._viewer(request)
            choice_id, kind = _named(request.path_params["name"])
            file = await self._find.song_file(viewer, choice_id, kind)
            if file is None:
                raise NotFound("file.not_found")
            return await self._serve(request, file, kind)
        except StudioError as error:
            return _failure(request, error)

    async def _viewer(self, request: Request) -> Viewer:
        authorization = request.headers.get("authorization")
        ticket = request.query_params.get("ticket")
        if authorization is not None:
            scheme, _, token = authorization.partition(" ")
            viewer = await self._authenticate(token.strip()) if scheme.lower() == "bearer" else None
        elif ticket is not None:
            viewer = await self._authenticate_ticket(ticket)
        else:
            raise Unauthenticated("auth.required")
        if viewer is None:
            raise Unauthenticated("auth.invalid_token")
        return viewer

    async def _serve(self, request: Request, file: StoredFile, kind: MediaKind) -> Response:
        version = Version(etag=f'"{file.sha256}"', modified=file.created_at)
        headers = _headers(request, file, kind, version)
        if not_modified(request.headers, version):
            return Response(status_code=304, headers=headers)
        if request.method == "HEAD":
            return Response(headers={**headers, "Content-Length": str(file.byte_size)})
        try:
            part = part_of(request.headers, version, file.byte_size)
        except UnsatisfiableRangeError:
            beyond = {**headers, "Content-Range": f"bytes */{file.byte_size}"}
            return Response(status_code=416, headers=beyond)
        return await self._stream(file, part, headers)

    async def _stream(
        self, file: StoredFile, part: Part | None, headers: Mapping[str, str]
    ) -> Response:
        asked = part or Part(start=0, end=file.byte_size, size=file.byte_size)
        chunks = self._storage.open(file.key, asked.start, asked.end)
        try:
            first = await anext(chunks, b"")
        except ObjectMissing:
            logger.error("the bytes of {} are gone", file.key)
            raise NotFound("file.not_found") from None
        size = {"Content-Length": str(asked.length)}
        if part is None:
            return _ClosingResponse(first, chunks, headers={**headers, **size})
        partial = {**headers, **size, "Content-Range": part.content_range}
        return _ClosingResponse(first, chunks, status_code=206, headers=partial)


class _ClosingResponse(StreamingResponse):
    """Chunks as fast as the client takes them; their source is closed when it goes away."""

    def __init__(
        self,
        first: bytes,
        rest: AsyncGenerator[bytes, None],
        *,
        headers: Mapping[str, str],
        status_code: int = 200,
    ) -> None:
        super().__init__(_led_by(first, rest), status_code=status_code, headers=headers)
        self._source = rest

    async def stream_response(self, send: Send) -> None:
        """Send everything, and close the source however that ends."""
        async with aclosing(self._source):
            await super().stream_response(send)


async def _led_by(first: bytes, rest: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


def _named(name: str) -> tuple[UUID, MediaKind]:
    stem, _, extension = name.rpartition(".")
    kind = _SONG_KINDS.get(extension)
    if kind is None or not _UUID.fullmatch(stem):
        raise NotFound("file.not_found")
    return UUID(stem), kind


def _headers(
    request: Request, file: StoredFile, kind: MediaKind, version: Version
) -> dict[str, str]:
    download = request.query_params.get("download") == "1"
    return {
        **_GUARDED,
        # Kept by the browser, but shown only after asking whether it still may be.
        "Cache-Control": "private, no-cache",
        "Content-Type": file.content_type,
        "Content-Disposition": content_disposition(file.title, kind.value, download=download),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "ETag": version.etag,
        "Last-Modified": version.last_modified,
        "Accept-Ranges": "bytes",
    }


def _failure(request: Request, error: StudioError) -> Response:
    """The error in the shape of a GraphQL answer."""
    request_id = access_entry(request.scope).request_id
    status = _STATUS.get(type(error), 503 if error.retryable else 500)
    logger.info("file request {} failed: {} {}", request_id, error.code.value, error.key)
    entry = {
        "message": say(error.key, locale_of(request.headers.get("accept-language")), error.params),
        "extensions": {
            "code": error.code.value,
            "messageKey": error.key,
            "params": dict(error.params),
            "retryable": error.retryable,
            "requestId": request_id,
        },
    }
    headers = {**_GUARDED, "Cache-Control": "no-store"}
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse({"errors": [entry]}, status_code=status, headers=headers)
