"""What is said while the bench runs; the results alone go to standard output."""

from __future__ import annotations

import sys


def say(line: str) -> None:
    """A line of progress on standard error."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
