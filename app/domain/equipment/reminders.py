"""Who is reminded of the end of a licence or trial, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from app.domain.equipment.model import EquipmentStatus

SOON: Final = timedelta(days=30)
"""How long before the end reminders begin."""
LATELY: Final = timedelta(days=7)
"""How long after it they go on."""


class ReminderKind(StrEnum):
    """What ends."""

    TRIAL = "trial"
    LICENSE = "license"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """That equipment can be used until a day; `days_left` is negative once it has passed."""

    equipment_id: UUID
    expires_on: date
    days_left: int
    kind: ReminderKind

    @classmethod
    def of(
        cls, equipment_id: UUID, expires_on: date, status: EquipmentStatus, today: date
    ) -> Reminder | None:
        """The reminder of a day; None when it is too early, too late, or the thing is put away."""
        left = (expires_on - today).days
        if status is EquipmentStatus.ARCHIVED or not -LATELY.days <= left <= SOON.days:
            return None
        trial = status is EquipmentStatus.TRIAL
        return cls(
            equipment_id=equipment_id,
            expires_on=expires_on,
            days_left=left,
            kind=ReminderKind.TRIAL if trial else ReminderKind.LICENSE,
        )
