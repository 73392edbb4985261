"""What has to be asked to know how the studio is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.domain.health.model import QueueState, WorkerBeat


class Check(Protocol):
    """One look at something that the studio needs."""

    async def __call__(self) -> str | None:
        """Its version, where it tells one. Raises anything when it is not well."""
        ...


class WorkQueue(Protocol):
    """The jobs that are not over."""

    async def state(self) -> QueueState:
        """How they stand. Raises when the database is away."""
        ...

    async def schema_version(self) -> str | None:
        """The newest migration that was run; None before the first. Raises likewise."""
        ...


class WorkerRoll(Protocol):
    """The workers that said lately that they live."""

    async def workers(self) -> Sequence[WorkerBeat]:
        """All of them, the oldest first. Raises when it cannot be known."""
        ...
