"""When a recording's lines are sung, and how long it lasts, as text.

The provider's timed lines are a list of sections `{section_type, start, end, lines}` whose lines
are `{start, end, text, words}`, in milliseconds from the start. Nothing of that is promised, so
whatever does not look like it is left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_TIMED = 24 * 3_600_000
"""The last millisecond that a line may begin or end at."""
MOST_LINES = 2000
LONGEST_SECTION = 50
LONGEST_DURATION = 1e12
"""Milliseconds; what claims to last that long (32 years) is no recording."""

_TAG_MARKS = str.maketrans("[]", "()")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedLine:
    """A sung line; times in milliseconds from the start of the recording.

    `text` is one line and not blank, `section` the provider's own word for what it belongs to.
    """

    start_ms: int
    end_ms: int
    text: str
    section: str | None


def duration_text(milliseconds: float | None) -> str | None:
    """`MM:SS`, whole seconds cut off, minutes not wrapped at 60; None for what is no length."""
    if milliseconds is None or not 0 < milliseconds < LONGEST_DURATION:
        return None
    minutes, seconds = divmod(math.trunc(milliseconds / 1000), 60)
    return f"{minutes:02}:{seconds:02}"


def timed_lines(sections: object) -> tuple[TimedLine, ...] | None:
    """The lines in the order in which they begin, at most 2,000; None where there are none.

    `sections` is any JSON value. A line without words or without a sensible start is left out,
    an end before the start becomes the start.
    """
    found = [line for _, line in zip(range(MOST_LINES), _lines(sections), strict=False)]
    return tuple(sorted(found, key=lambda line: line.start_ms)) or None


def lrc(
    lines: tuple[TimedLine, ...] | None, title: str | None, duration_ms: float | None
) -> str | None:
    """The lines in the LRC format of karaoke players, with a title and a length if known.

    None without lines. Brackets of the title become parentheses, since tags have no escape.
    """
    if lines is None:
        return None
    named = _one_line(title or "").translate(_TAG_MARKS)
    length = duration_text(duration_ms)
    tags = [f"[ti:{named}]"] if named else []
    tags += [f"[length:{length}]"] if length else []
    return "\n".join([*tags, *map(_lrc_line, lines)]) + "\n"


def _lrc_line(line: TimedLine) -> str:
    minutes, rest = divmod(line.start_ms, 60_000)
    seconds, rest = divmod(rest, 1000)
    # A text that begins with a bracket would be taken for one more time.
    space = " " if line.text.startswith("[") else ""
    return f"[{minutes:02}:{seconds:02}.{rest // 10:02}]{space}{line.text}"


def _lines(sections: object) -> Iterator[TimedLine]:
    for section in _objects(sections):
        name = section.get("section_type")
        label = _one_line(name)[:LONGEST_SECTION] if isinstance(name, str) else ""
        for entry in _objects(section.get("lines")):
            text, start = entry.get("text"), _milliseconds(entry.get("start"))
            words = _one_line(text) if isinstance(text, str) else ""
            if words and start is not None:
                end = _milliseconds(entry.get("end"))
                yield TimedLine(
                    start_ms=start,
                    end_ms=start if end is None else max(start, end),
                    text=words,
                    section=label or None,
                )


def _objects(value: object) -> list[dict[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _milliseconds(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return math.trunc(value) if 0 <= value <= LONGEST_TIMED else None


def _one_line(text: str) -> str:
    return re.sub(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*", " ", text.strip())
