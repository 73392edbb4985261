"""People, songs and jobs straight into the database."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from app.domain.identity import new_id
from app.domain.jobs.model import JobKind, NewJob
from app.infra.database import transaction
from app.infra.repositories.jobs import JobRepository
from app.rows.songs import SongRow
from app.rows.users import UserRow


async def somebody() -> UUID:
    user = await UserRow.create(email=f"{uuid4()}@example.com", created_at=datetime.now(UTC))
    return user.id


async def a_song(user_id: UUID) -> UUID:
    song = await SongRow.create(user_id=user_id, lyrics="la", prompt="folk", model="auto")
    return song.id


async def accepted(
    queue: JobRepository, user_id: UUID, *, group: str | None = None, key: str | None = None
) -> UUID:
    """A job of the person, and its song."""
    async with transaction():
        job = await queue.accept(
            NewJob(
                id=new_id(),
                user_id=user_id,
                kind=JobKind.SONG,
                request={"prompt": "folk"},
                idempotency_key=key,
                payload_hash="hash",
                slot_group=group,
                song_id=await a_song(user_id),
            )
        )
    return job.id
