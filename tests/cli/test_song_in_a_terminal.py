"""The command as a process: signals, a terminal, standard input."""

from __future__ import annotations

import asyncio
import re
import signal

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.api.songs import SONG, finished
from tests.cli.process import ended, run, said, started
from tests.cli.terminal import terminal
from tests.studio import PASSWORD, Mock, Person, served


@pytest.mark.usefixtures("worker")
async def test_ctrl_c_leaves_the_song_to_the_studio_and_says_how_to_get_it(
    ada: Person, studio_url: str, lyrics: str, mock: Mock
) -> None:
    await mock.steer(timeScale=1)
    where = ("--server", studio_url, "--email", ada.email)
    order = (lyrics, "--prompt", "folk 6s", *where)
    async with started(*order, STUDIO_PASSWORD=PASSWORD) as process:
        await said(process, "The provider has taken it")
        process.send_signal(signal.SIGINT)
        status, out, err = await ended(process, within=5)

    assert (status, out) == (130, "")
    assert "Traceback" not in err
    hint = re.search(r"python -m app song (--watch (\S+) .*)", err)
    assert hint, err
    song_id = hint[2]
    assert (await ada.get(SONG, id=song_id))["song"]["status"] == "PROGRESS"
    assert (await finished(ada, song_id))["status"] == "SUCCESS"

    status, out, err = await run(*hint[1].split(), STUDIO_PASSWORD=PASSWORD)
    assert status == 0, err
    assert len(out.splitlines()) == 4
    await mock.steer(timeScale=0.01)


async def test_ctrl_c_before_the_answer_names_the_key_that_makes_a_repetition_safe(
    lyrics: str,
) -> None:
    keys: list[str] = []
    ordered = asyncio.Event()

    async def answer(request: Request) -> Response:
        asked = await request.json()
        if "login" in asked["query"]:
            return JSONResponse({"data": {"login": {"token": "t", "userErrors": []}}})
        keys.append(asked["variables"]["input"]["idempotencyKey"])
        ordered.set()
        await asyncio.Event().wait()
        raise AssertionError("it waits for ever")

    async with served(Starlette(routes=[Route("/graphql", answer, methods=["POST"])])) as url:
        order = (lyrics, "--prompt", "folk", "--server", url, "--email", "ada@example.com")
        async with started(*order, STUDIO_PASSWORD=PASSWORD) as process:
            async with asyncio.timeout(20):
                await ordered.wait()
            process.send_signal(signal.SIGINT)
            status, _, err = await ended(process, within=5)
    assert status == 130
    assert err.endswith(f"Repeat it safely with --idempotency-key {keys[0]}\n")


@pytest.mark.usefixtures("worker")
async def test_a_password_comes_from_standard_input(
    ada: Person, studio_url: str, lyrics: str
) -> None:
    where = ("--server", studio_url, "--email", ada.email, "--password-stdin")
    order = (lyrics, "--prompt", "folk 1s", *where)
    status, _, err = await run(*order, typed=f"{PASSWORD}\r\n", STUDIO_PASSWORD="another")
    assert status == 0, err


@pytest.mark.usefixtures("worker")
async def test_a_terminal_asks_for_the_password_and_shows_a_bar_and_the_time(
    ada: Person, studio_url: str, lyrics: str
) -> None:
    where = ("--server", studio_url, "--email", ada.email)
    async with terminal("song", lyrics, "--prompt", "folk 100s", *where) as screen:
        await screen.until(lambda: f"Password of {ada.email}:" in screen.shown)
        screen.type(f"{PASSWORD}\n")
        assert await screen.ended() == 0, screen.shown
    assert PASSWORD not in screen.shown
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.shown)
    assert re.search(r"0:0\d ━+ The provider", plain)
    assert re.search(r"━+[╸╺━]━+ Storing the recordings", plain)
    assert "Downloading lamp-1.mp3" in plain
    assert re.search(r"songs/lamp/lamp-2\.flac  0:0\d  [\d.]+ kB", plain)
    assert screen.shown.rindex("\x1b[?25h") > screen.shown.rindex("\x1b[?25l")  # the cursor is back


async def test_ctrl_c_at_the_password_prompt_ends_quietly(
    ada: Person, studio_url: str, lyrics: str
) -> None:
    where = ("--server", studio_url, "--email", ada.email)
    async with terminal("song", lyrics, "--prompt", "folk", *where) as screen:
        await screen.until(lambda: "Password of" in screen.shown)
        screen.signal(signal.SIGINT)
        assert await screen.ended() == 130
    assert "Traceback" not in screen.shown
