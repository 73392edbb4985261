"""Songs and pictures over plain HTTP: for `<audio>`, `<img>`, downloads, all that is no GraphQL.

    GET /files/songs/{choice id}.{mp3|flac|png|jpg|webp|mp4}[?ticket=…][&download=1]
    GET /files/stems/{choice id}.zip[?ticket=…][&download=1]
    GET /files/images/{image id}[/small|/large][?ticket=…][&download=1]

Whoever asks is known by a bearer token or by a short-lived ticket. What does not exist and what
belongs to somebody else get the same answer. What is in a store that hands out its objects itself
is answered with a redirect to an address there, signed for an hour.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from loguru import logger
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.domain.errors import NotFound, StudioError, Unauthenticated
from app.domain.images.thumbnails import ThumbnailSize
from app.domain.storage.media import MediaKind
from app.domain.storage.model import StoredFile
from app.domain.storage.ports import ObjectMissing, Storage, Stores
from app.domain.users.model import Viewer
from app.http.access_log import access_entry
from app.http.closing_response import ClosingResponse
from app.http.disposition import content_disposition
from app.http.ranges import Part, UnsatisfiableRangeError, Version, not_modified, part_of
from app.schema.messages import Locale, locale_of, say

Authenticate = Callable[[str], Awaitable[Viewer | None]]

_STEMS: Final = MediaKind.ZIP
_SONG_KINDS: Final = frozenset(MediaKind) - {_STEMS}
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
        """The file of this kind of a choice of the viewer's own; None for everything else."""
        ...

    async def stems_file(self, viewer: Viewer, choice_id: UUID) -> StoredFile | None:
        """The stems of a choice of the viewer's own; None for everything else."""
        ...

    async def image_file(
        self, viewer: Viewer, image_id: UUID, size: ThumbnailSize | None
    ) -> StoredFile | None:
        """A picture of the viewer's own, or a small version of it; None for everything else."""
        ...


def files_routes(
    *,
    find: FileFinder,
    stores: Stores,
    authenticate: Authenticate,
    authenticate_ticket: Authenticate,
) -> list[Route]:
    """The routes below /files.

    `authenticate` knows the viewer behind a session's token, `authenticate_ticket` the one behind
    a media ticket; both answer None for anything that is not valid now.
    """
    files = _Files(find, stores, authenticate, authenticate_ticket)
    methods = ["GET", "HEAD"]
    return [
        Route("/files/songs/{name:path}", files.song, methods=methods),
        Route("/files/stems/{name:path}", files.stems, methods=methods),
        Route("/files/images/{name:path}", files.image, methods=methods),
    ]


@dataclass(frozen=True, slots=True)
class _Found:
    """A file that may be seen; when it is kept, `suffix` ends its name, `untitled` is one."""

    file: StoredFile
    kind: MediaKind
    suffix: str = ""
    untitled: str = "song"


