"""Where log lines go. The one bridge from the standard library's logging to loguru."""

from __future__ import annotations

import logging  # noqa: TID251 - this is the bridge
import sys
from typing import TYPE_CHECKING

import orjson
from loguru import logger

if TYPE_CHECKING:
    from loguru import Message, Record

_LINE = orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS

QUIET = {
    "arq": "WARNING",
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
        logger.opt(exception=record.exc_info).bind(logger=record.name).log(
            level, "{}", record.getMessage()
        )


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
    sys.stderr.write(orjson.dumps(line, default=str, option=_LINE).decode())


def configure_logging(level: str, style: str) -> None:
    """Send everything to standard error: one JSON object a line, or lines for people."""
    logger.remove()
    if style == "json":
        logger.add(_write_json, level=level, format=_trace, diagnose=False, backtrace=False)
    else:
        logger.add(sys.stderr, level=level, format=_pretty, diagnose=False, backtrace=False)
    logging.basicConfig(handlers=[_Bridge()], level=logging.INFO, force=True)
    for name, quiet in QUIET.items():
        logging.getLogger(name).setLevel(quiet)
