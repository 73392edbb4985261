"""The directory that holds everything a studio keeps: one instance at a time, secrets private."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class InUse(Exception):
    """Another instance holds the directory; the text says which."""


@contextmanager
def exclusively(directory: Path) -> Iterator[None]:
    """Make `directory` and hold it against a second instance. InUse or OSError.

    The kernel lets go of the lock when this process ends, however it ends.
    """
    # Root's PostgreSQL runs as somebody else, who must pass through; nobody may look around.
    directory.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    (directory / "logs").mkdir(mode=0o700, exist_ok=True)
    with (directory / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise InUse(f"{directory} is in use by another instance (pid {holder})") from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def kept(path: Path, make: Callable[[], str]) -> str:
    """The text in `path`, made and kept for its owner's eyes only when there is none yet."""
    if not path.exists():
        keep(path, make())
    return path.read_text().strip()


def keep(path: Path, text: str) -> None:
    """Write `text` for its owner's eyes only; an interruption leaves the old file or the new."""
    scratch = path.with_name(f"{path.name}.new")
    scratch.unlink(missing_ok=True)
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{text}\n")
    scratch.replace(path)
