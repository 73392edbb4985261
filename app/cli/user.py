"""`python -m app user`: open, list, shut and reopen accounts, and give new passwords.

Passwords are typed twice at a terminal, or are the first line of the standard input; never an
argument, which other people of the machine could read. The exit status is 0 when it is done, 1 when
it cannot be done for this person, 2 when the command or the settings are wrong or the database is
out of reach, 130 after Ctrl-C.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Final

WRONG: Final = 2
INTERRUPTED: Final = 130

_WITH_PASSWORD: Final = frozenset({"create", "reset-password"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The commands below `user`, and their options."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=text, description=text)
        found.set_defaults(user_command=name)
        found.add_argument("--json", action="store_true", help="a JSON object on every line")
        return found

    def named(name: str, text: str) -> argparse.ArgumentParser:
        found = command(name, text)
        found.add_argument("email", metavar="EMAIL", help="the address of the account")
        return found

    creating = named("create", "Open an account, also where registration is closed.")
    creating.add_argument("--first-name", metavar="NAME", help="the given name")
    creating.add_argument("--last-name", metavar="NAME", help="the family name")
    creating.add_argument("--artist-name", metavar="NAME", help="the name on covers")
    command("list", "Say who has an account.")
    named("disable", "Shut somebody out at once; their things stay.")
    named("enable", "Let somebody in again.")
    named("reset-password", "Give somebody a new password and end all their sessions.")


def user(parsed: argparse.Namespace) -> int:
    """Run the command; answers its exit status."""
    from app.cli.user_work import user_work

    try:
        password = _password() if parsed.user_command in _WITH_PASSWORD else ""
        if password is None:
            sys.stderr.write("the passwords differ\n")
            return WRONG
        return user_work(parsed, password)
    except EOFError:
        sys.stderr.write("no password was given\n")
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED


def _password() -> str | None:
    """What was typed or sent; None when it was typed differently. Raises EOFError for nothing."""
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")
    password = getpass.getpass("Password: ")
    return password if getpass.getpass("Again: ") == password else None
