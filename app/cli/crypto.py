"""`python -m app crypto`: make a key, encrypt everything with the newest one, look after all.

The exit status is 0 when all is well, 1 when something cannot be read, 2 when the settings do not
allow it or the database is out of reach, 130 after Ctrl-C. `rotate` can be killed and repeated.
"""

from __future__ import annotations

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The commands below `crypto`, and their options."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=text, description=text)
        found.set_defaults(crypto_command=name)
        return found

    command("new-key", "Print a fresh key for ENCRYPTION_SECRET_KEYS.")
    rotating = command("rotate", "Encrypt every secret with the newest key.")
    rotating.add_argument("--dry-run", action="store_true", help="only say what would be done")
    for each in (rotating, command("check", "Say which keys there are and whether they fit.")):
        each.add_argument("--json", action="store_true", help="one JSON object")


def crypto(parsed: argparse.Namespace) -> int:
    """Run the command; answers its exit status."""
    if parsed.crypto_command == "new-key":
        from app.infra.crypto import new_key

        sys.stdout.write(f"{new_key()}\n")
        return 0
    from app.cli.crypto_work import crypto_work

    return crypto_work(parsed)
