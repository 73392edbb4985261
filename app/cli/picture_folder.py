"""The pictures below a folder. Everything here blocks."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from app.domain.images.importing import FoundPicture
from app.domain.images.model import PICTURE_KINDS
from app.domain.images.provider import LARGEST_PICTURE
from app.domain.storage.media import HEAD, kind_of

# Without NONBLOCK, opening a pipe waits for somebody to write to it.
_CAREFULLY: Final = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """Why a file is not taken in; `wrong` when it seems to be a picture, or nobody can tell."""

    reason: str
    wrong: bool


def files_below(folder: Path, *, without: Path) -> Iterator[tuple[Path, NotTaken | None]]:
    """Every file below a folder in the order of their names, and what is not entered, with why.

    Symbolic links are not followed. `without` is a folder that is left out.
    """
    unread: list[tuple[Path, NotTaken]] = []

    def note(error: OSError) -> None:
        reason = NotTaken(reason=f"it cannot be read: {error.strerror}", wrong=True)
        unread.append((Path(str(error.filename)), reason))

    for directory, folders, names in os.walk(folder, onerror=note):
        below = Path(directory)
        for name in sorted(folders):
            if (below / name).is_symlink():
                yield below / name, _LINK
        folders[:] = sorted(name for name in folders if (below / name).resolve() != without)
        for name in sorted(names):
            yield below / name, None
    yield from unread


def picture_at(path: Path) -> FoundPicture | NotTaken:
    """The picture in a file, or why there is none."""
    try:
        if path.is_symlink():
            return _LINK
        with os.fdopen(os.open(path, _CAREFULLY), "rb") as file:
            return _read(path, file)
    except OSError as error:
        return NotTaken(reason=f"it cannot be read: {error.strerror}", wrong=True)


def _read(path: Path, file: BinaryIO) -> FoundPicture | NotTaken:
    known = os.fstat(file.fileno())
    if not stat.S_ISREG(known.st_mode):
        return NotTaken(reason="it is no regular file", wrong=False)
    head = file.read(HEAD)
    if kind_of(head) not in PICTURE_KINDS:
        return NotTaken(reason="it is no PNG, JPEG or WEBP picture", wrong=False)
    content = head + file.read(LARGEST_PICTURE + 1 - len(head))
    if len(content) > LARGEST_PICTURE:
        return NotTaken(reason="it is too large", wrong=True)
    return FoundPicture(name=path.name, content=content, modified_at=_time(known.st_mtime))


def _time(modified: float) -> datetime:
    try:
        return datetime.fromtimestamp(modified, UTC)
    except (OverflowError, ValueError, OSError):  # a clock of another age
        return datetime.now(UTC)


_LINK: Final = NotTaken(reason="it is a symbolic link", wrong=False)
