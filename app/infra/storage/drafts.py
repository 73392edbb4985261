"""Files on their way into the store: written beside their place, invisible until complete."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
from pathlib import Path
from uuid import uuid4

SUFFIX = ".part"
"""A draft is named `.<file>.<random>.part`; no storage key can name such a file."""


class Draft:
    """One file being written. Its methods block; those of one draft never run at the same time."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._draft = place.with_name(f".{place.name}.{uuid4().hex}{SUFFIX}")
        self._lock = threading.Lock()
        self._hash = hashlib.sha256()
        self._size = 0
        self._descriptor: int | None = None
        self._discarded = False

    def begin(self) -> None:
        """Create the draft, and the directories above it where they are missing."""
        with self._lock:
            while self._descriptor is None and not self._discarded:
                self._place.parent.mkdir(parents=True, exist_ok=True)
                try:
                    self._descriptor = os.open(
                        self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600
                    )
                except FileNotFoundError:
                    # Somebody pruned the empty directory between the two calls.
                    continue

    def write(self, piece: bytes) -> None:
        """Append bytes."""
        with self._lock:
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(self._open_descriptor(), rest) :]
            self._hash.update(piece)
            self._size += len(piece)

    def commit(self) -> tuple[int, str]:
        """Put the file in its place, for good: its size and its SHA-256."""
        with self._lock:
            os.fsync(self._open_descriptor())
            self._draft.replace(self._place)
            self._close()
            sync_directory(self._place.parent)
            return self._size, self._hash.hexdigest()

    def discard(self) -> None:
        """Remove what was not committed; waits for a call that is still running."""
        with self._lock:
            self._discarded = True
            if self._descriptor is not None:
                self._close()
                self._draft.unlink(missing_ok=True)

    def _open_descriptor(self) -> int:
        if self._descriptor is None:
            raise OSError(errno.EBADF, "the draft is closed")
        return self._descriptor

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def sync_directory(directory: Path) -> None:
    """Keep for good which files a directory has."""
    if os.name == "nt":  # Windows cannot open directories
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
