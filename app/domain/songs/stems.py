"""Ordering the stems of a recording; the long part goes on in `stem_separation.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.errors import InsufficientBalance, InvalidInput, InvalidState, NotFound
from app.domain.idempotency import check_idempotency_key, payload_hash
from app.domain.identity import new_id
from app.domain.jobs.model import Job, JobKind, NewJob
from app.domain.jobs.service import JobService
from app.domain.songs.ports import MusicAccounts
from app.domain.songs.service import SLOT_GROUP


@dataclass(frozen=True, slots=True, kw_only=True)
class Separable:
    """A choice as far as its stems are concerned; `mp3_url` is the provider's, and temporary."""

    id: UUID
    song_id: UUID
    mp3_url: str | None
    stem_key: str | None

    def source(self) -> str:
        """The address of what is taken apart.

        Raises InvalidState when that was done already and InvalidInput without an MP3.
        """
        if self.stem_key is not None:
            raise InvalidState("stems.there", "choice_id")
        if self.mp3_url is None:
            raise InvalidInput("stems.no_mp3", "choice_id")
        return self.mp3_url


class StemChoices(Protocol):
    """The choices of all people and what becomes of their stems."""

    async def get(self, choice_id: UUID, *, user_id: UUID) -> Separable | None:
        """A choice of this person."""
        ...

    async def lock(self, choice_id: UUID, *, user_id: UUID) -> Separable | None:
        """The same; until the transaction ends nobody else has it, and its song stays."""
        ...

    async def job_under_way(self, choice_id: UUID) -> UUID | None:
        """The job that makes its stems and has not ended."""
        ...

    async def keep_stems(self, choice_id: UUID, key: str, at: datetime) -> bool:
        """Note where its stems are; False when the choice is gone."""
        ...


class _UnderWayError(Exception):
    """Somebody else's order for the same stems was faster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StemService:
    """Ordering stems: each choice is taken apart once, however often somebody asks."""

    choices: StemChoices
    jobs: JobService
    accounts: MusicAccounts

    async def generate(self, user_id: UUID, choice_id: UUID, idempotency_key: str | None) -> Job:
        """Accept the order, or answer the job that carries out the same one already.

        Raises InvalidInput, NotFound, InvalidState (there are stems already), Conflict (key used
        for another order), InsufficientBalance and ProviderFailure; then nothing was kept.
        """
        check_idempotency_key(idempotency_key)
        order = payload_hash("stems", str(choice_id))
        if started := await self.jobs.repeated(user_id, idempotency_key, order):
            return started
        if under_way := await self._under_way(user_id, choice_id):
            return under_way
        choice = _found(await self.choices.get(choice_id, user_id=user_id))
        source = choice.source()
        if (await self.accounts.account()).balance <= 0:
            raise InsufficientBalance("provider.balance")
        job = NewJob(
            id=new_id(),
            user_id=user_id,
            kind=JobKind.STEM,
            request={"url": source},
            idempotency_key=idempotency_key,
            payload_hash=order,
            slot_group=SLOT_GROUP,
            song_id=choice.song_id,
            choice_id=choice.id,
        )

        async def still_wanted() -> None:
            locked = _found(await self.choices.lock(choice_id, user_id=user_id))
            if await self.choices.job_under_way(choice_id):
                raise _UnderWayError
            locked.source()

        try:
            return await self.jobs.accept(job, still_wanted)
        except _UnderWayError:
            return await self.generate(user_id, choice_id, idempotency_key)

    async def _under_way(self, user_id: UUID, choice_id: UUID) -> Job | None:
        job_id = await self.choices.job_under_way(choice_id)
        return await self.jobs.queue.get(job_id, user_id=user_id) if job_id else None


def _found(choice: Separable | None) -> Separable:
    if choice is None:
        raise NotFound("choice.not_found", "choice_id")
    return choice
