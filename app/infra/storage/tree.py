"""The directory tree behind a file store. Every function here blocks."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from app.domain.storage.model import ObjectInfo, check_key
from app.infra.storage.drafts import SUFFIX, sync_directory

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_GONE = (FileNotFoundError, NotADirectoryError)
_IN_USE = frozenset({errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT})


class Tree:
    """Objects below a root, each key a path of its own; symbolic links lead nowhere."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self._root = root.resolve()

    def path(self, key: str) -> Path:
        """Where an object lies, or would."""
        return self._root / key

    def demand_inside(self, key: str) -> None:
        """Raise OSError when the way to a key leads over a symbolic link."""
        for directory in self._above(key):
            if directory.is_symlink():
                raise OSError(errno.ELOOP, "a symbolic link in the store", str(directory))

    def stat(self, key: str) -> ObjectInfo | None:
        """What is known about a regular file; None for anything else."""
        if any(directory.is_symlink() for directory in self._above(key)):
            return None
        try:
            found = self.path(key).lstat()
        except _GONE:
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        modified_at = datetime.fromtimestamp(found.st_mtime, UTC)
        return ObjectInfo(key=key, byte_size=found.st_size, modified_at=modified_at)

    def open(self, key: str) -> BinaryIO | None:
        """A regular file, ready to be read; None when there is none."""
        if self.stat(key) is None:
            return None
        try:
            return os.fdopen(os.open(self.path(key), os.O_RDONLY | _NO_FOLLOW), "rb")
        except _GONE:
            return None

    def remove(self, key: str) -> bool:
        """Remove a file and the directories that it leaves empty; False when there was none."""
        if self.stat(key) is None:
            return False
        try:
            self.path(key).unlink()
        except _GONE:
            return False
        self._prune(key)
        return True

    def move(self, source: str, target: str) -> ObjectInfo | None:
        """Give a file another key, in one step; None when there is none."""
        while found := self.stat(source):
            if source == target:
                return found
            self.demand_inside(target)
            place = self.path(target)
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                self.path(source).replace(place)
            except FileNotFoundError:
                # Somebody moved the file, or pruned the empty directory between the two calls.
                continue
            sync_directory(place.parent)
            self._prune(source)
            return replace(found, key=target)
        return None

    def walk(self, prefix: str) -> Iterator[ObjectInfo]:
        """Every object whose key begins with `prefix`, which is empty or ends with `/`."""
        for directory, _, names in os.walk(self.path(prefix), onerror=_unless_gone):
            for name in names:
                key = Path(directory, name).relative_to(self._root).as_posix()
                if _is_key(key) and (info := self.stat(key)):
                    yield info

    def remove_drafts(self, before: float) -> int:
        """Remove the drafts last written before a Unix time; how many it were."""
        removed = 0
        for directory, _, names in os.walk(self._root, onerror=_unless_gone):
            for draft in (Path(directory, name) for name in names if _is_draft(name)):
                with suppress(FileNotFoundError):  # its writer finished meanwhile
                    if draft.lstat().st_mtime < before:
                        draft.unlink()
                        removed += 1
        return removed

    def _above(self, key: str) -> list[Path]:
        return [self._root / parent for parent in Path(key).parents][:-1]

    def _prune(self, key: str) -> None:
        for directory in self._above(key):
            try:
                directory.rmdir()
            except OSError as error:
                if error.errno not in _IN_USE:
                    raise
                return


def _is_key(text: str) -> bool:
    try:
        return bool(check_key(text))
    except ValueError:
        return False


def _is_draft(name: str) -> bool:
    return name.startswith(".") and name.endswith(SUFFIX)


def _unless_gone(error: OSError) -> None:
    if not isinstance(error, _GONE):
        raise error
