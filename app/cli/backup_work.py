"""What `backup`, `verify` and `restore` do, and what they say of it."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Mapping
from typing import Final, TextIO

import asyncpg
from pydantic_settings import BaseSettings

from app.bootstrap.backups import backup_directory, checking, making, opened_stores, restoring
from app.cli.backup_server import database_address
from app.cli.studio_login import accept_language
from app.domain.backups.errors import BackupDamaged, BackupUnfit
from app.domain.backups.model import Manifest
from app.domain.errors import Scalar, StorageFailure, StudioError
from app.infra.database import DATABASE_AWAY
from app.infra.embedded.servers import StartFailed
from app.infra.logging import configure_logging
from app.infra.settings import Settings
from app.schema.messages import locale_of, say

FAILED: Final = 1
WRONG: Final = 2
INTERRUPTED: Final = 130


def backup_work(parsed: argparse.Namespace) -> int:
    """Run the command; answers its exit status, see `app.cli.backup`."""
    settings = _settings()
    configure_logging(settings.log_level, settings.log_format)
    try:
        return asyncio.run(_COMMANDS[parsed.backup_command](parsed, settings))
    except KeyboardInterrupt:
        return INTERRUPTED
    except (BackupDamaged, BackupUnfit, StorageFailure) as failure:
        return _refused(failure, FAILED)
    except StudioError as refusal:
        return _refused(refusal, WRONG)
    except StartFailed as failure:
        sys.stderr.write(f"{failure}\n")
    except (*DATABASE_AWAY, asyncpg.InvalidAuthorizationSpecificationError):
        tell(sys.stderr, "backup.database_away")
    except asyncpg.InvalidCatalogNameError:
        tell(sys.stderr, "backup.nothing")
    return WRONG


def tell(stream: TextIO, key: str, /, **params: Scalar) -> None:
    """Say a sentence in the language of the terminal."""
    text = say(key, locale_of(accept_language(os.environ)), params)
    stream.write(text.encode(stream.encoding, "replace").decode(stream.encoding) + "\n")


class _Told(BaseSettings):
    """What says whose database it is."""

    model_config = Settings.model_config

    app_env: str = ""
    database_url: str = ""


def _settings() -> Settings:
    """Where nothing is said, it is the studio of `make run`."""
    told = _Told()
    return Settings() if told.app_env or told.database_url else Settings(app_env="dev")


async def _backup(parsed: argparse.Namespace, settings: Settings) -> int:
    with database_address(settings, make=False) as url:
        async with opened_stores(settings) as stores:
            made = await making(settings, url, stores).run(_Progress(parsed))
    manifest = made.manifest
    for key, absence in manifest.absent.items():
        tell(sys.stderr, f"backup.object_{absence.value}", key=key)
    if manifest.unreadable:
        tell(sys.stderr, "backup.unreadable_secrets", count=manifest.unreadable)
    _report(
        parsed,
        "backup.made",
        {**_facts(made.name, manifest), "removed": len(made.removed)},
        directory=str(backup_directory(settings)),
    )
    return FAILED if manifest.wrong else 0


async def _verify(parsed: argparse.Namespace, settings: Settings) -> int:
    check = checking(settings, load=not parsed.files_only)
    verified = await check.run(parsed.name, _Progress(parsed))
    facts = {**_facts(verified.name, verified.manifest), "loaded": verified.loaded}
    _report(parsed, "backup.loadable" if verified.loaded else "backup.whole", facts)
    return 0


async def _restore(parsed: argparse.Namespace, settings: Settings) -> int:
    with database_address(settings, make=True) as url:
        async with opened_stores(settings) as stores:
            restored = await restoring(settings, url, stores).run(
                parsed.name, _Progress(parsed), force=parsed.force, untouched=parsed.moved
            )
    manifest = restored.manifest
    for key in manifest.absent:
        tell(sys.stderr, "backup.object_absent", key=key)
    facts: dict[str, Scalar] = {**_facts(restored.name, manifest), "copied": restored.copied}
    facts |= {key.partition(".")[2]: count for key, count in restored.settled.items()}
    _report(parsed, "backup.restored", {**facts, "replaced": restored.replaced})
    if not parsed.json:
        for key, count in restored.settled.items():
            if count:
                tell(sys.stdout, key, count=count)
        if restored.replaced:
            tell(sys.stdout, "backup.replaced", database=restored.replaced)
    return 0


def _facts(name: str, manifest: Manifest) -> dict[str, Scalar]:
    return {
        "name": name,
        "made_at": manifest.made_at.isoformat(timespec="seconds"),
        "rows": manifest.rows,
        "objects": len(manifest.objects),
        "absent": len(manifest.absent),
        "wrong": manifest.wrong,
    }


def _report(
    parsed: argparse.Namespace, key: str, facts: Mapping[str, Scalar], **more: Scalar
) -> None:
    if parsed.json:
        sys.stdout.write(json.dumps(facts) + "\n")
    else:
        tell(sys.stdout, key, **facts, **more)


def _refused(error: StudioError, status: int) -> int:
    for problem in error.problems:
        sys.stderr.write(f"{error.code}: ")
        tell(sys.stderr, problem.key, **problem.params)
    return status


class _Progress:
    """One line that is written over, for people who look on."""

    def __init__(self, parsed: argparse.Namespace) -> None:
        self._shown = sys.stderr.isatty() and not parsed.json
        self._last = ""

    def __call__(self, what: str, done: int, of: int) -> None:
        percent = f"{100 * done // of if of else 100} %"
        if self._shown and (line := f"{what} {percent}") != self._last:
            self._last = line
            text = say(what, locale_of(accept_language(os.environ)), {})
            end = "\n" if done == of else ""
            sys.stderr.write(f"\r\x1b[K{text}: {percent}{end}")
            sys.stderr.flush()


_COMMANDS: Final = {"backup": _backup, "verify": _verify, "restore": _restore}
