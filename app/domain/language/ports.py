"""What talking with language models needs from the outside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from app.domain.language.model import Ending, ModelInfo, Piece, Provider, TextOrder


class LanguageModel(Protocol):
    """The models of one provider."""

    def stream(self, order: TextOrder) -> AsyncGenerator[Piece | Ending, None]:
        """The answer in pieces as they come, then one Ending.

        Exactly one request, never repeated; closing the generator ends it at the provider, too.
        Raises ModelFailedError; an answer that stops without its end is one.
        """
        ...


class ModelCatalog(Protocol):
    """Which models there are, and how much each keeps in mind."""

    async def models(self, provider: Provider) -> Sequence[ModelInfo]:
        """The models of a provider. Raises ProviderFailure where it cannot be asked."""
        ...

    async def context_window(self, provider: Provider, model: str) -> int:
        """The context window of a model in tokens, known or not. Never raises."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftState:
    """A text that is being written: its first `seq` pieces. `ended`: nothing follows.

    `stop_requested`: whoever ordered it wants no more of it.
    """

    seq: int
    text: str
    ended: bool
    stop_requested: bool = False


class TextDrafts(Protocol):
    """Texts that jobs are writing, as far as they are kept; by the id of the job."""

    async def keep(self, job_id: UUID, lease: UUID, seq: int, text: str) -> DraftState | None:
        """Keep the first `seq` pieces of a text, for whoever holds the job by `lease`.

        Renews nothing. None when nothing could be kept for now, since the database is away. Raises
        LeaseLostError when the job is held by somebody else or has ended.
        """
        ...

    async def read(self, job_id: UUID) -> DraftState | None:
        """How far a text has come, also after its end; None without such a job."""
        ...

    async def request_stop(self, job_id: UUID) -> bool:
        """Ask whoever writes the text to stop. False when it has ended."""
        ...

    async def remove(self, job_id: UUID) -> None:
        """Forget the draft of a text that is kept elsewhere, inside the caller's transaction."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The whole text up to piece `seq`; it replaces whatever the reader holds."""

    seq: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Piece number `seq`, right after `seq - 1`."""

    seq: int
    text: str


class TextWriter(Protocol):
    """The live side of one text that this process writes."""

    @property
    def stop(self) -> asyncio.Event:
        """Set when somebody hinted that the text shall stop; `TextDrafts.keep` knows for sure."""
        ...

    def write(self, seq: int, text: str) -> None:
        """Hand on piece number `seq`, from 1. Never waits, never raises; pieces may be lost."""
        ...

    def close(self) -> None:
        """Say that nothing follows. Called once what was written is kept, or given up."""
        ...


class TextStreams(Protocol):
    """Texts on their way from the process that writes them to those who read along."""

    def writer(self, job_id: UUID) -> TextWriter:
        """Where the text of a job is written to; to be closed."""
        ...

    async def say_stop(self, job_id: UUID) -> None:
        """Hint to whoever writes that a stop was requested. Never raises, waits 200 ms at most."""
        ...

    def follow(self, job_id: UUID, after_seq: int | None) -> AsyncGenerator[Snapshot | Token, None]:
        """A text as it grows, until it has ended.

        First a Snapshot, or, where the reader holds `after_seq` pieces and all that follow are
        still there, the Tokens after it. Another Snapshot wherever pieces were lost; its `seq` may
        be lower than what the reader holds.
        """
        ...
