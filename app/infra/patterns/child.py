"""The process in which people's patterns run: `python -m app.infra.patterns.child`.

Standard input brings questions, standard output takes answers, both as frames: four bytes of
length, most significant first, then JSON. An empty frame says that the process is ready; each
question is answered by one frame per rule. The process ends with its input, and after a question
that made it grow, because compiled patterns are kept; its answers then say so (`ending`).

It cannot harm the machine: it is nice, its memory is limited, and the kernel ends it when a
question takes longer than it may, in a compiler or wherever else no time is looked at.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import IO, Any, Final

import orjson
import psutil

from app.infra.patterns.matching import CALL_SECONDS, answers

NICENESS: Final = 10
MEMORY: Final = 256 * 1024 * 1024
"""Bytes of address space, of which an idle process uses about a tenth."""
GROWN: Final = 64 * 1024 * 1024
"""Bytes in use after which there is too little room for the next question."""
KILLED_AFTER: Final = CALL_SECONDS + 0.1
"""Seconds of the processor; what keeps its limits is done by then."""
LENGTH_BYTES: Final = 4


def framed(payload: bytes) -> bytes:
    """A payload with its length before it."""
    return len(payload).to_bytes(LENGTH_BYTES, "big") + payload


def _question(source: IO[bytes]) -> dict[str, Any] | None:
    """The next question; None at the end of the input."""
    length = source.read(LENGTH_BYTES)
    if len(length) < LENGTH_BYTES:
        return None
    question: dict[str, Any] = orjson.loads(source.read(int.from_bytes(length, "big")))
    return question


def _limit_oneself() -> None:
    if sys.platform == "win32":
        return
    import resource

    os.nice(NICENESS)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # macOS has no such limit.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def wind_up(seconds: float) -> None:
    """End this process after so many seconds of the processor; 0: never."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def main() -> None:
    """Answer until the input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    memory = psutil.Process().memory_info
    ending = False
    _limit_oneself()
    sink.write(framed(b""))
    sink.flush()
    while not ending and (question := _question(source)):
        wind_up(KILLED_AFTER)
        for answer in answers(**question):
            ending = ending or memory().rss > GROWN
            sink.write(framed(orjson.dumps({**answer, "ending": ending})))
            sink.flush()
        wind_up(0)


if __name__ == "__main__":
    main()
