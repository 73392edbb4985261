"""What the commands below `crypto` do, and what they say of it."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from contextlib import aclosing
from typing import Final

from app.bootstrap.equipment import cipher
from app.domain.equipment.rotation import Rotation, TokenFate
from app.infra.crypto import fingerprint
from app.infra.database import DATABASE_AWAY, close_database, open_database
from app.infra.logging import configure_logging
from app.infra.repositories.sealed import SealedRepository
from app.infra.settings import Settings

UNREADABLE: Final = 1
WRONG: Final = 2
INTERRUPTED: Final = 130


def crypto_work(parsed: argparse.Namespace) -> int:
    """Run the command; answers its exit status, see `app.cli.crypto`."""
    settings = Settings()
    configure_logging(settings.log_level, settings.log_format)
    if not settings.database_url:
        return _wrong("DATABASE_URL is not set")
    if not settings.encryption_secret_keys:
        return _wrong("ENCRYPTION_SECRET_KEYS is not set")
    try:
        return asyncio.run(_run(parsed, settings))
    except KeyboardInterrupt:
        return INTERRUPTED
    except DATABASE_AWAY:
        return _wrong("the database is out of reach; run this again to go on")


async def _run(parsed: argparse.Namespace, settings: Settings) -> int:
    checking = parsed.crypto_command == "check"
    fates: Counter[TokenFate] = Counter()
    await open_database(settings.database_url, minsize=1, maxsize=settings.database_pool_max)
    try:
        rotation = Rotation(tokens=SealedRepository(), cipher=cipher(settings))
        async with aclosing(rotation.run(dry_run=checking or parsed.dry_run)) as turning:
            async for turned in turning:
                fates[turned.fate] += 1
                if turned.fate is TokenFate.UNREADABLE:
                    sys.stderr.write(f"unreadable: {turned.name} of {turned.id}\n")
    finally:
        await close_database()
    _sum_up(parsed, settings, fates)
    return UNREADABLE if fates[TokenFate.UNREADABLE] else 0


def _sum_up(parsed: argparse.Namespace, settings: Settings, fates: Counter[TokenFate]) -> None:
    keys = [fingerprint(key.get_secret_value()) for key in settings.encryption_secret_keys]
    counts = {fate.value: fates[fate] for fate in TokenFate}
    if parsed.json:
        sys.stdout.write(json.dumps({"keys": keys, **counts}) + "\n")
        return
    lines = [f"key {n}: {key}" for n, key in enumerate(keys, 1)]
    lines += [f"{name}: {count}" for name, count in counts.items()]
    sys.stdout.write("\n".join(lines) + "\n")


def _wrong(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return WRONG
