"""Batched look-ups for nested fields: one statement per kind and level, never one per row.

Nothing is remembered between batches, so a long-lived websocket never sees stale rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader

from app.domain.jobs.model import Job
from app.domain.sketches.model import Sketch
from app.domain.songs.model import Choice, Song
from app.services import Services

Owned = tuple[UUID, UUID]
KeyT = TypeVar("KeyT", bound=Hashable)
ValueT = TypeVar("ValueT")


class Loaders:
    """The loaders of one request. Owned keys are (owner, id)."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.choices: DataLoader[UUID, list[Choice]] = DataLoader(self._choices, cache=False)
        self.song_jobs: DataLoader[UUID, Job | None] = DataLoader(self._song_jobs, cache=False)
        self.sketches: DataLoader[Owned, Sketch | None] = DataLoader(self._sketches, cache=False)
        self.songs: DataLoader[Owned, Song | None] = DataLoader(self._songs, cache=False)

    async def _choices(self, song_ids: list[UUID]) -> list[list[Choice]]:
        found: defaultdict[UUID, list[Choice]] = defaultdict(list)
        for choice in await self._services.songs.songs.choices_of(song_ids):
            found[choice.song_id].append(choice)
        return [found[song_id] for song_id in song_ids]

    async def _song_jobs(self, song_ids: list[UUID]) -> list[Job | None]:
        jobs = await self._services.jobs.queue.generating(song_ids)
        return _in_order(song_ids, {job.song_id: job for job in jobs})

    async def _sketches(self, keys: list[Owned]) -> list[Sketch | None]:
        found: dict[Owned, Sketch] = {}
        for owner, ids in _by_owner(keys).items():
            for sketch in await self._services.sketches.sketches.many(ids, user_id=owner):
                found[owner, sketch.id] = sketch
        return _in_order(keys, found)

    async def _songs(self, keys: list[Owned]) -> list[Song | None]:
        found: dict[Owned, Song] = {}
        for owner, ids in _by_owner(keys).items():
            for song in await self._services.songs.songs.many(ids, user_id=owner):
                found[owner, song.id] = song
        return _in_order(keys, found)


def _by_owner(keys: Sequence[Owned]) -> Mapping[UUID, list[UUID]]:
    ids: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for owner, row_id in keys:
        ids[owner].append(row_id)
    return ids


def _in_order(keys: Sequence[KeyT], found: Mapping[KeyT, ValueT]) -> list[ValueT | None]:
    return [found.get(key) for key in keys]
