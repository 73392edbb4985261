from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.backups.model import Kept, Retention, backup_name, due_at

NOW = datetime(2026, 11, 28, 3, tzinfo=UTC)


def kept(*days: float, bad: tuple[float, ...] = ()) -> list[Kept]:
    """Backups that are so many days old."""
    return [
        Kept(name=f"{age}", made_at=NOW - timedelta(days=age), verified=age not in bad)
        for age in days
    ]


def outdated(backups: list[Kept], *, days: float = 7, newest: int = 1) -> list[str]:
    retention = Retention(age=timedelta(days=days), newest=newest)
    return [each.name for each in retention.outdated(backups, NOW)]


def test_what_is_older_than_the_age_goes_and_what_is_exactly_as_old_stays() -> None:
    assert outdated(kept(9, 0, 8, 7)) == ["9", "8"]


@pytest.mark.parametrize(("newest", "gone"), [(1, ["30", "20"]), (2, ["30"]), (3, []), (9, [])])
def test_the_newest_ones_stay_however_old_they_are(newest: int, gone: list[str]) -> None:
    assert outdated(kept(10, 20, 30), newest=newest) == gone


def test_the_last_good_one_stays_when_the_newer_ones_are_not_known_to_be_good() -> None:
    assert outdated(kept(1, 2, 30, 40, bad=(1, 2))) == ["40"]


def test_without_a_good_one_nothing_goes() -> None:
    assert outdated(kept(20, 30, bad=(20, 30))) == []


def test_a_backup_is_due_when_the_newest_is_old_enough_and_when_there_is_none() -> None:
    assert due_at([], timedelta(days=1)) is None
    assert due_at(kept(3, 1, 2), timedelta(days=1)) == NOW


def test_a_backup_is_named_by_its_time_and_database() -> None:
    assert backup_name(NOW, "app") == "20261128_030000_app_full"
    assert backup_name(NOW, "../ä b") == "20261128_030000______b_full"
