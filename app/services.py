"""The use-cases of the studio, assembled once per process by `bootstrap`."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.jobs.service import JobService
from app.domain.sketches.service import SketchService
from app.domain.songs.service import SongService
from app.domain.users.service import UserService


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What resolvers may call."""

    users: UserService
    sketches: SketchService
    songs: SongService
    jobs: JobService
