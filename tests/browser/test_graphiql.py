"""The committed GraphiQL build, and how the service hands it out; `run.sh` drives it for real."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import socket
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
import uvicorn

from app.http.graphiql import CONTENT_SECURITY_POLICY, DIST
from tests.browser.standin import create_app

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "web" / "graphiql"
BUILT = {
    path.relative_to(DIST).as_posix(): path.read_bytes()
    for path in sorted(DIST.rglob("*"))
    if path.is_file()
}
MEGABYTE = 1_000_000
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}


class References(HTMLParser):
    """Everything a page loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline_scripts = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.found += [value for name in ("src", "href") if (value := values.get(name))]
        self.inline_scripts += tag == "script" and "src" not in values


@pytest.fixture(scope="module")
async def service() -> AsyncIterator[httpx.AsyncClient]:
    """A client of the page's routes on a real server."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(), log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        yield client
    server.should_exit = True
    await serving


def test_the_committed_build_was_made_from_the_committed_sources() -> None:
    lines = (SOURCES / "BUILT_FROM.sha256").read_text().splitlines()
    recorded = {path: digest for digest, path in (line.split(maxsplit=1) for line in lines)}
    present = [*SOURCES.glob("*.html"), *SOURCES.glob("*.json"), *SOURCES.glob("*.ts")]
    present += [path for path in (SOURCES / "src").rglob("*") if path.is_file()]
    hashes = {
        path.relative_to(SOURCES).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in present
    }
    assert hashes == recorded, "run web/graphiql/build.sh"


def test_the_page_loads_relative_files_of_its_own_and_nothing_else() -> None:
    references = References((DIST / "index.html").read_text())
    assert references.inline_scripts == 0
    assert any(reference.endswith(".js") for reference in references.found)
    for reference in references.found:
        assert reference.startswith("./")
        assert (DIST / reference).stat().st_size > 0


def test_styles_load_only_own_files_and_embedded_ones() -> None:
    for style in DIST.rglob("*.css"):
        for target in re.findall(r"url\(\s*[\"']?([^)\"']+)", style.read_text()):
            assert target.startswith("data:") or (style.parent / target).is_file(), target


def test_no_script_names_a_content_delivery_network() -> None:
    hosts = re.compile(r"esm\.sh|unpkg\.com|jsdelivr\.net|cdnjs\.|googleapis\.com|gstatic\.com")
    for script in DIST.rglob("*.js"):
        assert hosts.findall(script.read_text()) == [], script.name


def test_the_build_stays_small_and_holds_only_what_can_be_served() -> None:
    assert {Path(name).suffix for name in BUILT} <= set(CONTENT_TYPES)  # no source maps, for one
    assert all(BUILT.values())
    assert sum(map(len, BUILT.values())) < 7.5 * MEGABYTE


def test_the_licences_of_the_bundled_packages_are_shipped() -> None:
    licences = (DIST / "third-party-licenses.md").read_text()
    for package in ("graphiql", "graphql-ws", "monaco-editor", "react-dom"):
        assert re.search(rf"^## {package} - ", licences, re.MULTILINE), package


@pytest.mark.parametrize(
    "directory",
    [
        SOURCES,
        ROOT / "tests" / "browser",
        ROOT / "tests" / "conformance",
        ROOT / "clients" / "typescript",
    ],
)
def test_a_lock_file_names_no_registry(directory: Path) -> None:
    packages = json.loads((directory / "package-lock.json").read_text())["packages"]
    assert len(packages) > 1
    assert not [name for name, locked in packages.items() if "resolved" in locked]


async def test_the_bare_address_leads_to_the_page(service: httpx.AsyncClient) -> None:
    redirect = await service.get("/graphiql")
    assert redirect.headers["location"] == "graphiql/"
    page = await service.get("/graphiql", follow_redirects=True)
    assert page.url.path == "/graphiql/"
    assert '<div id="page">' in page.text


@pytest.mark.parametrize("name", BUILT)
async def test_every_built_file_has_its_type_and_the_policy(
    service: httpx.AsyncClient, name: str
) -> None:
    answer = await service.get(f"/graphiql/{name}")
    assert answer.content == BUILT[name]
    assert answer.headers["content-type"] == CONTENT_TYPES[Path(name).suffix]
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_an_asset_is_kept_for_ever(service: httpx.AsyncClient) -> None:
    asset = f"/graphiql/assets/{next(DIST.rglob('*.js')).name}"
    first = await service.get(asset)
    assert first.headers["cache-control"] == "public, max-age=31536000, immutable"
    again = await service.get(asset, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == httpx.codes.NOT_MODIFIED


async def test_the_page_itself_is_always_sent_anew(service: httpx.AsyncClient) -> None:
    first = await service.get("/graphiql/")
    assert first.headers["cache-control"] == "no-cache"
    again = await service.get("/graphiql/", headers={"if-none-match": first.headers["etag"]})
    assert again.content == first.content


@pytest.mark.parametrize(
    "path", ["assets/none.js", "..%2f..%2fgraphiql.py", "assets", "%00", "a" * 300]
)
async def test_nothing_but_built_files_is_served(service: httpx.AsyncClient, path: str) -> None:
    assert (await service.get(f"/graphiql/{path}")).status_code == httpx.codes.NOT_FOUND
