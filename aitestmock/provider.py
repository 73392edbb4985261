"""What app.py mounts: one implementation per AI provider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from starlette.requests import Request
from starlette.routing import BaseRoute

from aitestmock.media.files import MediaFault


class Provider(Protocol):
    """One AI provider: its endpoints and what it remembers."""

    @property
    def name(self) -> str:
        """The key of its part of the summary."""

    def routes(self) -> Sequence[BaseRoute]:
        """Its endpoints."""

    def media_fault(self, file: str) -> MediaFault | None:
        """What is wrong with this download of one of its media; None for files of others."""

    def summary(self) -> Mapping[str, object]:
        """What it accepted since the last reset."""

    def reset(self) -> None:
        """Forget everything."""


def has_bearer(request: Request) -> bool:
    """Whether the request carries a bearer token; any token that is not blank will do."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and token.strip() != ""
