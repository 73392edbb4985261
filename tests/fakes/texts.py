"""In-memory twins of the ports of texts that are being written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

from app.domain.language.ports import DraftState


@dataclass
class FakeTextDrafts:
    """The `TextDrafts` without leases. `away` says that the database is."""

    states: dict[UUID, DraftState] = field(default_factory=dict)
    reads: int = 0
    away: bool = False

    async def keep(self, job_id: UUID, lease: UUID, seq: int, text: str) -> DraftState:
        state = self.states.get(job_id, DraftState(seq=0, text="", ended=False))
        self.states[job_id] = replace(state, seq=seq, text=text)
        return self.states[job_id]

    async def read(self, job_id: UUID) -> DraftState | None:
        self.reads += 1
        if self.away:
            raise ConnectionRefusedError
        return self.states.get(job_id)

    async def request_stop(self, job_id: UUID) -> bool:
        state = self.states.get(job_id)
        if state is None or state.ended:
            return False
        self.states[job_id] = replace(state, stop_requested=True)
        return True

    async def remove(self, job_id: UUID) -> None:
        """The text stays where it is kept: here, too."""
