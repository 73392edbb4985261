"""The use-cases of the studio, assembled once per process by `bootstrap`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What resolvers may call."""
