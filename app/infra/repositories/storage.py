"""What is stored, and which stored file belongs to whom."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from app.domain.storage.media import MediaKind
from app.domain.storage.model import StoredFile, StoredObject
from app.domain.users.model import Viewer
from app.rows.songs import ChoiceRow, StoredObjectRow


class CatalogRepository:
    """The `Catalog` port, and the files that people may download."""

    async def add(self, objects: Sequence[StoredObject]) -> None:
        """See `Catalog.add`."""
        await StoredObjectRow.bulk_create(
            StoredObjectRow(
                key=each.key,
                backend=each.backend,
                content_type=each.content_type,
                byte_size=each.byte_size,
                sha256=each.sha256,
            )
            for each in objects
        )

    async def song_file(
        self, viewer: Viewer, choice_id: UUID, kind: MediaKind
    ) -> StoredFile | None:
        """The recording of a choice of the viewer's own; None for everything else."""
        choice = await ChoiceRow.get_or_none(
            id=choice_id, song__user_id=viewer.user_id
        ).select_related("song")
        key = getattr(choice, f"{kind.value}_key", None)
        if choice is None or key is None:
            return None
        stored = await StoredObjectRow.get(key=key)
        return StoredFile(
            key=stored.key,
            content_type=stored.content_type,
            byte_size=stored.byte_size,
            sha256=stored.sha256,
            title=choice.title or choice.song.title,
            created_at=stored.created_at,
        )
