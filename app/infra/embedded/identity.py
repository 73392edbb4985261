"""The user PostgreSQL runs as when we are root, which PostgreSQL refuses to run as."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ACCOUNT = "mac-ai-postgres"
_LAST_RESORT = "nobody"
_CREATE = (
    ("useradd", "--system", "--no-create-home", "--home-dir", "/", "--shell", "/bin/false"),
    ("adduser", "-S", "-D", "-H", "-s", "/bin/false"),  # BusyBox
)


@dataclass(frozen=True, slots=True)
class Identity:
    """An unprivileged user and its group."""

    uid: int
    gid: int

    @classmethod
    def for_data(cls, directory: Path) -> Identity | None:
        """Who shall own and serve `directory`: None unless we are root.

        Data that somebody else than root owns stays theirs, so that a single `sudo make run`
        does not lock a person out of their own studio.
        """
        if os.geteuid() != 0:
            return None
        if directory.exists() and (owner := directory.stat()).st_uid != 0:
            return cls(owner.st_uid, owner.st_gid)
        return cls._account()

    @classmethod
    def _account(cls) -> Identity:
        for command in _CREATE:
            if (entry := _entry(_ACCOUNT)) is not None:
                return entry
            if (program := shutil.which(command[0])) is not None:
                # A failure is not fatal: the database may be read-only, or another process won.
                subprocess.run(  # noqa: S603 - a fixed command line
                    [program, *command[1:], _ACCOUNT], check=False, capture_output=True
                )
        entry = _entry(_ACCOUNT) or _entry(_LAST_RESORT)
        if entry is None:
            raise PermissionError(
                f"PostgreSQL does not run as root, and neither could the user {_ACCOUNT} be "
                f"created nor is there a user {_LAST_RESORT}: start as an ordinary user"
            )
        return entry

    def as_popen_arguments(self) -> dict[str, Any]:
        """Arguments of `subprocess` that become this user and leave root's groups behind."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, directory: Path) -> None:
        """Make this user the owner of `directory` and of everything below it."""
        for parent, directories, files in os.walk(directory):
            for name in ("", *directories, *files):
                os.chown(Path(parent, name), self.uid, self.gid, follow_symlinks=False)

    def reaches(self, path: Path) -> bool:
        """Whether this user may enter every directory above `path`."""
        return all(self._may_enter(parent.stat()) for parent in path.resolve().parents)

    def _may_enter(self, directory: os.stat_result) -> bool:
        if directory.st_uid == self.uid:
            return bool(directory.st_mode & stat.S_IXUSR)
        if directory.st_gid == self.gid:
            return bool(directory.st_mode & stat.S_IXGRP)
        return bool(directory.st_mode & stat.S_IXOTH)


def _entry(name: str) -> Identity | None:
    try:
        account = pwd.getpwnam(name)
    except KeyError:
        return None
    return Identity(account.pw_uid, account.pw_gid)
