"""Uploads by the GraphQL multipart request specification."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from app.http.json import decode_json
from app.http.refusals import Refused
from app.http.requests import GraphQLRequest, request_of

_MAX_FIELDS = 2  # operations and map


async def read_form(
    headers: Headers, stream: AsyncGenerator[bytes, None], *, max_files: int
) -> FormData:
    """The parts of a body; large files lie in temporary files until the form is closed."""
    parser = _WholeForm(headers, stream, max_files=max_files, max_fields=_MAX_FIELDS)
    try:
        return await parser.parse()
    except MultiPartException as error:
        raise Refused.malformed("request.multipart") from error


class _WholeForm(MultiPartParser):
    """Refuses a body that ends within a part: the form would not know of its file to close it."""

    def __init__(
        self, headers: Headers, stream: AsyncGenerator[bytes, None], **limits: int
    ) -> None:
        super().__init__(headers, self._to_its_end(stream), **limits)
        self._ended = False

    def on_end(self) -> None:
        self._ended = True

    async def _to_its_end(self, stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
        async for piece in stream:
            yield piece
        # Raised from here, it has the parser close what it has opened.
        if not self._ended:
            raise MultiPartException("The last boundary is missing.")


def request_of_form(form: FormData) -> GraphQLRequest:
    """The request of a form, its files in the places the map names.

    Raises Refused (400) for a map that names no part, or a place that is not a null variable.
    """
    operations = _decoded(form, "operations")
    places = _decoded(form, "map")
    if not isinstance(places, dict):
        raise Refused.malformed("request.multipart")
    request_of(operations)
    for name, paths in places.items():
        file = form.get(name)
        if not isinstance(file, UploadFile) or not isinstance(paths, list):
            raise Refused.malformed("request.multipart")
        for path in paths:
            _place(operations, path, file)
    return request_of(operations)


def _decoded(form: FormData, name: str) -> object:
    text = form.get(name)
    if not isinstance(text, str):
        raise Refused.malformed("request.multipart")
    return decode_json(text)


def _place(operations: object, path: object, file: UploadFile) -> None:
    if not isinstance(path, str) or not path.startswith("variables."):
        raise Refused.malformed("request.multipart")
    *parents, last = path.split(".")
    target: Any = operations
    try:
        for step in parents:
            target = target[_step(target, step)]
        key = _step(target, last)
        vacant = target[key] is None
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise Refused.malformed("request.multipart") from error
    if not vacant:
        raise Refused.malformed("request.multipart")
    target[key] = file


def _step(target: object, step: str) -> str | int:
    if isinstance(target, list):
        if not step.isdecimal():
            raise ValueError(step)
        return int(step)
    return step
