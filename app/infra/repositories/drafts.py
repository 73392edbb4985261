"""Drafts in PostgreSQL."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from app.domain.drafts.model import Draft
from app.infra.database import connection

# The JSON is kept as text: a parsed one would lose the order of its keys, and 1e22 would come back
# as a whole number of 23 digits.
_GET: Final = """
SELECT id, user_id, key, value AS text, rev, updated_at
  FROM drafts WHERE user_id = $1 AND key = $2
"""
_PUT: Final = """
INSERT INTO drafts (id, user_id, key, value, rev, updated_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (user_id, key) DO UPDATE
   SET value = excluded.value, rev = excluded.rev, updated_at = excluded.updated_at
 WHERE drafts.rev = excluded.rev - 1
RETURNING id
"""
_ONE_AT_A_TIME: Final = "SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE"
_COUNT: Final = "SELECT count(*) FROM drafts WHERE user_id = $1 AND value IS NOT NULL"


class DraftRepository:
    """The `Drafts` port."""

    async def get(self, user_id: UUID, key: str) -> Draft | None:
        """See `Drafts.get`."""
        rows = await connection().execute_query_dict(_GET, [user_id, key])
        return Draft(**rows[0]) if rows else None

    async def put(self, draft: Draft) -> bool:
        """See `Drafts.put`."""
        values = [draft.id, draft.user_id, draft.key, draft.text, draft.rev, draft.updated_at]
        return bool(await connection().execute_query_dict(_PUT, values))

    async def count(self, user_id: UUID) -> int:
        """See `Drafts.count`."""
        await connection().execute_query(_ONE_AT_A_TIME, [user_id])
        [row] = await connection().execute_query_dict(_COUNT, [user_id])
        return int(row["count"])
