"""In-memory twins of the ports of language models."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.domain.language.model import (
    Ending,
    ModelFailedError,
    ModelInfo,
    Piece,
    Provider,
    TextOrder,
)
from app.domain.language.ports import DraftState, Snapshot, Token


@dataclass
class FakeModel:
    """Answers what it was told to, in order; its last answer is given again and again.

    An answer is a list of pieces, or what it fails with. It waits between pieces while `held`.
    """

    answers: list[Sequence[str] | ModelFailedError] = field(default_factory=lambda: [["Fine."]])
    ending: Ending = field(default_factory=lambda: Ending(prompt_tokens=10, completion_tokens=2))
    orders: list[TextOrder] = field(default_factory=list)
    closed: int = 0
    held: asyncio.Event | None = None

    async def stream(self, order: TextOrder) -> AsyncGenerator[Piece | Ending, None]:
        self.orders.append(order)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        try:
            if isinstance(answer, ModelFailedError):
                raise answer
            for text in answer:
                yield Piece(text=text)
            if self.held is not None:
                await self.held.wait()
            yield self.ending
        finally:
            self.closed += 1


@dataclass
class FakeCatalog:
    """Knows windows by the name of the model; 2,048 otherwise."""

    windows: dict[str, int] = field(default_factory=dict)

    async def models(self, provider: Provider) -> Sequence[ModelInfo]:
        return [
            ModelInfo(name=name, provider=provider, context_window=window, is_default=False)
            for name, window in self.windows.items()
        ]

    async def context_window(self, provider: Provider, model: str) -> int:
        return self.windows.get(model, 2048)


@dataclass
class FakeWriter:
    """Remembers what was written."""

    pieces: list[tuple[int, str]] = field(default_factory=list)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    def write(self, seq: int, text: str) -> None:
        self.pieces.append((seq, text))

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeStreams:
    """Nobody reads along."""

    writers: dict[UUID, FakeWriter] = field(default_factory=dict)

    def writer(self, job_id: UUID) -> FakeWriter:
        return self.writers.setdefault(job_id, FakeWriter())

    async def say_stop(self, job_id: UUID) -> None:
        self.writer(job_id).stop.set()

    async def follow(
        self, job_id: UUID, after_seq: int | None
    ) -> AsyncGenerator[Snapshot | Token, None]:
        pieces = self.writer(job_id).pieces
        yield Snapshot(seq=len(pieces), text="".join(text for _, text in pieces))


@dataclass
class FakeDrafts:
    """Keeps drafts; `lost` are jobs that somebody else holds."""

    kept: dict[UUID, DraftState] = field(default_factory=dict)
    stopping: set[UUID] = field(default_factory=set)
    away: bool = False

    async def keep(self, job_id: UUID, lease: UUID, seq: int, text: str) -> DraftState | None:
        if self.away:
            return None
        stop = job_id in self.stopping
        state = DraftState(seq=seq, text=text, ended=False, stop_requested=stop)
        self.kept[job_id] = state
        return state

    async def read(self, job_id: UUID) -> DraftState | None:
        return self.kept.get(job_id)

    async def request_stop(self, job_id: UUID) -> bool:
        self.stopping.add(job_id)
        return True

    async def remove(self, job_id: UUID) -> None:
        self.kept.pop(job_id, None)