class _Files:
    def __init__(
        self,
        find: FileFinder,
        stores: Stores,
        authenticate: Authenticate,
        authenticate_ticket: Authenticate,
    ) -> None:
        self._find = find
        self._stores = stores
        self._authenticate = authenticate
        self._authenticate_ticket = authenticate_ticket

    async def song(self, request: Request) -> Response:
        """Answer with a file of a song, a part of it, or a coded error."""

        async def find(viewer: Viewer) -> _Found | None:
            choice_id, kind = _named(request.path_params["name"], _SONG_KINDS)
            file = await self._find.song_file(viewer, choice_id, kind)
            return _Found(file, kind) if file else None

        return await self._answer(request, find)

    async def stems(self, request: Request) -> Response:
        """Answer with the stems of a recording, a part of them, or a coded error."""

        async def find(viewer: Viewer) -> _Found | None:
            choice_id, kind = _named(request.path_params["name"], {_STEMS})
            file = await self._find.stems_file(viewer, choice_id)
            return _Found(file, kind, suffix=" (stems)") if file else None

        return await self._answer(request, find)

    async def image(self, request: Request) -> Response:
        """Answer with a picture or a small version of it, a part of it, or a coded error."""

        async def find(viewer: Viewer) -> _Found | None:
            image_id, size = _picture_named(request.path_params["name"])
            file = await self._find.image_file(viewer, image_id, size)
            if file is None:
                return None
            kind = MediaKind(file.key.rpartition(".")[2])
            # The original has the same title as often as not.
            suffix = f"_with_text_{file.created_at:%Y%m%d_%H%M%S}" if file.has_overlay else ""
            suffix += f" ({size})" if size else ""
            return _Found(file, kind, suffix=suffix, untitled="picture")

        return await self._answer(request, find)

    async def _answer(
        self, request: Request, find: Callable[[Viewer], Awaitable[_Found | None]]
    ) -> Response:
        locale = locale_of(request.headers.get("accept-language"))
        try:
            viewer = await self._viewer(request)
            locale = viewer.language.value if viewer.language else locale
            found = await find(viewer)
            if found is None:
                raise NotFound("file.not_found")
            return await self._serve(request, found)
        except StudioError as error:
            return _failure(request, error, locale)

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

    async def _serve(self, request: Request, found: _Found) -> Response:
        file = found.file
        store = self._stores.named(file.backend)
        if elsewhere := await _elsewhere(request, found, store):
            headers = {**_GUARDED, "Cache-Control": "no-store", "Location": elsewhere}
            return Response(status_code=307, headers=headers)
        version = Version(etag=f'"{file.sha256}"', modified=file.created_at)
        headers = _headers(request, found, version)
        if not_modified(request.headers, version):
            return Response(status_code=304, headers=headers)
        if request.method == "HEAD":
            return Response(headers={**headers, "Content-Length": str(file.byte_size)})
        try:
            part = part_of(request.headers, version, file.byte_size)
        except UnsatisfiableRangeError:
            beyond = {**headers, "Content-Range": f"bytes */{file.byte_size}"}
            return Response(status_code=416, headers=beyond)
        return await self._stream(store, file, part, headers)

    async def _stream(
        self, store: Storage, file: StoredFile, part: Part | None, headers: Mapping[str, str]
    ) -> Response:
        asked = part or Part(start=0, end=file.byte_size, size=file.byte_size)
        chunks = store.open(file.key, asked.start, asked.end)
        try:
            first = await anext(chunks, b"")
        except ObjectMissing:
            logger.error("the bytes of {} are gone", file.key)
            raise NotFound("file.not_found") from None
        size = {"Content-Length": str(asked.length)}
        if part is None:
            return ClosingResponse(first, chunks, headers={**headers, **size})
        partial = {**headers, **size, "Content-Range": part.content_range}
        return ClosingResponse(first, chunks, status_code=206, headers=partial)


def _named(name: str, kinds: AbstractSet[MediaKind]) -> tuple[UUID, MediaKind]:
    stem, _, extension = name.rpartition(".")
    if extension not in kinds or not _UUID.fullmatch(stem):
        raise NotFound("file.not_found")
    return UUID(stem), MediaKind(extension)


def _picture_named(name: str) -> tuple[UUID, ThumbnailSize | None]:
    stem, slash, size = name.partition("/")
    if not _UUID.fullmatch(stem) or (slash and size not in set(ThumbnailSize)):
        raise NotFound("file.not_found")
    return UUID(stem), ThumbnailSize(size) if slash else None


def _disposition(request: Request, found: _Found) -> str:
    return content_disposition(
        found.file.title,
        found.kind.value,
        download=request.query_params.get("download") == "1",
        suffix=found.suffix,
        untitled=found.untitled,
    )


async def _elsewhere(request: Request, found: _Found, store: Storage) -> str | None:
    """Where the store itself hands out the file; None when the studio has to."""
    return await store.url(
        found.file.key,
        disposition=_disposition(request, found),
        content_type=found.file.content_type,
        method="HEAD" if request.method == "HEAD" else "GET",
    )


def _headers(request: Request, found: _Found, version: Version) -> dict[str, str]:
    return {
        **_GUARDED,
        # Kept by the browser, but shown only after asking whether it still may be.
        "Cache-Control": "private, no-cache",
        "Content-Type": found.file.content_type,
        "Content-Disposition": _disposition(request, found),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "ETag": version.etag,
        "Last-Modified": version.last_modified,
        "Accept-Ranges": "bytes",
    }


def _failure(request: Request, error: StudioError, locale: Locale) -> Response:
    """The error in the shape of a GraphQL answer."""
    request_id = access_entry(request.scope).request_id
    status = _STATUS.get(type(error), 503 if error.retryable else 500)
    logger.info("file request {} failed: {} {}", request_id, error.code.value, error.key)
    entry = {
        "message": say(error.key, locale, error.params),
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
