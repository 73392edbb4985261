"""`GET /media/{file}`: every name has its own bytes, made when asked for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aitestmock.media.flac import sine_flac
from aitestmock.media.mp3 import silent_mp3
from aitestmock.media.mp4 import empty_mp4
from aitestmock.media.png import plain_png
from aitestmock.media.stems import stems_zip
from aitestmock.responses import CutShort, Json

CLIP_MILLISECONDS = 2400
IMAGE_PIXELS = 256

_SCALE_HERTZ = (262, 294, 330, 349, 392, 440, 494, 523)


class MediaFault(Enum):
    """What is wrong with one download."""

    UNAVAILABLE = auto()
    TRUNCATED = auto()


FaultOf = Callable[[str], MediaFault | None]
"""Tells for a file name what is wrong with this download of it; asked once per download."""


@dataclass(frozen=True, slots=True)
class _Format:
    media_type: str
    bytes_of: Callable[[str], bytes]


def media_route(fault_of: FaultOf) -> Route:
    """The route of all media; like the providers' own it asks for no credentials."""

    async def download(request: Request) -> Response:
        name = request.path_params["file"]
        found = _FILE.fullmatch(name)
        if found is None:
            return Json({"error": {"message": "no such file"}}, status_code=404)
        fault = fault_of(name)
        if fault is MediaFault.UNAVAILABLE:
            return Json({"error": {"message": "the file store is busy"}}, status_code=503)
        title, kind = found.groups()
        body, media_type = media_bytes(title, kind), _FORMATS[kind].media_type
        headers = {"Cache-Control": "private, max-age=3600"}
        if fault is MediaFault.TRUNCATED:
            return CutShort(body, media_type, headers)
        return Response(body, media_type=media_type, headers=headers)

    return Route("/media/{file}", download, methods=["GET"])


def media_bytes(title: str, kind: str) -> bytes:
    """The bytes behind a title; `kind` is mp3, flac, zip, png or mp4. Sounds last 2.4 seconds."""
    return _FORMATS[kind].bytes_of(title)


def _mp3(title: str) -> bytes:
    return silent_mp3(title, CLIP_MILLISECONDS)


def _flac(title: str) -> bytes:
    tone = _SCALE_HERTZ[_digest(title)[0] % len(_SCALE_HERTZ)]
    return sine_flac(title, CLIP_MILLISECONDS, tone)


def _zip(title: str) -> bytes:
    return stems_zip(title, CLIP_MILLISECONDS)


def _png(title: str) -> bytes:
    red, green, blue = _digest(title)[:3]
    return plain_png(IMAGE_PIXELS, IMAGE_PIXELS, (red, green, blue))


def _mp4(title: str) -> bytes:
    return empty_mp4(title, CLIP_MILLISECONDS)


def _digest(title: str) -> bytes:
    return hashlib.sha256(title.encode()).digest()


_FORMATS = {
    "mp3": _Format("audio/mpeg", _mp3),
    "flac": _Format("audio/flac", _flac),
    "zip": _Format("application/zip", _zip),
    "png": _Format("image/png", _png),
    "mp4": _Format("video/mp4", _mp4),
}
_FILE = re.compile(rf"([A-Za-z0-9_-]{{1,80}})\.({'|'.join(_FORMATS)})")
