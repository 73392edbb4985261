"""The fonts of overlays, for whoever draws a preview of their own.

    GET /files/fonts/{style}.ttf

They belong to nobody and are free for everybody, so nobody has to be signed in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.http.ranges import Version, not_modified

_KEPT_FOR: Final = 24 * 3600
"""Seconds for which a browser need not ask again."""


@dataclass(frozen=True, slots=True)
class _Font:
    content: bytes
    version: Version


def fonts_routes(files: Mapping[str, Path]) -> list[Route]:
    """The route of the font files, which are named by their styles and read here."""
    fonts = {f"{style}.ttf": _read(path) for style, path in files.items()}

    async def answer(request: Request) -> Response:
        font = fonts.get(request.path_params["name"])
        if font is None:
            return PlainTextResponse("Not Found", status_code=404)
        headers = {
            "Cache-Control": f"public, max-age={_KEPT_FOR}",
            "ETag": font.version.etag,
            "Last-Modified": font.version.last_modified,
        }
        if not_modified(request.headers, font.version):
            return Response(status_code=304, headers=headers)
        return Response(font.content, media_type="font/ttf", headers=headers)

    return [Route("/files/fonts/{name}", answer, methods=["GET", "HEAD"])]


def _read(path: Path) -> _Font:
    content = path.read_bytes()
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    return _Font(content, Version(etag=etag, modified=modified))
