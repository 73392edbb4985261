"""The trail of secrets that were told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from app.domain.equipment.model import Equipment
from app.domain.equipment.secrets import Revealed
from app.domain.identity import new_id
from app.domain.users.model import Viewer


class RevealPurpose(StrEnum):
    """Why secrets were told."""

    REVEAL = "reveal"
    EXPORT = "export"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks for secrets: a session, and from which network address."""

    viewer: Viewer
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretReveal:
    """One entry: which secrets of which equipment (as it was called then) were told, and to whom.

    The entry outlives the equipment.
    """

    id: UUID
    user_id: UUID
    equipment_id: UUID
    equipment_name: str
    purpose: RevealPurpose
    password: bool
    license_key: bool
    price: bool
    session_id: UUID
    client_address: str
    created_at: datetime

    @classmethod
    def of(
        cls,
        equipment: Equipment,
        revealed: Revealed,
        asker: Asker,
        purpose: RevealPurpose,
        now: datetime,
    ) -> Self:
        """The entry for what is about to be told."""
        told = revealed.told()
        return cls(
            id=new_id(),
            user_id=equipment.user_id,
            equipment_id=equipment.id,
            equipment_name=equipment.name,
            purpose=purpose,
            password="password" in told,
            license_key="license_key" in told,
            price="price" in told,
            session_id=asker.viewer.session_id,
            client_address=asker.address,
            created_at=now,
        )
