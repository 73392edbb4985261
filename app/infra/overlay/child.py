"""The process in which overlays are drawn: `python -m app.infra.overlay.child`.

Standard input brings questions, standard output takes answers, as frames: four bytes of length,
most significant first, then the payload. An empty frame says that the process is ready. A
question is two frames, JSON and the source; its answer is JSON and, if something was drawn, the
picture. The process ends with its input.

It cannot harm the machine: it is nice, its memory is limited, and the kernel ends it when a
question takes longer than it may.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import IO, Final

from app.domain.errors import InvalidInput
from app.infra.overlay.fonts import Fonts
from app.infra.overlay.renderer import render
from app.infra.overlay.wire import (
    ANSWERS,
    LENGTH_BYTES,
    QUESTIONS,
    Drawn,
    Mistake,
    Refused,
    framed,
)

NICENESS: Final = 5
MEMORY: Final = 1536 * 1024 * 1024
"""Bytes of address space; the largest pictures need less than half."""
KILLED_AFTER: Final = 60.0
"""Seconds of the processor for one question; the largest pictures need a few."""


def _frame(source: IO[bytes]) -> bytes | None:
    """The next payload; None at the end of the input."""
    length = source.read(LENGTH_BYTES)
    if len(length) < LENGTH_BYTES:
        return None
    expected = int.from_bytes(length, "big")
    payload = source.read(expected)
    return payload if len(payload) == expected else None


def answer(header: bytes, source: bytes, fonts: Fonts) -> list[bytes]:
    """The payloads of an answer."""
    question = QUESTIONS.validate_json(header)
    try:
        found = render(
            source,
            question.overlay,
            fonts,
            max_edge=question.max_edge,
        )
    except InvalidInput as error:
        problems = tuple(
            Mistake(key=each.key, path=each.path, params=dict(each.params))
            for each in error.problems
        )
        return [ANSWERS.dump_json(Refused(problems=problems))]
    drawn = Drawn(width=found.width, height=found.height, layout=found.layout)
    return [ANSWERS.dump_json(drawn), found.png]


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


def _wind_up(seconds: float) -> None:
    """End this process after so many seconds of the processor; 0: never."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def main() -> None:
    """Answer until the input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    _limit_oneself()
    fonts = Fonts()
    sink.write(framed(b""))
    sink.flush()
    while (header := _frame(source)) is not None and (picture := _frame(source)) is not None:
        _wind_up(KILLED_AFTER)
        for payload in answer(header, picture, fonts):
            sink.write(framed(payload))
        sink.flush()
        _wind_up(0)


if __name__ == "__main__":
    main()
