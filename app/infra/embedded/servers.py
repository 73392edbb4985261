"""The real servers that a studio, or a run of the tests, brings along."""

from __future__ import annotations

from .binaries import postgres_is_here
from .children import StartFailed
from .postgres import EmbeddedPostgres
from .valkey import EmbeddedValkey

__all__ = ["EmbeddedPostgres", "EmbeddedValkey", "StartFailed", "postgres_is_here"]
