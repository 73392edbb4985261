"""A directory for a server's unix socket that fits into the kernel's 100-odd bytes.

The data directory itself is used where it can be. Where its path is too long, needs quoting in an
address (not every client undoes it), or is closed to the server's user, a short private directory
of the system's temporary files takes its place; a symbolic link beside the data remembers it, so
that the next start removes what a killed run left.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import quote

from .identity import Identity

_PREFIX = "mac-ai-"
_LONGEST = 100  # macOS allows 103 bytes, Linux 107
_LONGEST_NAME = len("/.s.PGSQL.5432.lock")


class SocketDirectory:
    """The place of one server's socket, from `open()` until `close()`."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._link = data_dir.with_name(f"{data_dir.name}.socket")
        self._path: Path | None = None

    def open(self, identity: Identity | None) -> Path:
        """The directory, the same at every call until `close()`."""
        if self._path is None:
            self._remove_leftover()
            fits = _fits(self._data_dir) and (
                identity is None or identity.reaches(self._data_dir / "socket")
            )
            self._path = self._data_dir if fits else self._short(identity)
        return self._path

    def close(self) -> None:
        """Remove the directory, if it was made for the socket."""
        if self._path is not None and self._path != self._data_dir:
            shutil.rmtree(self._path, ignore_errors=True)
            self._link.unlink(missing_ok=True)
        self._path = None

    def _short(self, identity: Identity | None) -> Path:
        # TMPDIR may itself be long, or closed to the server's user.
        for base in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 - mkdtemp makes it private
            made = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
            if _fits(made) and (identity is None or identity.reaches(made)):
                break
            made.rmdir()
        else:
            raise OSError("no directory for temporary files has a path short enough for a socket")
        if identity is not None:
            identity.own(made)
        self._link.symlink_to(made)
        return made

    def _remove_leftover(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            made = self._link.readlink()
            self._link.unlink()
            # The link may have been tampered with: only what this class makes is removed.
            if made.name.startswith(_PREFIX) and made.is_dir() and not made.is_symlink():
                shutil.rmtree(made, ignore_errors=True)


def _fits(directory: Path) -> bool:
    text = str(directory)
    return quote(text) == text and len(os.fsencode(text)) + _LONGEST_NAME <= _LONGEST
