"""nginx in front of a studio: the shipped files, at ports and in a folder of this test."""

from __future__ import annotations

import asyncio
import os
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from app.infra.embedded.ports import free_port

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "docker" / "nginx"
HOST = "127.0.0.1"


@dataclass
class Nginx:
    """Where it listens, and whom to believe."""

    url: str
    plain_url: str
    upstreams: list[str]
    access_log: Path
    trust: ssl.SSLContext

    def client(self, address: str = HOST) -> httpx.AsyncClient:
        """A client with an address of its own, of the 127.0.0.x that a machine has."""
        transport = httpx.AsyncHTTPTransport(verify=self.trust, local_address=address)
        return httpx.AsyncClient(base_url=self.url, transport=transport, timeout=30)


async def ask(
    client: httpx.AsyncClient, query: str, token: str | None = None, **variables: Any
) -> httpx.Response:
    """One operation by POST."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = {"query": query, "variables": variables}
    return await client.post("/graphql", json=body, headers=headers)


async def registered(client: httpx.AsyncClient, email: str, **headers: str) -> str:
    """The token of a new account."""
    query = """mutation ($email: String!) { register(input: {
        email: $email, password: "correct horse battery staple"}) { token userErrors { code } } }"""
    body = {"query": query, "variables": {"email": email}}
    answer = await client.post("/graphql", json=body, headers=headers)
    return str(answer.json()["data"]["register"]["token"])


@asynccontextmanager
async def running_nginx(folder: Path, studios: Sequence[str], s3: str) -> AsyncIterator[Nginx]:
    """nginx with the shipped configuration, in front of these origins."""
    place = folder / "nginx"
    place.mkdir()
    tls, plain = (free_port(HOST, port, may_move=True) for port in (28_443, 28_080))
    _certificate(place)
    _configure(place, studios, s3, tls, plain)
    command = [os.environ["NGINX"], "-p", str(place), "-c", str(place / "nginx.conf"), "-g"]
    command.append("daemon off; " + ("user root;" if os.getuid() == 0 else ""))
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)  # noqa: ASYNC221 - once
    assert checked.returncode == 0, checked.stderr
    log = place / "error.log"
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(*command, stdout=output, stderr=output)
    try:
        await _listens(tls, process)
        trust = ssl.create_default_context(cafile=place / "tls_certificate")
        yield Nginx(
            url=f"https://{HOST}:{tls}",
            plain_url=f"http://{HOST}:{plain}",
            upstreams=[_host(url) for url in studios],
            access_log=place / "access.log",
            trust=trust,
        )
    finally:
        process.terminate()
        await process.wait()


def _configure(place: Path, studios: Sequence[str], s3: str, tls: int, plain: int) -> None:
    for file in SHIPPED.glob("*.conf"):
        shutil.copy(file, place)
    for name in ("body", "proxy", "fastcgi", "uwsgi", "scgi", "logs"):
        (place / name).mkdir()
    (place / "mime.types").write_text("types { text/html html; }")
    servers = "\n".join(f"    server {_host(url)} OPTIONS;" for url in studios)
    _change(
        place / "upstreams.conf",
        {
            "resolver 127.0.0.11 valid=2s ipv6=off;\n": "",
            "    server api-a:8000 resolve OPTIONS;\n": "",
            "    server api-b:8000 resolve OPTIONS;": servers,
            "server s3:8333 resolve": f"server {_host(s3)}",
        },
        options="max_fails=1 fail_timeout=1s",
    )
    temporary = "".join(
        f"    {kind}_temp_path {place / folder};\n"
        for kind, folder in {
            "client_body": "body",
            **{name: name for name in ("proxy", "fastcgi", "uwsgi", "scgi")},
        }.items()
    )
    _change(
        place / "nginx.conf",
        {
            "/etc/nginx/": f"{place}/",
            "/dev/stdout": f"{place}/access.log",
            "/run/nginx.pid": f"{place}/nginx.pid",
            "/run/secrets/": f"{place}/",
            "listen 8080;": f"listen {HOST}:{plain};",
            "listen 8443 ssl": f"listen {HOST}:{tls} ssl",
            "        listen [::]:8080;\n": "",
            "        listen [::]:8443 ssl http2;\n": "",
            "    sendfile on;\n": f"    sendfile on;\n{temporary}",
        },
    )


def _change(file: Path, changes: dict[str, str], options: str = "") -> None:
    """Replace what must be there: a changed original is noticed."""
    text = file.read_text()
    for old, new in changes.items():
        old, new = old.replace("OPTIONS", options), new.replace("OPTIONS", options)  # noqa: PLW2901 - the same, filled in
        assert old in text, f"{file.name} has no {old!r}"
        text = text.replace(old, new)
    file.write_text(text)


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _certificate(place: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *(
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=studio",
                "-addext",
                f"subjectAltName=IP:{HOST}",
            ),
            *("-keyout", str(place / "tls_key"), "-out", str(place / "tls_certificate")),
        ],
        check=True,
        capture_output=True,
    )


async def _listens(port: int, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(20):
        while True:
            assert process.returncode is None, "nginx has ended"
            try:
                _, writer = await asyncio.open_connection(HOST, port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return
