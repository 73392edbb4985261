"""Reading a GraphQL request off HTTP, within its limits."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack
from functools import lru_cache
from typing import Final

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers, QueryParams
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope

from app.http.json import decode_json
from app.http.middleware import PREFLIGHT_HEADERS
from app.http.multipart import read_form, request_of_form
from app.http.policy import TransportPolicy
from app.http.refusals import Refused
from app.http.requests import GraphQLRequest, request_of, request_of_url

_JSON: Final = "application/json"
_MULTIPART: Final = "multipart/form-data"
_UTF_8: Final = frozenset({"utf-8", "utf8"})


class RequestReader:
    """Checks what the headers say, and reads what the body holds."""

    def __init__(self, policy: TransportPolicy) -> None:
        self._policy = policy

    def check(self, method: str, headers: Mapping[str, str]) -> None:
        """Refuse what the headers alone rule out.

        Raises Refused: 405, 415, 413 for an announced length, 400 for a GET or an upload without
        a header that makes browsers ask first (a page elsewhere could send it unasked).
        """
        if method == "POST":
            content_type, charset = _content_type(headers)
            if content_type not in (_JSON, _MULTIPART) or charset not in _UTF_8:
                raise Refused.malformed("request.content_type", status=415)
            announced = headers.get("content-length", "")
            if announced.isdecimal() and int(announced) > self._limit(content_type):
                raise self._too_large(content_type)
            if content_type == _JSON:
                return
        elif method != "GET":
            raise Refused.method("request.method", "GET, POST")
        if not any(headers.get(name.lower()) for name in PREFLIGHT_HEADERS):
            raise Refused.malformed("request.preflight", header=PREFLIGHT_HEADERS[0])

    def takes_json(self, headers: Mapping[str, str]) -> bool:
        """Whether the body of a checked POST is JSON."""
        return _content_type(headers)[0] == _JSON

    async def read(
        self, scope: Scope, receive: Receive, headers: Mapping[str, str], files: AsyncExitStack
    ) -> GraphQLRequest:
        """The request of a checked one; its files live until `files` ends.

        Raises Refused: 400 for a body of the wrong shape, 413 as soon as it is too long; and
        ClientDisconnect.
        """
        if scope["method"] == "GET":
            return request_of_url(QueryParams(scope["query_string"]))
        content_type, _ = _content_type(headers)
        if content_type == _JSON:
            return request_of(decode_json(await self._whole(receive)))
        body = self._pieces(receive, content_type)
        form = await read_form(Headers(scope=scope), body, max_files=self._policy.max_files)
        files.push_async_callback(form.close)
        return request_of_form(form)

    async def _whole(self, receive: Receive) -> bytes:
        """The body at once; nearly always it comes in one piece."""
        message = await receive()
        first = self._piece(message, 0, _JSON)
        if not message.get("more_body", False):
            return first
        rest = [piece async for piece in self._pieces(receive, _JSON, len(first))]
        return b"".join([first, *rest])

    async def _pieces(
        self, receive: Receive, content_type: str, received: int = 0
    ) -> AsyncGenerator[bytes, None]:
        more = True
        while more:
            message = await receive()
            piece = self._piece(message, received, content_type)
            more = message.get("more_body", False)
            received += len(piece)
            yield piece

    def _piece(self, message: Message, received: int, content_type: str) -> bytes:
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        piece: bytes = message.get("body", b"")
        if received + len(piece) > self._limit(content_type):
            raise self._too_large(content_type)
        return piece

    def _limit(self, content_type: str) -> int:
        return self._policy.max_upload if content_type == _MULTIPART else self._policy.max_body

    def _too_large(self, content_type: str) -> Refused:
        # The connection stays open, else its reset could overtake the answer; the server
        # discards what still arrives.
        return Refused.malformed("request.too_large", status=413, limit=self._limit(content_type))


def _content_type(headers: Mapping[str, str]) -> tuple[str, str]:
    return _media_type(headers.get("content-type") or "application/octet-stream")


@lru_cache(maxsize=128)
def _media_type(header: str) -> tuple[str, str]:
    """The media type and the charset (utf-8 when none is named), in lower case.

    They are read as the form's parser will read them: no other charset hides behind this one.
    """
    media_type, parameters = parse_options_header(header)
    charset = parameters.get(b"charset", b"utf-8")
    return media_type.decode("latin-1"), charset.decode("latin-1").lower()
