"""What the operator needs for other people's accounts, at the command line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.bootstrap.lyrics import lyric_services
from app.domain.users.administration import UserAdministration
from app.infra.clock import SystemClock
from app.infra.database import close_database, open_database, pool, transaction
from app.infra.passwords import PasslibHasher
from app.infra.patterns.engine import PatternEngine
from app.infra.repositories.users import TortoiseSessions, TortoiseUsers
from app.infra.settings import Settings
from app.readpath.lanes import Lanes


@asynccontextmanager
async def user_administration(settings: Settings) -> AsyncIterator[UserAdministration]:
    """The use-cases, with the database open; everything is closed at the end."""
    await open_database(settings.database_url, minsize=1, maxsize=2)
    clock, lanes = SystemClock(), Lanes(pool, 1)
    hasher, patterns = PasslibHasher(), PatternEngine()
    try:
        yield UserAdministration(
            users=TortoiseUsers(),
            sessions=TortoiseSessions(lanes),
            hasher=hasher,
            welcome=lyric_services(patterns, clock).rules.welcome,
            transaction=transaction,
            clock=clock,
        )
    finally:
        hasher.close()
        await patterns.aclose()
        await lanes.aclose()
        await close_database()
