"""What a backup says about itself, and which backups are no longer needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Self

from app.domain.storage.model import StoredObject, check_key

FORMAT: Final = 1
"""Backups of another format are refused."""


class Absence(StrEnum):
    """Why a backup lacks the bytes of an object that its database names."""

    DELETED = "deleted"
    """Somebody deleted it while the backup was made: nothing is lost."""
    MISSING = "missing"
    DAMAGED = "damaged"
    """The store has other bytes than those that were once kept."""
    UNREADABLE = "unreadable"

    @property
    def wrong(self) -> bool:
        """Whether somebody should look at the store."""
        return self is not Absence.DELETED


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table and those of its columns that can be written."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCopy:
    """The rows of a table in PostgreSQL's text format, compressed; size and SHA-256 are the file's.

    The columns belong to the rows: the table may get others later.
    """

    name: str
    columns: tuple[str, ...]
    rows: int
    byte_size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All that must be known of a backup, and of each of its files, to trust it and to restore it.

    `keys` counts the secrets that each key opens, by the fingerprint of the key; `unreadable`
    those that none of the keys at hand opened. `absent` are objects whose bytes are not here.
    """

    made_at: datetime
    database: str
    server: str
    version: str
    migrations: tuple[str, ...]
    tables: tuple[TableCopy, ...]
    sequences: Mapping[str, int]
    keys: Mapping[str, int]
    unreadable: int
    objects: tuple[StoredObject, ...]
    absent: Mapping[str, Absence] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(table.rows for table in self.tables)

    @property
    def wrong(self) -> int:
        """How many objects somebody should look after."""
        return sum(absence.wrong for absence in self.absent.values())

    def missing_keys(self, at_hand: Sequence[str]) -> list[str]:
        """The fingerprints of the keys that secrets need and that are not at hand."""
        return [key for key, secrets in self.keys.items() if secrets and key not in at_hand]

    def to_json(self) -> dict[str, Any]:
        """Plain values, as `of` takes them."""
        return {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        """The manifest in plain values. ValueError, KeyError or TypeError when it is none."""
        if plain["format"] != FORMAT:
            raise ValueError("another format")
        return cls(
            made_at=datetime.fromisoformat(plain["made_at"]),
            database=str(plain["database"]),
            server=str(plain["server"]),
            version=str(plain["version"]),
            migrations=tuple(plain["migrations"]),
            tables=tuple(
                TableCopy(**{**each, "columns": tuple(each["columns"])}) for each in plain["tables"]
            ),
            sequences=dict(plain["sequences"]),
            keys=dict(plain["keys"]),
            unreadable=int(plain["unreadable"]),
            objects=tuple(_stored(each) for each in plain["objects"]),
            absent={check_key(key): Absence(why) for key, why in plain["absent"].items()},
        )


def _stored(plain: Mapping[str, Any]) -> StoredObject:
    check_key(plain["key"])
    return StoredObject(**plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A backup in the directory. `verified`: all of its files were once read and were right."""

    name: str
    made_at: datetime
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long backups are kept: those younger than `age`, and in any case the `newest` ones."""

    age: timedelta
    newest: int

    def outdated(self, kept: Sequence[Kept], now: datetime) -> list[Kept]:
        """Those that may go, the oldest first; never the newest one that was verified.

        Without any verified one nothing may go.
        """
        by_age = sorted(kept, key=lambda each: (each.made_at, each.name), reverse=True)
        last_good = next((each for each in by_age if each.verified), None)
        if last_good is None:
            return []
        old = [each for each in by_age[self.newest :] if now - each.made_at > self.age]
        return [each for each in reversed(old) if each != last_good]


def due_at(kept: Sequence[Kept], every: timedelta) -> datetime | None:
    """When the next backup is due; None: now, there is none yet."""
    newest = max((each.made_at for each in kept), default=None)
    return None if newest is None else newest + every


def backup_name(made_at: datetime, database: str) -> str:
    """The name of a backup; characters that are no good in the name of a file become `_`."""
    plain = "".join(each if each.isalnum() and each.isascii() else "_" for each in database)
    return f"{made_at:%Y%m%d_%H%M%S}_{plain}_full"
