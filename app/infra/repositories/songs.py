"""Songs, choices and their stored files in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from app.domain.songs.model import Choice, Song
from app.rows.errors import error_json
from app.rows.songs import ChoiceRow, SongRow


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
            )
            for choice in choices
        )
