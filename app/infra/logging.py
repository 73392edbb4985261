"""Where log lines go. The one bridge from the standard library's logging to loguru."""

from __future__ import annotations

import logging  # noqa: TID251 - this is the bridge
import sys

from loguru import logger

QUIET = {
    "arq": "WARNING",
    "httpx": "WARNING",
    "strawberry.execution": "CRITICAL",  # the transport logs what is unexpected, once
    "tortoise": "WARNING",
    "websockets": "WARNING",
}
PRETTY = (
    "<green>{time:HH:mm:ss.SSS}</green> <level>{level: <7}</level> {message} <dim>{extra}</dim>"
)


class _Bridge(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        try:
            level: str | int = logger.level(record.levelname).name
        except ValueError:
            level = record.levelno
        logger.opt(exception=record.exc_info).bind(logger=record.name).log(
            level, "{}", record.getMessage()
        )


def configure_logging(level: str, style: str) -> None:
    """Send everything to standard error: one JSON object a line, or lines for people."""
    logger.remove()
    if style == "json":
        logger.add(sys.stderr, level=level, serialize=True, diagnose=False, backtrace=False)
    else:
        logger.add(sys.stderr, level=level, format=PRETTY, diagnose=False, backtrace=False)
    logging.basicConfig(handlers=[_Bridge()], level=logging.INFO, force=True)
    for name, quiet in QUIET.items():
        logging.getLogger(name).setLevel(quiet)
