"""What the commands below `storage` do, and what they say of it."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import aclosing
from typing import Final

from app.bootstrap.migration import NEW, StorageTools, order_migration, storage_tools
from app.cli.person import active_person
from app.domain.errors import StorageFailure
from app.domain.storage.cleaning import FileFate, StillNeededError
from app.domain.storage.migration import MigrationReport, Moved
from app.domain.storage.ports import StoreMissing
from app.infra.database import DATABASE_AWAY
from app.infra.logging import configure_logging
from app.infra.settings import Settings

FAILED: Final = 1
WRONG: Final = 2
INTERRUPTED: Final = 130
NO_S3: Final = "S3 is not configured: set S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY"
PROGRESS: Final = 100
"""A word of progress after so many objects."""


def storage_work(parsed: argparse.Namespace) -> int:
    """Run the command; answers its exit status, see `app.cli.storage`."""
    settings = Settings()
    configure_logging(settings.log_level, settings.log_format)
    if not settings.database_url:
        return _say("DATABASE_URL is not set", WRONG)
    try:
        return asyncio.run(_run(parsed, settings))
    except KeyboardInterrupt:
        return INTERRUPTED


async def _run(parsed: argparse.Namespace, settings: Settings) -> int:
    status = WRONG
    try:
        async with storage_tools(settings) as tools:
            if parsed.storage_command == "migrate" and parsed.as_job:
                status = await _order(parsed, tools, settings)
            else:
                status = await _COMMANDS[parsed.storage_command](parsed, tools)
    except* StoreMissing:
        _say(NO_S3, WRONG)
    except* StorageFailure as failures:
        status = _say(f"a store failed: {_keys(failures)}", FAILED)
    except* DATABASE_AWAY:
        _say("the database is out of reach; run this again to go on", WRONG)
    return status


async def _order(parsed: argparse.Namespace, tools: StorageTools, settings: Settings) -> int:
    tools.stores.named(NEW)
    user_id = await active_person(parsed.email)
    if user_id is None:
        return _say(f"nobody with the address {parsed.email} is active here", WRONG)
    job = await order_migration(settings, user_id)
    line = {"job": str(job.id)}
    sys.stdout.write(json.dumps(line) + "\n" if parsed.json else f"job: {job.id}\n")
    return 0


async def _migrate(parsed: argparse.Namespace, tools: StorageTools) -> int:
    report = MigrationReport()
    migration = tools.migration()
    async with aclosing(migration.run(dry_run=parsed.dry_run, limit=parsed.limit)) as moving:
        async for moved in moving:
            report = report.after(moved)
            _show(parsed, _line(moved), worth_telling=not moved.fate.moves)
            if moved.fate.moves and not parsed.json and report.moving % PROGRESS == 0:
                sys.stderr.write(f"{report.moving} files, {report.byte_size} bytes\n")
    counts = {
        "migrated": report.migrated,
        **({"would_migrate": report.would_migrate} if parsed.dry_run else {}),
        "skipped": report.skipped,
        "missing_file": report.missing_file,
        "mismatch": report.mismatch,
        "unreadable": report.unreadable,
        "failed": report.failed,
        "bytes": report.byte_size,
        "remaining": await migration.remaining(),
    }
    _sum_up(parsed, counts)
    if report.hopeless:
        return _say("S3 keeps failing; run this again to go on", FAILED)
    return FAILED if report.left_behind else 0


async def _clean(parsed: argparse.Namespace, tools: StorageTools) -> int:
    fates: Counter[FileFate] = Counter()
    freed = 0
    try:
        async with aclosing(tools.cleaning().run(dry_run=parsed.dry_run)) as cleaning:
            async for file in cleaning:
                fates[file.fate] += 1
                gone = file.fate in (FileFate.REMOVED, FileFate.WOULD_REMOVE)
                freed += file.byte_size if gone else 0
                line = {"key": file.key, "result": file.fate.value, "bytes": file.byte_size}
                _show(parsed, line, worth_telling=not gone)
    except StillNeededError as refusal:
        return _say(
            f"nothing was removed: {refusal.objects} files are not on S3 yet, "
            f"{refusal.deletions} deletions are not finished",
            FAILED,
        )
    _sum_up(parsed, {**{fate.value: fates[fate] for fate in FileFate}, "bytes": freed})
    return FAILED if fates[FileFate.UNVERIFIED] else 0


async def _check(parsed: argparse.Namespace, tools: StorageTools) -> int:
    found: Counter[str] = Counter()
    wrong = 0
    async with aclosing(tools.checking().run()) as checking:
        async for checked in checking:
            found[checked.finding.value] += 1
            wrong += checked.finding.wrong
            line = {
                "key": checked.key,
                "result": checked.finding.value,
                "store": checked.backend,
                "bytes": checked.byte_size,
            }
            _show(parsed, line, worth_telling=checked.finding.wrong)
    _sum_up(parsed, {**found, "wrong": wrong})
    return FAILED if wrong else 0


def _line(moved: Moved) -> dict[str, object]:
    line: dict[str, object] = {
        "key": moved.stored.key,
        "result": moved.fate.value,
        "bytes": moved.stored.byte_size,
    }
    return line if moved.reason is None else {**line, "reason": moved.reason}


def _show(parsed: argparse.Namespace, line: Mapping[str, object], *, worth_telling: bool) -> None:
    """One file: always as JSON, for people only when something is the matter with it."""
    if parsed.json:
        sys.stdout.write(json.dumps(line) + "\n")
    elif worth_telling:
        sys.stdout.write("  ".join(str(part) for name, part in line.items() if name != "bytes"))
        sys.stdout.write("\n")


def _sum_up(parsed: argparse.Namespace, counts: dict[str, int]) -> None:
    if parsed.json:
        sys.stdout.write(json.dumps({"summary": counts}) + "\n")
    else:
        sys.stdout.write("".join(f"{name}: {count}\n" for name, count in counts.items()))


def _keys(failures: BaseExceptionGroup[StorageFailure]) -> str:
    found = [*failures.exceptions]
    keys: set[str] = set()
    while found:
        each = found.pop()
        if isinstance(each, BaseExceptionGroup):
            found.extend(each.exceptions)
        else:
            keys.add(each.key)
    return ", ".join(sorted(keys))


def _say(text: str, status: int) -> int:
    sys.stderr.write(f"{text}\n")
    return status


_COMMANDS: Final = {"migrate": _migrate, "clean": _clean, "check": _check}
