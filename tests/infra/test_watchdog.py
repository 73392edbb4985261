"""A process that stands still ends; one that only works hard, or was frozen, does not."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys

import pytest

from app.infra.watchdog import STUCK

PROGRAM = """
import asyncio, sys, time
from app.infra.watchdog import watched

async def main(blocking, patience):
    async with watched(patience, every=0.1):
        print("watched", flush=True)
        for _ in range(4):
            time.sleep(blocking)
            await asyncio.sleep(0.1)

asyncio.run(main(float(sys.argv[1]), float(sys.argv[2])))
"""


def program(blocking: float, patience: float) -> subprocess.Popen[str]:
    argv = [sys.executable, "-c", PROGRAM, str(blocking), str(patience)]
    return subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    ("blocking", "patience", "status"),
    [(30, 1, STUCK), (0.3, 5, 0), (1.5, 0, 0)],
    ids=["it stands still", "it is busy", "nobody watches"],
)
def test_who_stands_still_ends(blocking: float, patience: float, status: int) -> None:
    with program(blocking, patience) as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == status
    assert ("the event loop stands still" in said) is (status == STUCK)
    assert ("time.sleep(blocking)" in said or "Thread 0x" in said) is (status == STUCK)


async def test_who_was_frozen_goes_on() -> None:
    with program(0.5, 2) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(3)
        process.send_signal(signal.SIGCONT)
        process.communicate(timeout=60)
    assert process.returncode == 0
