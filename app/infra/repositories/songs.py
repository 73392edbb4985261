"""Songs, choices and their stored files in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from tortoise.queryset import QuerySet

from app.domain.paging import Page, PageRequest
from app.domain.songs.model import Choice, Song, SongStatus
from app.infra.repositories.paging import fetch_page
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

    async def many(self, song_ids: Sequence[UUID], *, user_id: UUID) -> Sequence[Song]:
        """See `Songs.many`."""
        rows = await SongRow.filter(id__in=list(song_ids), user_id=user_id)
        return [row.to_domain() for row in rows]

    async def page(
        self,
        user_id: UUID,
        request: PageRequest,
        *,
        status: SongStatus | None,
        sketch_id: UUID | None,
    ) -> Page[Song]:
        """See `Songs.page`."""
        query = _filtered(user_id, status, sketch_id)
        rows, has_next, has_previous = await fetch_page(query, request)
        songs = [row.to_domain() for row in rows]
        return Page(rows=songs, has_next=has_next, has_previous=has_previous)

    async def count(
        self, user_id: UUID, *, status: SongStatus | None, sketch_id: UUID | None
    ) -> int:
        """See `Songs.count`."""
        return await _filtered(user_id, status, sketch_id).count()

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

    async def choice(self, choice_id: UUID, *, user_id: UUID) -> Choice | None:
        """See `Songs.choice`."""
        row = await ChoiceRow.get_or_none(id=choice_id, song__user_id=user_id)
        return row.to_domain() if row else None

    async def choices_of(self, song_ids: Sequence[UUID]) -> Sequence[Choice]:
        """See `Songs.choices_of`."""
        rows = await ChoiceRow.filter(song_id__in=list(song_ids)).order_by("choice_index")
        return [row.to_domain() for row in rows]


def _filtered(
    user_id: UUID, status: SongStatus | None, sketch_id: UUID | None
) -> QuerySet[SongRow]:
    query = SongRow.filter(user_id=user_id)
    if status is not None:
        query = query.filter(status=status)
    if sketch_id is not None:
        query = query.filter(sketch_id=sketch_id)
    return query
