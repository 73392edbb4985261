"""Taking an inventory from a file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Final, Protocol
from uuid import UUID

from app.domain.equipment.cells import changes_of
from app.domain.equipment.model import Equipment, new_equipment
from app.domain.equipment.ports import EquipmentNews, Equipments
from app.domain.equipment.tables import RawRow, TableFormat, read_table
from app.domain.equipment.vault import Vault
from app.domain.errors import StudioError
from app.domain.identity import new_id
from app.domain.ports import Clock, Transaction

MOST_TOLD: Final = 100
"""Rows with mistakes, and skipped rows, that a report names."""
_BREATH: Final = 20
"""Rows after which others get a turn."""

Likeness = tuple[str, str, str]
"""What makes two entries the same product: name, manufacturer and version, without case."""


class Inventory(Protocol):
    """What a person has already."""

    async def lock(self, user_id: UUID) -> None:
        """Let nobody else import for this person until the transaction ends."""
        ...

    async def products(self, user_id: UUID) -> list[tuple[str, str | None, str | None]]:
        """Name, manufacturer and product version of each piece of equipment."""
        ...


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row whose product is there already, or was in a row before it."""

    row: int
    name: str


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row was not taken."""

    row: int
    error: StudioError


@dataclass(slots=True)
class ImportReport:
    """What became, or would become, of the rows; lists name the first hundred."""

    dry_run: bool
    ignored_columns: list[str]
    rows: int
    created: int = 0
    skipped: int = 0
    failed: int = 0
    skipped_rows: list[SkippedRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportService:
    """Takes what is right with a file, and tells what is wrong with each other row."""

    equipment: Equipments
    inventory: Inventory
    vault: Vault
    news: EquipmentNews
    transaction: Transaction
    clock: Clock

    async def run(
        self,
        user_id: UUID,
        content: bytes,
        written_as: TableFormat,
        *,
        dry_run: bool,
        allow_duplicates: bool,
    ) -> ImportReport:
        """Keep each row that is right; all of them at once, or none if the studio dies.

        A product that is there already is skipped unless duplicates are allowed, so that the same
        file may be imported again. A dry run keeps nothing. Raises InvalidInput for a file that
        cannot be read.
        """
        table = read_table(content, written_as)
        report = ImportReport(
            dry_run=dry_run, ignored_columns=list(table.ignored), rows=len(table.rows)
        )
        async with self.transaction():
            if not dry_run:
                await self.inventory.lock(user_id)
            seen = {_likeness(*each) for each in await self.inventory.products(user_id)}
            for done, row in enumerate(table.rows):
                if done % _BREATH == 0:
                    await asyncio.sleep(0)
                made = self._made(user_id, row, report)
                if made is None:
                    continue
                likeness = _likeness(made.name, made.manufacturer, made.product_version)
                if likeness in seen and not allow_duplicates:
                    report.skipped += 1
                    if report.skipped <= MOST_TOLD:
                        report.skipped_rows.append(SkippedRow(row.number, made.name))
                    continue
                seen.add(likeness)
                report.created += 1
                if not dry_run:
                    await self.equipment.add(made, None)
        if report.created and not dry_run:
            await self.news.changed(user_id)
        return report

    def _made(self, user_id: UUID, row: RawRow, report: ImportReport) -> Equipment | None:
        try:
            changes = changes_of(row)
            return new_equipment(
                changes,
                self.vault.tokens(changes),
                equipment_id=new_id(),
                user_id=user_id,
                now=self.clock.now(),
            )
        except StudioError as error:
            report.failed += 1
            if report.failed <= MOST_TOLD:
                report.errors.append(RowError(row.number, error))
        return None


def _likeness(name: str, manufacturer: str | None, version: str | None) -> Likeness:
    return (_words(name), _words(manufacturer), _words(version))


def _words(text: str | None) -> str:
    """A text without regard to case and to how much white space there is."""
    return " ".join((text or "").casefold().split())
