"""The encrypted columns of all people, for whoever looks after the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from app.domain.equipment.rotation import Sealed
from app.infra.database import connection

_COLUMNS: Final = {
    "password": "password_encrypted",
    "license_key": "license_key_encrypted",
    "price": "price_encrypted",
}
_BATCH: Final = f"""
SELECT id, {", ".join(_COLUMNS.values())} FROM equipment
 WHERE ($1::uuid IS NULL OR id > $1)
   AND ({" OR ".join(f"{column} IS NOT NULL" for column in _COLUMNS.values())})
 ORDER BY id LIMIT $2::int
"""
_TOKEN: Final = {
    name: f"SELECT {column} AS token FROM equipment WHERE id = $1"
    for name, column in _COLUMNS.items()
}
_REPLACE: Final = {
    name: f"UPDATE equipment SET {column} = $3 WHERE id = $1 AND {column} = $2"
    for name, column in _COLUMNS.items()
}


class SealedRepository:
    """The `SealedTokens` port."""

    async def batch(self, *, after: UUID | None, most: int) -> Sequence[Sealed]:
        """See `SealedTokens.batch`."""
        rows = await connection().execute_query_dict(_BATCH, [after, most])
        return [
            Sealed(id=row["id"], tokens={name: row[column] for name, column in _COLUMNS.items()})
            for row in rows
        ]

    async def token(self, record: UUID, name: str) -> str | None:
        """See `SealedTokens.token`."""
        rows = await connection().execute_query_dict(_TOKEN[name], [record])
        return rows[0]["token"] if rows else None

    async def replace(self, record: UUID, name: str, *, old: str, new: str) -> bool:
        """See `SealedTokens.replace`."""
        replaced, _ = await connection().execute_query(_REPLACE[name], [record, old, new])
        return replaced == 1
