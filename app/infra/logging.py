"""Where log lines go. The one bridge from the standard library's logging to loguru."""

from __future__ import annotations

import asyncio
import atexit
import json
import logging  # noqa: TID251 - this is the bridge
import sys
import time
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

import orjson
from loguru import logger

if TYPE_CHECKING:
    from loguru import Message, Record

_LINE = orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS

_ZONE_KEPT = 60.0
"""Seconds for which the local distance from UTC is known."""

QUIET = {
    # At DEBUG they tell signatures, and addresses that open files for an hour.
    "aioboto3": "WARNING",
    "aiobotocore": "WARNING",
    "arq": "WARNING",
    "boto3": "WARNING",
    "botocore": "WARNING",
    "httpx": "WARNING",
    "tortoise": "WARNING",
    "uvicorn.error": "WARNING",
    "websockets": "WARNING",
}
SHOWN = ("job", "request_id")


class _Bridge(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        try:
            level: str | int = logger.level(record.levelname).name
        except ValueError:
            level = record.levelno
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # a library's mistake is not ours
            message = f"{record.msg} {record.args}"
        told = logger.opt(exception=record.exc_info).bind(logger=record.name, line=record.lineno)
        told.log(level, "{}", message)


def _pretty(record: Record) -> str:
    known = [name for name in SHOWN if name in record["extra"]]
    context = "".join(f" {name}={{extra[{name}]}}" for name in known)
    line = "<green>{time:HH:mm:ss.SSS}</green> <level>{level: <7}</level> {message}"
    return f"{line}<dim>{context}</dim>\n{{exception}}"


def _trace(_record: Record) -> str:
    return "{exception}"


def _write_json(message: Message) -> None:
    """One object a line: when, how bad, where, what, and what was bound to it."""
    record = message.record
    line = {
        "time": record["time"],
        "level": record["level"].name,
        "logger": record["name"],
        "line": record["line"],
        "message": record["message"],
        **record["extra"],
    }
    if record["exception"] is not None:
        line["exception"] = str(message)
    _write(line)


def _write(line: Mapping[str, object]) -> None:
    _turn.write()
    sys.stderr.write(_text(line))


def _text(line: Mapping[str, object]) -> str:
    try:
        return orjson.dumps(line, default=str, option=_LINE).decode()
    except TypeError:
        # Half a character, a number beyond 64 bits, a name that is no text: never the whole line.
        return json.dumps({name: _shown(value) for name, value in line.items()}) + "\n"


def _shown(value: object) -> str:
    try:
        return str(value)
    except Exception as error:  # noqa: BLE001 - a log line must not fail
        return f"({type(value).__name__} without words: {type(error).__name__})"


class _Turn:
    """Lines that are written at the end of this turn of the loop, all at once."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def add(self, line: str) -> None:
        """A line; without a loop it is written now."""
        self._lines.append(line)
        if len(self._lines) == 1:
            try:
                asyncio.get_running_loop().call_soon(self.write)
            except RuntimeError:
                self.write()

    def write(self) -> None:
        """Write what there is."""
        if self._lines:
            lines, self._lines = self._lines, []
            sys.stderr.write("".join(lines))


_turn = _Turn()
atexit.register(_turn.write)


class RequestLines:
    """The line that every request leaves.

    There are so many of them that loguru's way, which finds out where a line comes from and passes
    it through its handlers, costs as much as answering: where lines are JSON they are the same,
    written at the end of the turn of the loop, and before any other line.
    """

    def __init__(self) -> None:
        self._direct = False
        self._zone: tzinfo | None = None
        self._zone_until = 0.0

    def configure(self, level: str, style: str) -> None:
        """Follow the level and the style of all lines."""
        self._direct = style == "json" and logger.level(level).no <= logger.level("INFO").no

    def write(self, name: str, message: str, facts: Mapping[str, object]) -> None:
        """A line of level INFO; `name` is the module's, `facts` are fields beside the message."""
        if not self._direct:
            logger.opt(depth=1).bind(**facts).info(message)
            return
        line = {"time": self._now(), "level": "INFO", "logger": name, "message": message, **facts}
        _turn.add(_text(line))

    def _now(self) -> datetime:
        """In local time. To find out its distance from UTC takes as long as all else here."""
        seconds = time.monotonic()
        if seconds >= self._zone_until:
            self._zone = datetime.now().astimezone().tzinfo
            self._zone_until = seconds + _ZONE_KEPT
        return datetime.now(self._zone)


request_lines = RequestLines()


def configure_logging(level: str, style: str) -> None:
    """Send everything to standard error: one JSON object a line, or lines for people."""
    request_lines.configure(level, style)
    logger.remove()
    if style == "json":
        logger.add(_write_json, level=level, format=_trace, diagnose=False, backtrace=False)
    else:
        logger.add(sys.stderr, level=level, format=_pretty, diagnose=False, backtrace=False)
    logging.basicConfig(handlers=[_Bridge()], level=logging.INFO, force=True)
    for name, quiet in QUIET.items():
        logging.getLogger(name).setLevel(quiet)
