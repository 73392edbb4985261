"""In-memory twins of what the tools for lyrics need from the outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from app.domain.lyrics.architectures.model import SavedArchitecture
from app.domain.lyrics.ports import Cleaned, RuleTrial, RuleType


@dataclass
class FakeCleaner:
    """Cleans by putting `new` in the place of `old`; finds the lines that begin with `label`."""

    old: str = "--"
    new: str = "-"
    label: str | None = None

    async def clean(self, user_id: UUID, text: str) -> Cleaned:
        after = text.replace(self.old, self.new).strip()
        return Cleaned(before=text, after=after, hits=(), skipped=())

    async def trial(
        self, user_id: UUID, *, pattern: str, replacement: str, text: str, kind: RuleType
    ) -> RuleTrial:
        return RuleTrial(result=text.replace(pattern, replacement), hits=1, error=None)

    async def label_lines(self, user_id: UUID, text: str) -> Sequence[tuple[int, int]] | None:
        if self.label is None:
            return None
        spans, start = [], 0
        for line in text.split("\n"):
            if line.startswith(self.label):
                spans.append((start, start + len(line)))
            start += len(line) + 1
        return spans


@dataclass
class FakeArchitectures:
    rows: dict[UUID, SavedArchitecture] = field(default_factory=dict)

    async def lock(self, user_id: UUID) -> None:
        pass

    async def get(self, architecture_id: UUID, *, user_id: UUID) -> SavedArchitecture | None:
        found = self.rows.get(architecture_id)
        return found if found and found.user_id == user_id else None

    async def current(self, user_id: UUID) -> SavedArchitecture | None:
        return next((row for row in self._of(user_id) if row.current), None)

    async def names(self, user_id: UUID) -> dict[UUID, str]:
        return {row.id: row.name for row in self._of(user_id)}

    async def add(self, saved: SavedArchitecture) -> None:
        self.rows[saved.id] = saved

    async def save(self, saved: SavedArchitecture, *, previous_version: int) -> bool:
        if self.rows[saved.id].version != previous_version:
            return False
        self.rows[saved.id] = saved
        return True

    async def release_current(self, user_id: UUID, *, besides: UUID, now: datetime) -> None:
        for row in self._of(user_id):
            if row.current and row.id != besides:
                self.rows[row.id] = replace(
                    row, current=False, version=row.version + 1, updated_at=now
                )

    async def remove(self, architecture_id: UUID, *, user_id: UUID) -> bool:
        found = await self.get(architecture_id, user_id=user_id)
        return found is not None and self.rows.pop(found.id, None) is not None

    def _of(self, user_id: UUID) -> list[SavedArchitecture]:
        return [row for row in self.rows.values() if row.user_id == user_id]
