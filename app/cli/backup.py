"""`python -m app backup | verify | restore`: keep everything, prove it, get it back.

The exit status is 0 when all is well, 1 when a backup is damaged or files were missing in the
store, 2 when it was refused, is impossible or a server is out of reach, 130 after Ctrl-C. All can
be repeated, also after they were killed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

WRONG = 2


def add_arguments(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """The three commands; `add` makes one of them by its name and what it does."""
    making = add("backup", "Make a backup of the database and all files, and remove old ones.")
    verifying = add("verify", "Prove that a backup can be restored, away from the studio.")
    restoring = add("restore", "Replace the studio's database and files by those of a backup.")
    for each, name in ((making, "backup"), (verifying, "verify"), (restoring, "restore")):
        each.set_defaults(run=backup, backup_command=name)
        each.add_argument("--json", action="store_true", help="one JSON object at the end")
    for each in (verifying, restoring):
        each.add_argument("name", nargs="?", metavar="NAME", help="the newest one if left out")
    verifying.add_argument(
        "--files-only", action="store_true", help="read every file, but load nothing"
    )
    restoring.add_argument("--yes", action="store_true", help="yes, replace what is there")
    restoring.add_argument(
        "--force", action="store_true", help="cut off whoever is connected to the database"
    )
    restoring.add_argument(
        "--moved",
        action="store_true",
        help="nothing has run since the backup: what waits goes on, nobody is signed out",
    )


def backup(parsed: argparse.Namespace) -> int:
    """Run the command; answers its exit status."""
    from app.cli.backup_work import backup_work, tell

    if parsed.backup_command == "restore" and not parsed.yes:
        tell(sys.stderr, "backup.say_yes")
        return WRONG
    return backup_work(parsed)
