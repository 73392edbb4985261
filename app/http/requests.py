"""A GraphQL request, read from JSON, a URL or a multipart body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.datastructures import QueryParams

from app.http.json import decode_json
from app.http.refusals import Refused

_TEXTS: Final = ("query", "documentId", "operationName")
_OBJECTS: Final = ("variables", "extensions")


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLRequest:
    """The parameters of graphql-over-http; empty texts count as absent.

    `variables` may be secret: they are never logged nor shown.
    """

    query: str | None = None
    document_id: str | None = None
    operation_name: str | None = None
    variables: dict[str, Any] = field(default_factory=dict, repr=False)
    extensions: Mapping[str, Any] = field(default_factory=dict, repr=False)


def request_of(parameters: object) -> GraphQLRequest:
    """The request of a decoded JSON body or websocket payload.

    Raises Refused (400) for anything but an object with parameters of the right kind that
    holds a document or names one.
    """
    if isinstance(parameters, list):
        raise Refused.malformed("request.batch")
    if not isinstance(parameters, dict):
        raise Refused.malformed("request.not_object")
    for name in _TEXTS:
        if (text := parameters.get(name)) is not None and type(text) is not str:
            raise Refused.malformed("request.not_text", parameter=name)
    for name in _OBJECTS:
        if (value := parameters.get(name)) is not None and type(value) is not dict:
            raise Refused.malformed("request.not_map", parameter=name)
    request = GraphQLRequest(
        query=parameters.get("query") or None,
        document_id=parameters.get("documentId") or None,
        operation_name=parameters.get("operationName") or None,
        variables=parameters.get("variables") or {},
        extensions=parameters.get("extensions") or {},
    )
    named = request.document_id or request.extensions.get("persistedQuery") is not None
    if request.query is None and not named:
        raise Refused.malformed("request.no_document")
    return request


def request_of_url(parameters: QueryParams) -> GraphQLRequest:
    """The request of a GET; `variables` and `extensions` are JSON texts there."""
    decoded: dict[str, object] = {name: parameters[name] for name in _TEXTS if parameters.get(name)}
    for name in _OBJECTS:
        if parameters.get(name):
            decoded[name] = decode_json(parameters[name])
    return request_of(decoded)
