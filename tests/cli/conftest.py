from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import main
from app.cli.studio_client import StudioClient
from tests.cli.relay import Relay, relaying
from tests.studio import PASSWORD, Person

LYRICS = "[Verse]\nOne lamp on the water\n\n[Chorus]\nLa la la\n"


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def files(self) -> list[Path]:
        """The files that it says it kept."""
        return [Path(line.split("  ")[0]) for line in self.out.splitlines()]


SongCommand = Callable[..., Awaitable[Outcome]]


def write(file: str, text: str, *, encoding: str = "utf-8") -> None:
    Path(file).parent.mkdir(exist_ok=True)
    Path(file).write_text(text, encoding=encoding)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory to work in, with the terminal of a person who reads English."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setenv("DATA_DIR", str(home / "data"))
    for name in ("LC_ALL", "LC_MESSAGES", "STUDIO_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    return home


@pytest.fixture
def lyrics(home: Path) -> str:
    (home / "lamp.txt").write_text(LYRICS)
    return "lamp.txt"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> SongCommand:
    """Runs `python -m app song` with these options, in a thread of its own."""

    async def run(*options: str) -> Outcome:
        capsys.readouterr()
        status = await asyncio.to_thread(main, ["song", *options])
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return run


@pytest.fixture
def as_ada(
    run: SongCommand, ada: Person, studio_url: str, monkeypatch: pytest.MonkeyPatch
) -> SongCommand:
    """Runs the command as Ada."""
    monkeypatch.setenv("STUDIO_PASSWORD", PASSWORD)

    async def as_ada(*options: str) -> Outcome:
        return await run(*options, "--server", studio_url, "--email", ada.email)

    return as_ada


@pytest.fixture
async def relay(studio_url: str) -> AsyncIterator[Relay]:
    """A bad network before the studio."""
    async with relaying(studio_url) as relay:
        yield relay


@pytest.fixture
async def client(relay: Relay, ada: Person) -> AsyncIterator[StudioClient]:
    """Ada's client, behind the bad network."""
    async with StudioClient(relay.url, "en") as client:
        await client.sign_in(ada.email, PASSWORD)
        yield client
