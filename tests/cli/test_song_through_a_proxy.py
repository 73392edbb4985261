"""A studio that stands behind a path, or behind TLS."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from app.asgi import assemble
from app.bootstrap import Studio
from tests.cli.process import run
from tests.studio import PASSWORD, Person, served


@pytest.mark.usefixtures("worker")
async def test_a_studio_below_a_path_is_used_like_any_other(
    studio: Studio, ada: Person, lyrics: str
) -> None:
    app = Starlette(routes=[Mount("/music/studio", app=assemble(studio))])
    async with served(app) as url:
        where = ("--server", f"{url}/music/studio/", "--email", ada.email)
        order = (lyrics, "--prompt", "folk 1s", *where)
        status, _, err = await run(*order, STUDIO_PASSWORD=PASSWORD)
    assert status == 0, err


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
        trusted = str(certificate / "certificate.pem")
        status, _, err = await run(*order, STUDIO_PASSWORD=PASSWORD, SSL_CERT_FILE=trusted)
        assert status == 0, err

        status, _, err = await run(*order, STUDIO_PASSWORD=PASSWORD)
    assert status == 2
    assert "certificate verify failed" in err
    assert err.count("\n") == 1
