"""What people make of the choices of their songs, in PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from app.domain.jobs.model import JobKind, JobStatus
from app.domain.songs.model import Rating
from app.domain.songs.stems import Separable
from app.infra.database import connection
from app.rows.jobs import JobRow
from app.rows.songs import ChoiceRow

_UNFINISHED: Final = tuple(status for status in JobStatus if not status.terminal)
# First the song, as who deletes it does; a change of the song itself need not wait.
_HOLD_SONG: Final = """
SELECT s.id FROM songs s JOIN song_choices c ON c.song_id = s.id
WHERE c.id = $1 AND s.user_id = $2 FOR KEY SHARE OF s
"""


class ChoiceRepository:
    """The `RatedChoices` and `StemChoices` ports on Tortoise."""

    async def rate(
        self, choice_id: UUID, rating: Rating | None, at: datetime, *, user_id: UUID
    ) -> bool:
        """See `RatedChoices.rate`."""
        own = ChoiceRow.filter(id=choice_id, song__user_id=user_id)
        found = await own.values_list("id", flat=True)
        changed = await ChoiceRow.filter(id__in=found).update(rating=rating, updated_at=at)
        return bool(changed)

    async def get(self, choice_id: UUID, *, user_id: UUID) -> Separable | None:
        """See `StemChoices.get`."""
        row = await ChoiceRow.get_or_none(id=choice_id, song__user_id=user_id)
        return _separable(row) if row else None

    async def lock(self, choice_id: UUID, *, user_id: UUID) -> Separable | None:
        """See `StemChoices.lock`."""
        if not await connection().execute_query_dict(_HOLD_SONG, [choice_id, user_id]):
            return None
        row = await ChoiceRow.filter(id=choice_id).select_for_update(no_key=True).first()
        return _separable(row) if row else None

    async def job_under_way(self, choice_id: UUID) -> UUID | None:
        """See `StemChoices.job_under_way`."""
        unfinished = JobRow.filter(
            choice_id=choice_id, kind=JobKind.STEM, status__in=_UNFINISHED
        ).order_by("created_at", "id")
        job = await unfinished.first().only("id")
        return job.id if job else None

    async def keep_stems(self, choice_id: UUID, key: str, at: datetime) -> bool:
        """See `StemChoices.keep_stems`."""
        choice = ChoiceRow.filter(id=choice_id)
        return bool(await choice.update(stem_key=key, stem_generated_at=at, updated_at=at))


def _separable(row: ChoiceRow) -> Separable:
    return Separable(id=row.id, song_id=row.song_id, mp3_url=row.mp3_url, stem_key=row.stem_key)
