"""Why a backup cannot be made, trusted or restored."""

from __future__ import annotations

from typing import Final

from app.domain.errors import InvalidState, NotFound

MOST_NAMED: Final = 5


class BackupRefused(InvalidState):
    """What was asked must not be done, or not now; nothing was changed."""


class BackupDamaged(InvalidState):
    """A backup is not what its manifest says; `files` names some of what is wrong."""

    def __init__(self, name: str, files: list[str]) -> None:
        named = ", ".join(files[:MOST_NAMED]) + (", …" if len(files) > MOST_NAMED else "")
        super().__init__("backup.damaged", name=name, count=len(files), files=named)
        self.files = files


class DiskFailed(BackupRefused):
    """The disk of the backups cannot be written or read."""

    def __init__(self, reason: str) -> None:
        super().__init__("backup.disk", reason=reason)


class BackupUnfit(InvalidState):
    """A backup whose files are right cannot be loaded; `reason` says what is wrong with it."""

    def __init__(self, reason: str) -> None:
        super().__init__("backup.unfit", reason=reason)


class BackupMissing(NotFound):
    """There is no backup of this name, or none at all."""
