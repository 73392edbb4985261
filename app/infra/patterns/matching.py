"""Matching people's patterns within limits of time and size. Runs in the child process."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import regex

from app.domain.lyrics.ports import SkipReason
from app.domain.lyrics.rules.lines import covered_line
from app.domain.lyrics.rules.replacement import expanded, replacement_parts

RULE_SECONDS: Final = 0.1
CALL_SECONDS: Final = 0.5
"""Seconds of the processor, which a machine under load cannot use up for others."""
LARGEST_RESULT: Final = 200_000
"""Code points."""

CHECK: Final = "check"
SUBSTITUTE: Final = "substitute"
LINES: Final = "lines"

Answer = dict[str, Any]
"""What became of one rule: `hits`, with `text` or `lines`; or `reason`, `detail`, `position`."""

_TOO_MUCH: Final[Answer] = {"reason": SkipReason.TOO_MUCH.value}
_TIMEOUT: Final[Answer] = {"reason": SkipReason.TIMEOUT.value}


class _TooMuchError(Exception):
    """The result would be longer than LARGEST_RESULT."""


class _Until:
    """A moment on the clock of the processor."""

    def __init__(self, end: float) -> None:
        self._end = end

    def one_rule(self) -> _Until:
        """The moment by which a rule that begins now must be done."""
        return _Until(min(self._end, time.process_time() + RULE_SECONDS))

    def left(self) -> float:
        """Seconds, more than 0. Raises TimeoutError afterwards."""
        if (left := self._end - time.process_time()) <= 0:
            raise TimeoutError
        return left


def answers(task: str, text: str, rules: Sequence[Sequence[str]]) -> Iterator[Answer]:
    """One answer for each rule, a pattern and perhaps its replacement, in their order."""
    end = _Until(time.process_time() + CALL_SECONDS)
    for rule in rules:
        answer = _answer(task, text, rule, end.one_rule())
        text = answer.get("text", text)
        yield answer


def _answer(task: str, text: str, rule: Sequence[str], until: _Until) -> Answer:
    try:
        until.left()
        pattern = regex.compile(
            rule[0], regex.MULTILINE | (regex.IGNORECASE if task == LINES else 0)
        )
        until.left()
    except (TimeoutError, MemoryError, RecursionError) as error:
        return _limit(error)
    except regex.error as error:
        return _invalid(error.msg, error.pos)  # type: ignore[attr-defined] # the stubs lack both
    except Exception as error:  # noqa: BLE001 - whatever a compiler of such size may raise
        return _invalid(str(error) or type(error).__name__, None)
    try:
        if task == SUBSTITUTE:
            return _substituted(text, pattern, rule[1], until)
        return _lines(text, pattern, until) if task == LINES else {"hits": 0}
    except (TimeoutError, MemoryError, RecursionError, _TooMuchError) as error:
        return _limit(error)


def _substituted(text: str, pattern: regex.Pattern[str], replacement: str, until: _Until) -> Answer:
    parts = replacement_parts(replacement, groups=pattern.groups, names=pattern.groupindex)
    pieces: list[str] = []
    hits = end = length = 0
    for match in _matches(text, pattern, until):
        # A `\K` in a look-around moves the beginning anywhere.
        if not end <= match.start() <= match.end():
            return _invalid("matches overlap", None)
        pieces += (text[end : match.start()], expanded(parts, match.group))
        end = match.end()
        length += len(pieces[-2]) + len(pieces[-1])
        hits += 1
        if length > LARGEST_RESULT:
            raise _TooMuchError
    if length + len(text) - end > LARGEST_RESULT:
        raise _TooMuchError
    return {"hits": hits, "text": "".join([*pieces, text[end:]])} if hits else {"hits": 0}


def _matches(text: str, pattern: regex.Pattern[str], until: _Until) -> Iterable[regex.Match[str]]:
    """The matches from the start of the text on, also of a pattern that searches backwards."""
    found = pattern.finditer(text, timeout=until.left())
    return reversed(list(found)) if pattern.flags & regex.REVERSE else found


def _lines(text: str, pattern: regex.Pattern[str], until: _Until) -> Answer:
    covered = {
        covered_line(text, *match.span()) for match in pattern.finditer(text, timeout=until.left())
    }
    found = sorted(line for line in covered if line is not None)
    return {"hits": len(found), "lines": found}


def _invalid(detail: str, position: int | None) -> Answer:
    return {"reason": SkipReason.INVALID.value, "detail": detail, "position": position}


def _limit(error: Exception) -> Answer:
    return _TIMEOUT if isinstance(error, TimeoutError) else _TOO_MUCH
