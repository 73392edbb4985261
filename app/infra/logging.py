"""Where log lines go. The one bridge from the standard library's logging to loguru."""

from __future__ import annotations

import json
import logging  # noqa: TID251 - this is the bridge
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import orjson
from loguru import logger

if TYPE_CHECKING:
    from loguru import Message, Record

_LINE = orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS

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
    try:
        text = orjson.dumps(line, default=str, option=_LINE).decode()
    except TypeError:
        # Half a character, a number beyond 64 bits, a name that is no text: never the whole line.
        text = json.dumps({name: _shown(value) for name, value in line.items()}) + "\n"
    sys.stderr.write(text)


def _shown(value: object) -> str:
    try:
        return str(value)
    except Exception as error:  # noqa: BLE001 - a log line must not fail
        return f"({type(value).__name__} without words: {type(error).__name__})"


class RequestLines:
    """The line that every request leaves.

    There are so many of them that loguru's way, which finds out where a line comes from and passes
    it through its handlers, costs as much as answering: where lines are JSON they are written at
    once, and are the same.
    """

    def __init__(self) -> None:
        self._direct = False

    def configure(self, level: str, style: str) -> None:
        """Follow the level and the style of all lines."""
        self._direct = style == "json" and logger.level(level).no <= logger.level("INFO").no

    def write(self, name: str, message: str, **facts: object) -> None:
        """A line of level INFO; `name` is the module's, `facts` are fields beside the message."""
        if not self._direct:
            logger.opt(depth=1).bind(**facts).info(message)
            return
        line = {"time": datetime.now().astimezone(), "level": "INFO", "logger": name}
        _write({**line, "message": message, **facts})


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
