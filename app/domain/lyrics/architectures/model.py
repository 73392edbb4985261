"""Architectures that a person keeps under names, one of them the current one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self
from uuid import UUID

from app.domain.changes import UNSET, Maybe, Unset, given
from app.domain.errors import InvalidInput
from app.domain.lyrics.architecture import Architecture
from app.domain.text import Checks

LONGEST_NAME: Final = 100
MOST_ARCHITECTURES: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchitectureChanges:
    """New values of some fields; a field left UNSET stays as it is. None of them can be cleared."""

    name: Maybe[str | None] = UNSET
    architecture: Maybe[Architecture | None] = UNSET
    current: Maybe[bool | None] = UNSET

    def checked(self) -> Self:
        """The changes with the name trimmed.

        Raises InvalidInput when nothing is changed, a field would be cleared, or the name is
        blank or longer than its limit.
        """
        checks = Checks()
        if all(isinstance(each, Unset) for each in (self.name, self.architecture, self.current)):
            raise InvalidInput("input.empty")
        for field, value in (
            ("name", self.name),
            ("items", self.architecture),
            ("current", self.current),
        ):
            if value is None:
                checks.problem(field, "input.not_null")
        name = self.name
        if isinstance(name, str):
            name = checks.required("name", name, longest=LONGEST_NAME)
        checks.raise_problems()
        return replace(self, name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedArchitecture:
    """A named architecture as it stands; `version` counts its changes."""

    id: UUID
    user_id: UUID
    name: str
    architecture: Architecture
    current: bool
    version: int
    created_at: datetime
    updated_at: datetime | None

    def changed(self, changes: ArchitectureChanges, now: datetime) -> Self:
        """The architecture after checked changes."""
        name = given(changes.name, self.name)
        architecture = given(changes.architecture, self.architecture)
        current = given(changes.current, self.current)
        return replace(
            self,
            name=self.name if name is None else name,
            architecture=self.architecture if architecture is None else architecture,
            current=self.current if current is None else current,
            version=self.version + 1,
            updated_at=now,
        )


def new_architecture(
    *,
    architecture_id: UUID,
    user_id: UUID,
    name: str,
    architecture: Architecture,
    current: bool,
    now: datetime,
) -> SavedArchitecture:
    """A new named architecture. Raises InvalidInput for a blank name or one over its limit."""
    checks = Checks()
    saved = SavedArchitecture(
        id=architecture_id,
        user_id=user_id,
        name=checks.required("name", name, longest=LONGEST_NAME),
        architecture=architecture,
        current=current,
        version=1,
        created_at=now,
        updated_at=None,
    )
    checks.raise_problems()
    return saved
