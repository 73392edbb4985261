"""Which part of a file is asked for, and whether it is asked for at all (RFC 9110, 13 and 14)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)
_TAG = re.compile(r'(?:W/)?("[^"]*")')


class UnsatisfiableRangeError(Exception):
    """A range that lies outside of the file: 416."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Which bytes a file has now: `etag` is strong and quoted, `modified` aware."""

    etag: str
    modified: datetime

    @property
    def last_modified(self) -> str:
        """The value of a Last-Modified header."""
        return format_datetime(self.modified.astimezone(UTC), usegmt=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The bytes from `start` up to `end`, which is not included, of a file of `size` bytes."""

    start: int
    end: int
    size: int

    @property
    def length(self) -> int:
        """How many bytes it are."""
        return self.end - self.start

    @property
    def content_range(self) -> str:
        """The value of a Content-Range header."""
        return f"bytes {self.start}-{self.end - 1}/{self.size}"


def not_modified(headers: Mapping[str, str], version: Version) -> bool:
    """Whether the client has this version already: 304.

    If-None-Match decides alone where it is sent; If-Modified-Since counts whole seconds.
    """
    tags = headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or version.etag in _TAG.findall(tags)
    since = _date(headers.get("if-modified-since"))
    return since is not None and version.modified.replace(microsecond=0) <= since


def part_of(headers: Mapping[str, str], version: Version, size: int) -> Part | None:
    """The part that is asked for; None for the whole file.

    One range is honoured. Several ranges, other units, nonsense, and a range of another version
    (If-Range) mean the whole file. Raises UnsatisfiableRangeError.
    """
    asked = _RANGE.fullmatch(headers.get("range", ""))
    if asked is None or not _same_version(headers.get("if-range"), version):
        return None
    first, last = asked.groups()
    if not first and not last:
        return None
    if not first:
        start, end = max(size - int(last), 0), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < int(first):
            return None
    if start >= end:
        raise UnsatisfiableRangeError
    return Part(start=start, end=end, size=size)


def _same_version(condition: str | None, version: Version) -> bool:
    if condition is None:
        return True
    if '"' in condition:
        return condition.strip() == version.etag
    date = _date(condition)
    return date is not None and date == version.modified.replace(microsecond=0)


def _date(text: str | None) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text or "")
    except (ValueError, OverflowError):
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
