from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn

from app.asgi import assemble
from app.bootstrap import Studio
from app.readpath.run import ReadPath
from tests.studio import Person, port_of, serving_uvicorn


@dataclass(frozen=True)
class Ways:
    """One application, served with the short way and without it."""

    direct: int
    ordinary: int
    reads: ReadPath
    app: Any


@pytest.fixture
async def ways(studio: Studio) -> AsyncIterator[Ways]:
    """The ports of both servers."""
    app = assemble(studio)
    async with AsyncExitStack() as stack:
        everything: tuple[dict[str, Any], ...] = ({}, {"http": "httptools"})
        servers: list[uvicorn.Server] = [
            await stack.enter_async_context(serving_uvicorn(app, **changes))
            for changes in everything
        ]
        yield Ways(port_of(servers[0]), port_of(servers[1]), app.state.reads, app)


@pytest.fixture
async def sketches(ada: Person) -> list[str]:
    """The ids of three sketches of Ada's."""
    made = "mutation ($p: String!) { createSketch(input: {prompt: $p}) { sketch { id } } }"
    return [
        (await ada.get(made, p=prompt))["createSketch"]["sketch"]["id"]
        for prompt in ("folk", 'ska \u2028 "quoted" 😀', "polka")
    ]


@pytest.fixture
def headers(ada: Person) -> dict[str, str]:
    """Those of an ordinary request of Ada's."""
    return {
        "Authorization": f"Bearer {ada.token}",
        "Content-Type": "application/json",
        "Accept": "application/graphql-response+json",
    }
