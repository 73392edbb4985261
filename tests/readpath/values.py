"""Values that are awkward to spell, of which the rows of the data set are made."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any, Final

BOBS: Final = 1000
"""The number of Bob's first song, sketch, job, picture and conversation."""

MICROSECONDS: Final = (0, 120_000, 1, 999_999, 100, 500_000)
TEXTS: Final = (
    "plain",
    "with \"double\" and 'single' quotes",
    "back\\slash \\n \\u0041 \\\\ \\",
    "tab\t newline\n return\r backspace\b form\f",
    "controls \x01\x0b\x1f delete\x7f next\x85",
    "emoji 👩‍👩‍👧 😀 𝄞 and flags 🇩🇪",
    "Ümläute ß ẞ é İ \u0131 漢字 עברית",
    "'; DROP TABLE songs; -- $1 %s {id}",
    "</script><!-- & ]]>",
    "\u2028\u2029\ufeff\ufffd\uffff\U0010ffff",
    '{"!said" :[0,null]}',
    " \t ",
    "",
    "x" * 500,
    "null",
)
LYRICS: Final = ("", 'ü\n"\\' * 2500, "la la la", "\x01" * 1000 + "😀" * 9000)
FLOATS: Final = (0.0, -0.0, 1.5, 60000.0, 123456789.125, 0.1 + 0.2, 0.0001, 999999999999999.0)
UNSPEAKABLE: Final = (1e-7, 1e15, 1e16, math.nan, math.inf, -math.inf, -2.5e-300)
"""Floats that only Python writes as Python does."""

ERRORS: Final[tuple[dict[str, Any], ...]] = (
    {"code": "INSUFFICIENT_BALANCE", "key": "provider.balance", "params": {}},
    {
        "code": "PROVIDER_ERROR",
        "key": "provider.failed",
        "params": {"reason": 'He said "no" \\ \n {nothing} 😀 ü'},
    },
    {"code": "VALIDATION", "key": "text.too_long", "params": {"max": 50, "length": 2**63}},
    {
        "code": "VALIDATION",
        "key": "song.unknown_model",
        "params": {"models": ["a", "ü"], "z": {"b": 1.0, "a": [None, True, 1e-7, 1e22]}},
    },
    {"code": "PROVIDER_TIMEOUT", "key": "job.deadline", "params": {"": 0, "!said": [0, None]}},
)


def moment(number: int) -> datetime:
    """Three rows after one another have the same one; the microseconds are of all kinds."""
    step = number // 3
    second = datetime(2026, 3, 1, 23, 59, 58, tzinfo=UTC) + timedelta(seconds=step)
    return second.replace(microsecond=MICROSECONDS[step % len(MICROSECONDS)])
