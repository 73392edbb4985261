"""Equipment and the trail of its secrets, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Final
from uuid import UUID

from app.domain.equipment.model import (
    Equipment,
    EquipmentStatus,
    EquipmentType,
    LicenseManagement,
    Origin,
)
from app.domain.equipment.reveals import SecretReveal
from app.infra.database import connection
from app.rows.equipment import EquipmentRow, SecretRevealRow

_NAMES: Final = tuple(each.name for each in fields(Equipment))
_SLOTS: Final = {name: f"${n}" for n, name in enumerate(_NAMES, 1)}
_COLUMNS: Final = ", ".join(_NAMES)
_NEXT: Final = len(_NAMES) + 1
_TOKENS: Final = ("password_encrypted", "license_key_encrypted", "price_encrypted")

_SAME_TOKENS: Final = " AND ".join(
    f"{name} IS NOT DISTINCT FROM ${_NEXT + n}" for n, name in enumerate(_TOKENS, 1)
)

_GET: Final = f"SELECT {_COLUMNS} FROM equipment WHERE id = $1 AND user_id = $2"
_ADD: Final = f"""
INSERT INTO equipment ({_COLUMNS}, idempotency_key, payload_hash)
VALUES ({", ".join(_SLOTS.values())}, ${_NEXT}, ${_NEXT + 1})
ON CONFLICT (user_id, idempotency_key) DO NOTHING RETURNING id
"""
# The tokens are compared, too: a new key may have replaced them without a new version.
_SAVE: Final = f"""
UPDATE equipment
   SET {", ".join(f"{name} = {slot}" for name, slot in _SLOTS.items())}
 WHERE id = {_SLOTS["id"]} AND user_id = {_SLOTS["user_id"]} AND version = ${_NEXT}
   AND {_SAME_TOKENS}
"""
_REMOVE: Final = "DELETE FROM equipment WHERE id = $1 AND user_id = $2"
_PAGE: Final = f"""
SELECT {_COLUMNS} FROM equipment
 WHERE user_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3::int
"""
# Unlike FOR UPDATE, it does not stand in the way of rows that refer to the person.
_LOCK: Final = "SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE"
_PRODUCTS: Final = "SELECT name, manufacturer, product_version FROM equipment WHERE user_id = $1"


class EquipmentRepository:
    """The `Equipments` and `Inventory` ports on Tortoise."""

    async def add(self, equipment: Equipment, origin: Origin | None) -> bool:
        """See `Equipments.add`."""
        key, said = (origin.idempotency_key, origin.payload_hash) if origin else (None, None)
        return bool(await connection().execute_query_dict(_ADD, [*_values(equipment), key, said]))

    async def by_key(self, user_id: UUID, idempotency_key: str) -> tuple[Equipment, str] | None:
        """See `Equipments.by_key`."""
        row = await EquipmentRow.get_or_none(user_id=user_id, idempotency_key=idempotency_key)
        return (row.to_domain(), row.payload_hash or "") if row else None

    async def get(self, equipment_id: UUID, *, user_id: UUID) -> Equipment | None:
        """See `Equipments.get`."""
        found = await connection().execute_query_dict(_GET, [equipment_id, user_id])
        return _equipment(found[0]) if found else None

    async def save(self, changed: Equipment, *, previous: Equipment) -> bool:
        """See `Equipments.save`."""
        before = [previous.version, *(getattr(previous, name) for name in _TOKENS)]
        saved, _ = await connection().execute_query(_SAVE, [*_values(changed), *before])
        return saved == 1

    async def remove(self, equipment_id: UUID, *, user_id: UUID) -> bool:
        """See `Equipments.remove`."""
        removed, _ = await connection().execute_query(_REMOVE, [equipment_id, user_id])
        return removed == 1

    async def page(self, user_id: UUID, *, after: UUID | None, most: int) -> Sequence[Equipment]:
        """See `Equipments.page`."""
        rows = await connection().execute_query_dict(_PAGE, [user_id, after, most])
        return [_equipment(row) for row in rows]

    async def lock(self, user_id: UUID) -> None:
        """See `Inventory.lock`."""
        await connection().execute_query(_LOCK, [user_id])

    async def products(self, user_id: UUID) -> list[tuple[str, str | None, str | None]]:
        """See `Inventory.products`."""
        rows = await connection().execute_query_dict(_PRODUCTS, [user_id])
        return [(row["name"], row["manufacturer"], row["product_version"]) for row in rows]


class RevealRepository:
    """The `Reveals` port."""

    async def add(self, reveals: Sequence[SecretReveal]) -> None:
        """See `Reveals.add`."""
        names = [each.name for each in fields(SecretReveal)]
        await SecretRevealRow.bulk_create(
            SecretRevealRow(**{name: getattr(each, name) for name in names}) for each in reveals
        )


def _values(equipment: Equipment) -> list[Any]:
    return [getattr(equipment, name) for name in _NAMES]


def _equipment(row: Mapping[str, Any]) -> Equipment:
    managed = row["license_management"]
    return Equipment(
        **{
            **row,
            "type": EquipmentType(row["type"]),
            "status": EquipmentStatus(row["status"]),
            "license_management": None if managed is None else LicenseManagement(managed),
        }
    )
