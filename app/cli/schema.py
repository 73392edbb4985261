"""`python -m app schema`: the schema as a file, and whether the committed one is current."""

from __future__ import annotations

import sys
from pathlib import Path

from app.resolvers.root import build_schema


def print_schema(compare_with: str | None) -> int:
    """Print the schema, or answer 1 when it differs from the file."""
    text = build_schema().as_str() + "\n"
    if compare_with is None:
        sys.stdout.write(text)
        return 0
    if Path(compare_with).read_text() == text:
        sys.stdout.write(f"{compare_with} is current\n")
        return 0
    sys.stderr.write(f"{compare_with} is not current; run: python -m app schema > {compare_with}\n")
    return 1
