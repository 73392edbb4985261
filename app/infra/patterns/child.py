"""The process in which people's patterns run: `python -m app.infra.patterns.child`.

Standard input brings questions, standard output takes answers, both as frames of JSON. An empty
frame says that the process is ready; each question is answered by one frame per rule. The process
ends with its input, and after a question that made it grow, because compiled patterns are kept;
its answers then say so (`ending`).

It cannot harm the machine: it is nice, its memory is limited, and the kernel ends it when a
question takes longer than it may, in a compiler or wherever else no time is looked at.
"""

from __future__ import annotations

import sys
from typing import Final

import orjson
import psutil

from app.infra.patterns.matching import CALL_SECONDS, answers
from app.infra.subprocesses.frames import heard, say
from app.infra.subprocesses.limits import limit_oneself, wind_up

NICENESS: Final = 10
MEMORY: Final = 256 * 1024 * 1024
"""Bytes of address space, of which an idle process uses about a tenth."""
GROWN: Final = 64 * 1024 * 1024
"""Bytes in use after which there is too little room for the next question."""
KILLED_AFTER: Final = CALL_SECONDS + 0.1
"""Seconds of the processor; what keeps its limits is done by then."""


def main() -> None:
    """Answer until the input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    memory = psutil.Process().memory_info
    ending = False
    limit_oneself(niceness=NICENESS, memory=MEMORY)
    say(sink, b"")
    while not ending and (question := heard(source)) is not None:
        wind_up(KILLED_AFTER)
        for answer in answers(**orjson.loads(question)):
            ending = ending or memory().rss > GROWN
            say(sink, orjson.dumps({**answer, "ending": ending}))
        wind_up(0)


if __name__ == "__main__":
    main()
