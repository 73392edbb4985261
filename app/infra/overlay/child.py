"""The process in which overlays are drawn: `python -m app.infra.overlay.child`.

Standard input brings questions, standard output takes answers, as frames. An empty frame says that
the process is ready. A question is two frames, JSON and the source; its answer is JSON and, if
something was drawn, the picture. The process ends with its input.

It cannot harm the machine: it is nice, its memory is limited, and the kernel ends it when a
question takes longer than it may.
"""

from __future__ import annotations

import sys
from typing import Final

from app.domain.errors import InvalidInput
from app.infra.overlay.fonts import Fonts
from app.infra.overlay.renderer import render
from app.infra.overlay.wire import ANSWERS, QUESTIONS, Drawn, Mistake, Refused
from app.infra.subprocesses.frames import heard, say
from app.infra.subprocesses.limits import limit_oneself, wind_up

NICENESS: Final = 5
MEMORY: Final = 1536 * 1024 * 1024
"""Bytes of address space; the largest pictures need less than half."""
KILLED_AFTER: Final = 60.0
"""Seconds of the processor for one question; the largest pictures need a few."""


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


def main() -> None:
    """Answer until the input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    limit_oneself(niceness=NICENESS, memory=MEMORY)
    fonts = Fonts()
    say(sink, b"")
    while (header := heard(source)) is not None and (picture := heard(source)) is not None:
        wind_up(KILLED_AFTER)
        say(sink, *answer(header, picture, fonts))
        wind_up(0)


if __name__ == "__main__":
    main()
