"""Real processes of a studio, to be killed, frozen and stopped."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from app.infra.settings import Settings
from bench.programs import python

GENEROUS = 60


class Process:
    """`python -m app COMMAND` with these settings; it cannot outlive the tests."""

    def __init__(self, command: str, settings: Settings, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._log = folder / f"{command}.log"
        self._log.unlink(missing_ok=True)
        self.popen = python(["-m", "app", command], environment(settings), self._log)

    @property
    def log(self) -> str:
        """What it has said so far."""
        return self._log.read_text()

    @property
    def alive(self) -> bool:
        return self.popen.poll() is None

    def signal(self, number: signal.Signals) -> None:
        self.popen.send_signal(number)

    async def says(self, text: str) -> None:
        async with asyncio.timeout(GENEROUS):
            while text not in self.log:
                assert self.alive, self.log
                await asyncio.sleep(0.02)

    async def status(self) -> int:
        """Its exit status, waited for."""
        async with asyncio.timeout(GENEROUS):
            while self.alive:
                await asyncio.sleep(0.02)
        return self.popen.returncode

    def end(self) -> None:
        """Kill it, frozen or not, whatever it was doing."""
        self.popen.kill()
        self.popen.wait()


def environment(settings: Settings) -> dict[str, str]:
    """The environment variables that make these settings, and nothing else of ours."""
    values = {
        name.upper(): _text(value)
        for name, value in settings.model_dump().items()
        if value is not None
    }
    return {**values, "PYTHONDONTWRITEBYTECODE": "1"}


def _text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return str(value)


@asynccontextmanager
async def worker(settings: Settings, folder: Path) -> AsyncIterator[Process]:
    """A worker process that is at work."""
    process = Process("work", settings, folder)
    try:
        await process.says("the worker is ready")
        yield process
    finally:
        process.end()


@asynccontextmanager
async def api(settings: Settings, folder: Path) -> AsyncIterator[Process]:
    """An API process; it may not have begun to listen yet."""
    process = Process("serve", settings, folder)
    try:
        yield process
    finally:
        process.end()
