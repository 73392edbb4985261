"""Why an operation is left to the ordinary resolvers."""

from __future__ import annotations


class RefusedError(Exception):
    """The compiler cannot prove that its answer would be equal."""
