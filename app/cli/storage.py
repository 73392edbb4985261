"""`python -m app storage`: move files to S3, remove what was moved, check what is stored.

The exit status is 0 when all is well, 1 when something could not be moved, removed or found, 2
when the settings do not allow it or a server is out of reach, 130 after Ctrl-C. Every command can
be repeated, also after it was killed, and beside another run of itself.
"""

from __future__ import annotations

import argparse
import sys

WRONG = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The commands below `storage`, and their options."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=text, description=text)
        found.set_defaults(storage_command=name)
        found.add_argument("--json", action="store_true", help="a JSON object on every line")
        return found

    def rehearsed(found: argparse.ArgumentParser) -> None:
        found.add_argument("--dry-run", action="store_true", help="only say what would be done")

    moving = command("migrate", "Copy files to S3 and read them from there; they stay.")
    moving.add_argument("--to", choices=("s3",), default="s3", help="where to; s3 if unset")
    moving.add_argument("--limit", type=_count, metavar="N", help="move so many files at most")
    moving.add_argument("--as-job", action="store_true", help="let a worker do it, all of it")
    moving.add_argument("--email", help="with --as-job: whose job it is, who can follow it")
    rehearsed(moving)
    rehearsed(command("clean", "Remove local files that are on S3, once all are."))
    command("check", "Say whether all files are there, and belong to something.")


def storage(parsed: argparse.Namespace) -> int:
    """Run the command; answers its exit status."""
    if parsed.storage_command == "migrate" and (mistake := _mistake(parsed)):
        sys.stderr.write(f"{mistake}\n")
        return WRONG
    from app.cli.storage_work import storage_work

    return storage_work(parsed)


def _mistake(parsed: argparse.Namespace) -> str | None:
    if parsed.as_job != bool(parsed.email):
        return "--as-job and --email belong together"
    if parsed.as_job and (parsed.dry_run or parsed.limit):
        return "a job moves everything: --dry-run and --limit are of no use to it"
    return None


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1")
    return int(text)
