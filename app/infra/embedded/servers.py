"""The real servers that a studio, or a run of the tests, brings along."""

from __future__ import annotations

from .children import StartFailed
from .postgres import EmbeddedPostgres
from .valkey import EmbeddedValkey

__all__ = ["EmbeddedPostgres", "EmbeddedValkey", "StartFailed"]
