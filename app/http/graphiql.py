"""GraphiQL at `/graphiql`: a page built from `web/graphiql`, served from this package's files."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST = Path(__file__).parent / "graphiql" / "dist"

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "worker-src 'self'; "
    "connect-src 'self'; "
    "font-src 'self' data:; "
    "img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; "  # Monaco writes style elements and attributes
    "base-uri 'none'; "
    "frame-ancestors 'none'; "
    "form-action 'none'"
)

# The system's own table differs between machines, and nosniff makes a browser believe it.
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}


def graphiql_routes() -> list[BaseRoute]:
    """Routes of the page and its assets; `/graphiql` leads to `/graphiql/`.

    The page addresses `../graphql`, so both may live below a common path prefix.
    """
    return [
        Route("/graphiql", _to_the_page),
        Mount("/graphiql", _BuiltFiles(directory=DIST, html=True)),
    ]


async def _to_the_page(_request: Request) -> Response:
    return RedirectResponse("graphiql/")


class _BuiltFiles(StaticFiles):
    """Names below `assets` carry a hash and never change; the page is asked for each time."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file with this page's headers; 304 only for an asset the browser already has."""
        path = PurePath(full_path)
        if path.parent.name == "assets":
            response = super().file_response(full_path, stat_result, scope, status_code)
            caching = "public, max-age=31536000, immutable"
        else:
            # Starlette's ETag is size and time of the file, and wheels may freeze the time: two
            # versions of the page that differ by a hash only would be taken for the same one.
            response = FileResponse(full_path, status_code, stat_result=stat_result)
            caching = "no-cache"
        response.headers["cache-control"] = caching
        if isinstance(response, FileResponse):
            response.headers["content-type"] = CONTENT_TYPES[path.suffix]
            response.headers["content-security-policy"] = CONTENT_SECURITY_POLICY
            response.headers["x-content-type-options"] = "nosniff"
            response.headers["referrer-policy"] = "no-referrer"
        return response
