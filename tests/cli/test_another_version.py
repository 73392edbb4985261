from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.cli.conftest import SongCommand
from tests.studio import served


async def test_an_answer_of_another_version_is_told_in_words(
    run: SongCommand, lyrics: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(_: Request) -> JSONResponse:
        return JSONResponse({"data": {"login": {"ticket": "t", "userErrors": []}}})

    monkeypatch.setenv("STUDIO_PASSWORD", "secret")
    async with served(Starlette(routes=[Route("/graphql", answer, methods=["POST"])])) as url:
        order = (lyrics, "--prompt", "folk", "--server", url, "--email", "ada@example.com")
        outcome = await run(*order)

    assert outcome.status == 2
    assert outcome.err == "the studio is of a version that this one does not understand\n"
