from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from app.asgi import assemble
from app.bootstrap import Studio
from app.infra.settings import Settings
from app.readpath.run import ReadPath
from tests.studio import running_studio, served


@pytest.fixture(
    scope="session",
    params=[
        pytest.param(True, id="compiled"),
        pytest.param(False, id="resolvers", marks=pytest.mark.resolvers),
    ],
)
async def running(
    settings: Settings, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[Studio, str, ReadPath | None]]:
    """The studio of all tests of the API: once with compiled reads, once without."""
    settings = settings.model_copy(update={"readpath": request.param})
    async with running_studio(settings) as studio:
        app = assemble(studio)
        async with served(app) as url:
            yield studio, url, app.state.reads
