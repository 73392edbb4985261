"""Songs, choices and their stored files in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Final
from uuid import UUID

from tortoise.expressions import Q

from app.domain.changes import UNSET
from app.domain.songs.model import Choice, Song, SongChanges
from app.domain.songs.provider import ProviderChoice
from app.infra.database import connection
from app.infra.repositories.job_sql import LOCK_UNFINISHED, POLL_SOON, UNFINISHED
from app.rows.errors import error_json
from app.rows.songs import ChoiceRow, SongRow

# What is stored for a song is named by its choices. Found by whole keys: the index on them knows
# no prefixes.
_FORGET_FILES: Final = """
DELETE FROM stored_objects WHERE key IN (
    SELECT unnest(ARRAY[mp3_key, flac_key, image_key, video_key, stem_key])
    FROM song_choices WHERE song_id = $1
)
"""


class SongRepository:
    """The `Songs` port on Tortoise."""

    async def add(self, song: Song) -> None:
        """See `Songs.add`."""
        await SongRow.create(
            id=song.id,
            user_id=song.user_id,
            sketch_id=song.sketch_id,
            title=song.title,
            lyrics=song.lyrics,
            prompt=song.prompt,
            model=song.model,
            is_instrumental=song.is_instrumental,
            status=song.status,
            version=song.version,
            created_at=song.created_at,
        )

    async def get(self, song_id: UUID, *, user_id: UUID) -> Song | None:
        """See `Songs.get`."""
        row = await SongRow.get_or_none(id=song_id, user_id=user_id)
        return row.to_domain() if row else None

    async def lock(self, song_id: UUID) -> Song | None:
        """See `Songs.lock`."""
        row = await SongRow.filter(id=song_id).select_for_update().first()
        return row.to_domain() if row else None

    async def save_progress(self, song: Song) -> None:
        """See `Songs.save_progress`."""
        await SongRow.filter(id=song.id).update(
            status=song.status,
            error=error_json(song.error),
            model=song.model,
            provider_status=song.provider_status,
            provider_answer=song.provider_answer,
            updated_at=song.updated_at,
            completed_at=song.completed_at,
        )

    async def add_choices(self, choices: Sequence[Choice]) -> None:
        """See `Songs.add_choices`."""
        await ChoiceRow.bulk_create(
            ChoiceRow(
                id=choice.id,
                song_id=choice.song_id,
                provider_choice_id=choice.provider_choice_id,
                choice_index=choice.index,
                title=choice.title,
                tags=choice.tags,
                duration=choice.duration_ms,
                mp3_url=choice.mp3_url,
                flac_url=choice.flac_url,
                video_url=choice.video_url,
                image_url=choice.image_url,
                lyrics_sections=choice.lyrics_sections,
                mp3_key=choice.mp3_key,
                flac_key=choice.flac_key,
                image_key=choice.image_key,
                video_key=choice.video_key,
            )
            for choice in choices
        )

    async def change(self, song: Song, changes: SongChanges, at: datetime) -> bool:
        """See `Songs.change`."""
        given = {each.name: getattr(changes, each.name) for each in fields(changes)}
        changed = await SongRow.filter(
            id=song.id, user_id=song.user_id, version=song.version
        ).update(
            **{name: value for name, value in given.items() if value is not UNSET},
            version=song.version + 1,
            updated_at=at,
        )
        return changed == 1

    async def fill_timings(self, song_id: UUID, answered: Sequence[ProviderChoice]) -> None:
        """See `Songs.fill_timings`."""
        for each in answered:
            if each.lyrics_sections is None:
                continue
            same = Q(provider_choice_id__isnull=True, choice_index=each.index)
            if each.mureka_choice_id is not None:
                same |= Q(provider_choice_id=each.mureka_choice_id)
            untimed = ChoiceRow.filter(same, song_id=song_id, lyrics_sections__isnull=True)
            await untimed.update(lyrics_sections=each.lyrics_sections)

    async def remove(self, song_id: UUID) -> None:
        """See `Songs.remove`."""
        await connection().execute_query(_FORGET_FILES, [song_id])
        await SongRow.filter(id=song_id).delete()


class SongJobRepository:
    """The `SongJobs` port."""

    async def unfinished(self, user_id: UUID, song_id: UUID) -> Sequence[UUID]:
        """See `SongJobs.unfinished`."""
        rows = await connection().execute_query_dict(UNFINISHED, [user_id, song_id])
        return [row["id"] for row in rows]

    async def lock_unfinished(self, user_id: UUID, song_id: UUID) -> Sequence[UUID]:
        """See `SongJobs.lock_unfinished`."""
        rows = await connection().execute_query_dict(LOCK_UNFINISHED, [user_id, song_id])
        return [row["id"] for row in rows]

    async def poll_soon(self, job_id: UUID, spacing: float) -> float | None:
        """See `SongJobs.poll_soon`."""
        rows = await connection().execute_query_dict(POLL_SOON, [job_id, spacing])
        return rows[0]["seconds"] if rows else None
