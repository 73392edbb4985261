from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import psutil
import pytest

from app.infra.subprocesses.frames import heard, say
from app.infra.subprocesses.limits import wind_up
from app.infra.subprocesses.process import AnsweringProcess
from app.infra.subprocesses.successors import Successors

PROGRAM = "tests.infra.subprocesses.test_process"
"""This file: a process that answers every question by the question itself."""
ROOT = Path(__file__).parents[3]


class Echo(AnsweringProcess):
    @classmethod
    async def start(cls) -> Echo:
        return await cls.ready(PROGRAM)

    async def ask(self, *payloads: bytes) -> list[bytes]:
        await self._say(*payloads)
        return [await self._heard() for _ in payloads]


def main() -> None:
    say(sys.stdout.buffer, b"")
    while (question := heard(sys.stdin.buffer)) is not None:
        say(sys.stdout.buffer, question)


async def test_what_is_asked_is_answered_frame_by_frame() -> None:
    process = await Echo.start()
    payloads = [b"", b"x" * 300_000, "🎵\r\n".encode()]
    assert await process.ask(*payloads) == payloads
    process.kill()
    assert await process.ended() != 0
    assert not process.alive


async def test_a_process_has_a_session_of_its_own_and_no_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JWT_SECRET_KEY", "canary")
    process = await Echo.start()
    assert "canary" not in psutil.Process(process.pid).environ().values()
    assert os.getsid(process.pid) == process.pid
    process.kill()
    await process.ended()


async def test_a_program_that_ends_without_a_word_is_no_process() -> None:
    with pytest.raises(EOFError):
        await AnsweringProcess.ready("app.infra.subprocesses.frames")


async def test_a_process_is_kept_until_it_is_discarded_or_dead() -> None:
    processes = Successors(Echo.start)
    assert processes.current is None
    first = await processes.living()
    assert await processes.living() is first

    processes.discard()
    second = await processes.living()
    assert second is not first
    await first.ended()

    psutil.Process(second.pid).kill()
    await second.ended()
    third = await processes.living()
    assert third is not second
    assert await third.ask(b"a") == [b"a"]

    await processes.aclose()
    assert not third.alive
    assert processes.current is None
    processes.discard()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_the_kernel_ends_what_looks_at_no_clock() -> None:
    program = f"from {wind_up.__module__} import wind_up\nwind_up(0.01)\nwhile True: pass"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, cwd=ROOT)
    assert await process.wait() == -signal.SIGPROF


if __name__ == "__main__":
    main()
