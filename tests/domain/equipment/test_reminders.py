from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from app.domain.equipment.model import EquipmentStatus
from app.domain.equipment.reminders import Reminder, ReminderKind

TODAY = date(2026, 3, 1)
KEY = uuid4()


def reminder(days: int, status: EquipmentStatus = EquipmentStatus.ACTIVE) -> Reminder | None:
    return Reminder.of(KEY, TODAY + timedelta(days=days), status, TODAY)


@pytest.mark.parametrize("days", [30, 1, 0, -1, -7])
def test_what_ends_soon_or_has_ended_lately_is_told(days: int) -> None:
    found = reminder(days)
    assert found is not None
    assert (found.equipment_id, found.days_left) == (KEY, days)
    assert found.expires_on == TODAY + timedelta(days=days)


@pytest.mark.parametrize("days", [31, 1000, -8, -1000])
def test_what_is_far_away_is_not_told(days: int) -> None:
    assert reminder(days) is None


def test_a_trial_ends_as_a_trial_and_what_is_put_away_is_not_told() -> None:
    kinds = {each: reminder(3, each) for each in EquipmentStatus}
    assert {each: found and found.kind for each, found in kinds.items()} == {
        EquipmentStatus.ACTIVE: ReminderKind.LICENSE,
        EquipmentStatus.TRIAL: ReminderKind.TRIAL,
        EquipmentStatus.EXPIRED: ReminderKind.LICENSE,
        EquipmentStatus.ARCHIVED: None,
    }
