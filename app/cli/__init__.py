"""The command line: `python -m app COMMAND`."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

from pydantic import ValidationError
from pydantic_settings import SettingsError

WRONG_SETTINGS = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers its exit status (2: wrong settings)."""
    parsed = _parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except ValidationError as wrong:
        for problem in wrong.errors():
            name = ".".join(str(part) for part in problem["loc"]).upper()
            sys.stderr.write(f"{name or 'settings'}: {problem['msg']}\n")
        return WRONG_SETTINGS
    except SettingsError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return WRONG_SETTINGS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description="A creative studio.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text)

    command("dev", "Run everything on this machine, servers included.").set_defaults(run=_dev)
    command("serve", "Run the API.").set_defaults(run=_serve)
    command("work", "Run a worker.").set_defaults(run=_work)
    command("migrate", "Bring the database up to date.").set_defaults(run=_migrate)
    command("check", "Say whether rows and migrations agree.").set_defaults(run=_check)
    schema = command("schema", "Print the GraphQL schema.")
    schema.add_argument("--check", metavar="FILE", help="compare with a file instead")
    schema.set_defaults(run=_schema)
    explain = command("explain-query", "Print how a query is read, with its SQL.")
    explain.add_argument("file", metavar="FILE", help="a GraphQL document")
    explain.add_argument("--variables", metavar="JSON", default="{}", help="its variables")
    explain.add_argument("--operation", metavar="NAME", help="which operation of the document")
    explain.set_defaults(run=_explain)
    from app.cli.song import add_arguments

    song = command("song", "Make a song from a text file, against a running studio.")
    add_arguments(song)
    song.set_defaults(run=_song)
    from app.cli.chat import add_arguments as add_chat_arguments

    chat = command("chat", "Talk with a language model, against a running studio.")
    add_chat_arguments(chat)
    chat.set_defaults(run=_chat)
    from app.cli.storage import add_arguments as add_storage_commands

    storage = command("storage", "Move stored files to S3, remove what was moved, check all.")
    add_storage_commands(storage)
    storage.set_defaults(run=_storage)
    from app.cli.import_images import add_arguments as add_import_arguments

    importing = command("import-images", "Take a folder of pictures into somebody's library.")
    add_import_arguments(importing)
    importing.set_defaults(run=_import_images)
    from app.cli.crypto import add_arguments as add_crypto_commands

    crypto = command("crypto", "Make, change and check the keys of encrypted secrets.")
    add_crypto_commands(crypto)
    crypto.set_defaults(run=_crypto)
    from app.cli.user import add_arguments as add_user_commands

    user = command("user", "Open, list, shut and reopen accounts, and give new passwords.")
    add_user_commands(user)
    user.set_defaults(run=_user)
    from app.cli.backup import add_arguments as add_backup_commands

    add_backup_commands(command)
    return parser


def _dev(_: argparse.Namespace) -> int:
    from app.cli.dev import dev

    return dev(os.environ)


def _serve(_: argparse.Namespace) -> int:
    from app.cli.serve import serve

    return serve()


def _work(_: argparse.Namespace) -> int:
    from app.cli.work import work

    return work()


def _migrate(_: argparse.Namespace) -> int:
    from app.infra.logging import configure_logging
    from app.infra.migrations import upgrade
    from app.infra.settings import Settings

    settings = Settings()
    configure_logging(settings.log_level, settings.log_format)
    try:
        names = asyncio.run(upgrade(settings.database_url))
    except TimeoutError as error:
        sys.stderr.write(f"{error}; run it again\n")
        return 1
    sys.stdout.write("\n".join(f"ran {name}" for name in names) or "up to date")
    sys.stdout.write("\n")
    return 0


def _check(_: argparse.Namespace) -> int:
    from app.infra.migrations import drift

    if missing := asyncio.run(drift()):
        sys.stderr.write(f"rows and migrations disagree; missing:\n{missing}\n")
        return 1
    sys.stdout.write("rows and migrations agree\n")
    return 0


def _schema(parsed: argparse.Namespace) -> int:
    from app.cli.schema import print_schema

    return print_schema(parsed.check)


def _explain(parsed: argparse.Namespace) -> int:
    from app.cli.explain import explain_query

    return explain_query(parsed.file, parsed.variables, parsed.operation)


def _song(parsed: argparse.Namespace) -> int:
    from app.cli.song import song

    return song(parsed)


def _chat(parsed: argparse.Namespace) -> int:
    from app.cli.chat import chat

    return chat(parsed)


def _storage(parsed: argparse.Namespace) -> int:
    from app.cli.storage import storage

    return storage(parsed)


def _crypto(parsed: argparse.Namespace) -> int:
    from app.cli.crypto import crypto

    return crypto(parsed)


def _import_images(parsed: argparse.Namespace) -> int:
    from app.cli.import_images import import_images

    return import_images(parsed)


def _user(parsed: argparse.Namespace) -> int:
    from app.cli.user import user

    return user(parsed)
