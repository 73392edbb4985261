"""Writing an inventory to a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from app.domain.equipment.cells import json_row, text_row
from app.domain.equipment.columns import COLUMNS, SECRET_COLUMNS
from app.domain.equipment.model import Equipment
from app.domain.equipment.ports import Equipments, Reveals
from app.domain.equipment.reveals import Asker, RevealPurpose, SecretReveal
from app.domain.equipment.secrets import Revealed
from app.domain.equipment.tables import TableFormat, write_csv, write_json
from app.domain.equipment.vault import Vault
from app.domain.errors import InvalidInput
from app.domain.ports import Clock, Transaction
from app.domain.users.confirmation import PasswordConfirmation

_AT_ONCE: Final = 200
_KINDS: Final = {
    TableFormat.CSV: "text/csv; charset=utf-8",
    TableFormat.JSON: "application/json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """A file to be saved; `unreadable` secrets are missing in it."""

    filename: str
    content_type: str
    content: str = field(repr=False)
    count: int
    unreadable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportService:
    """Writes all of a person's equipment; secrets only for whoever knows the account's password."""

    equipment: Equipments
    reveals: Reveals
    vault: Vault
    confirmation: PasswordConfirmation
    transaction: Transaction
    clock: Clock

    async def run(
        self, asker: Asker, written_as: TableFormat, *, secrets: bool, password: str | None
    ) -> ExportedFile:
        """All equipment in the order of its making.

        With `secrets` the trail tells of every record that has some, before anything is answered.
        Raises InvalidInput for a missing or wrong password, RateLimited after too many of them,
        and InvalidState where there are secrets but no encryption key.
        """
        if secrets:
            await self._confirm(asker, password)
        found: list[tuple[Equipment, Revealed | None]] = []
        async with self.transaction():
            after: UUID | None = None
            user_id = asker.viewer.user_id
            while page := await self.equipment.page(user_id, after=after, most=_AT_ONCE):
                found += [(each, self.vault.opened(each) if secrets else None) for each in page]
                after = page[-1].id
            await self.reveals.add(self._entries(found, asker))
        return self._file(found, written_as, secrets=secrets)

    async def _confirm(self, asker: Asker, password: str | None) -> None:
        if password is None:
            raise InvalidInput("export.password_missing", "password")
        await self.confirmation.demand(asker.viewer.user_id, password, asker.address)

    def _entries(
        self, found: list[tuple[Equipment, Revealed | None]], asker: Asker
    ) -> list[SecretReveal]:
        now = self.clock.now()
        return [
            SecretReveal.of(equipment, revealed, asker, RevealPurpose.EXPORT, now)
            for equipment, revealed in found
            if revealed is not None and any(equipment.tokens().values())
        ]

    def _file(
        self,
        found: list[tuple[Equipment, Revealed | None]],
        written_as: TableFormat,
        *,
        secrets: bool,
    ) -> ExportedFile:
        if written_as is TableFormat.CSV:
            columns = [each for each in COLUMNS if secrets or each not in SECRET_COLUMNS]
            content = write_csv(columns, (text_row(*each) for each in found))
        else:
            content = write_json(json_row(*each) for each in found)
        return ExportedFile(
            filename=f"equipment-{self.clock.now():%Y-%m-%d}.{written_as.value}",
            content_type=_KINDS[written_as],
            content=content,
            count=len(found),
            unreadable=sum(len(revealed.unreadable) for _, revealed in found if revealed),
        )
