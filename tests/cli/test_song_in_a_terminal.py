"""The command as a process: signals, a terminal, standard input, a path and TLS in front of it."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from app.asgi import assemble
from app.bootstrap import Studio
from tests.api.songs import SONG, finished
from tests.studio import PASSWORD, Mock, Person, served

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "app", "song")
Process = asyncio.subprocess.Process


def environment(**variables: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "DATA_DIR")}
    return {**kept, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "TERM": "xterm", **variables}


async def start(*options: str, **variables: str) -> Process:
    return await asyncio.create_subprocess_exec(
        *(*COMMAND, *options),
        env=environment(**variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


async def said(process: Process, text: str) -> None:
    """Wait until it has said this on standard error."""
    assert process.stderr is not None
    async with asyncio.timeout(20):
        while text not in (line := (await process.stderr.readline()).decode()):
            assert line, f"it ended without saying {text}"


@pytest.mark.usefixtures("worker")
async def test_ctrl_c_leaves_the_song_to_the_studio_and_says_how_to_get_it(
    ada: Person, studio_url: str, lyrics: str, mock: Mock
) -> None:
    await mock.steer(timeScale=1)
    where = ("--server", studio_url, "--email", ada.email)
    process = await start(lyrics, "--prompt", "folk 6s", *where, STUDIO_PASSWORD=PASSWORD)
    await said(process, "The provider has taken it")
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(5):
        out, err = await process.communicate()

    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in err
    hint = re.search(r"python -m app song (--watch (\S+) .*)", err.decode())
    assert hint, err
    song_id = hint[2]
    assert (await ada.get(SONG, id=song_id))["song"]["status"] == "PROGRESS"
    assert (await finished(ada, song_id))["status"] == "SUCCESS"

    again = await start(*hint[1].split(), STUDIO_PASSWORD=PASSWORD)
    out, err = await again.communicate()
    assert again.returncode == 0, err
    assert len(out.splitlines()) == 4
    await mock.steer(timeScale=0.01)


@pytest.mark.usefixtures("worker")
async def test_a_password_comes_from_standard_input(
    ada: Person, studio_url: str, lyrics: str
) -> None:
    where = ("--server", studio_url, "--email", ada.email, "--password-stdin")
    process = await start(lyrics, "--prompt", "folk 1s", *where, STUDIO_PASSWORD="another")
    _, err = await process.communicate(f"{PASSWORD}\r\n".encode())
    assert process.returncode == 0, err


class Terminal:
    """A pseudo-terminal with a command in it."""

    def __init__(self, *options: str, **variables: str) -> None:
        self._ours, theirs = pty.openpty()
        os.set_blocking(self._ours, False)
        self.shown = ""
        self._process = subprocess.Popen(
            (*COMMAND, *options),
            env=environment(COLUMNS="100", **variables),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    async def until(self, over: Callable[[], bool], within: float = 20) -> None:
        async with asyncio.timeout(within):
            while not over():
                try:
                    self.shown += os.read(self._ours, 65536).decode(errors="replace")
                except BlockingIOError:
                    await asyncio.sleep(0.01)
                except OSError:  # what Linux answers when the last writer is gone
                    return

    async def ended(self) -> int:
        await self.until(lambda: False)
        return self._process.wait(5)

    def close(self) -> None:
        os.close(self._ours)
        self._process.kill()
        self._process.wait()


@asynccontextmanager
async def terminal(*options: str, **variables: str) -> AsyncIterator[Terminal]:
    opened = Terminal(*options, **variables)
    try:
        yield opened
    finally:
        opened.close()


@pytest.mark.usefixtures("worker")
async def test_a_terminal_asks_for_the_password_and_shows_a_bar_and_the_time(
    ada: Person, studio_url: str, lyrics: str
) -> None:
    where = ("--server", studio_url, "--email", ada.email)
    async with terminal(lyrics, "--prompt", "folk 100s", *where) as screen:
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


@pytest.mark.usefixtures("worker")
async def test_a_studio_below_a_path_is_used_like_any_other(
    studio: Studio, ada: Person, lyrics: str
) -> None:
    app = Starlette(routes=[Mount("/music/studio", app=assemble(studio))])
    async with served(app) as url:
        where = ("--server", f"{url}/music/studio/", "--email", ada.email)
        process = await start(lyrics, "--prompt", "folk 1s", *where, STUDIO_PASSWORD=PASSWORD)
        _, err = await process.communicate()
    assert process.returncode == 0, err


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of 127.0.0.1, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *(
                "-noenc",
                "-days",
                "2",
                "-subj",
                "/CN=studio",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
            ),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")),
        ],
        check=True,
        capture_output=True,
    )
    return folder


@asynccontextmanager
async def encrypted(upstream: str, certificate: Path) -> AsyncIterator[str]:
    """A proxy that speaks TLS in front of a studio."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
    port = int(upstream.rpartition(":")[2])

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(65536):
            writer.write(chunk)
            await writer.drain()
        writer.close()

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pump(reader, back), pump(there, writer), return_exceptions=True)
        writer.close()
        back.close()

    server = await asyncio.start_server(proxy, "127.0.0.1", 0, ssl=context)
    async with server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.usefixtures("worker")
async def test_https_is_spoken_to_the_api_the_websocket_and_the_files(
    studio_url: str, ada: Person, lyrics: str, certificate: Path
) -> None:
    async with encrypted(studio_url, certificate) as url:
        order = (lyrics, "--prompt", "folk 1s", "--server", url, "--email", ada.email)
        trusting = await start(
            *order,
            STUDIO_PASSWORD=PASSWORD,
            SSL_CERT_FILE=str(certificate / "certificate.pem"),
        )
        _, err = await trusting.communicate()
        assert trusting.returncode == 0, err

        wary = await start(*order, STUDIO_PASSWORD=PASSWORD)
        _, err = await wary.communicate()
    assert wary.returncode == 2
    assert b"certificate verify failed" in err
    assert err.count(b"\n") == 1


async def test_ctrl_c_at_the_password_prompt_ends_quietly(
    ada: Person, studio_url: str, lyrics: str
) -> None:
    where = ("--server", studio_url, "--email", ada.email)
    async with terminal(lyrics, "--prompt", "folk", *where) as screen:
        await screen.until(lambda: "Password of" in screen.shown)
        screen._process.send_signal(signal.SIGINT)
        assert await screen.ended() == 130
    assert "Traceback" not in screen.shown
