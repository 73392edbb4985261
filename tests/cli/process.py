"""The command as a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "app")
Process = asyncio.subprocess.Process


def environment(**variables: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "DATA_DIR")}
    path = os.pathsep.join([str(ROOT), str(ROOT / "clients" / "python")])
    return {**kept, "PYTHONPATH": path, "LANG": "C.UTF-8", "TERM": "xterm", **variables}


def with_ctrl_c() -> None:
    """As in a terminal: what a shell starts in the background ignores SIGINT, tests included."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@asynccontextmanager
async def started(*options: str, command: str = "song", **variables: str) -> AsyncIterator[Process]:
    """The command as a process, which does not outlive the test."""
    process = await asyncio.create_subprocess_exec(
        *(*COMMAND, command, *options),
        env=environment(**variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=with_ctrl_c,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process: Process, typed: str = "", within: float = 30) -> tuple[int, str, str]:
    """Its status, standard output and standard error."""
    async with asyncio.timeout(within):
        out, err = await process.communicate(typed.encode())
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def run(
    *options: str, typed: str = "", command: str = "song", **variables: str
) -> tuple[int, str, str]:
    async with started(*options, command=command, **variables) as process:
        return await ended(process, typed)


async def said(process: Process, text: str) -> None:
    """Wait until it has said this on standard error."""
    assert process.stderr is not None
    async with asyncio.timeout(20):
        while text not in (line := (await process.stderr.readline()).decode()):
            assert line, f"it ended without saying {text}"
