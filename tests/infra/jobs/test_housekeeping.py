from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from app.infra.jobs.housekeeping import Housekeeping
from app.infra.repositories.users import forget_expired_sessions
from app.rows.users import SessionRow
from tests.infra.jobs.rows import somebody


async def test_a_broken_chore_keeps_nobody_from_the_others_and_comes_again() -> None:
    done: list[str] = []
    twice = asyncio.Event()

    async def broken() -> None:
        done.append("broken")
        raise ZeroDivisionError

    async def fine() -> None:
        done.append("fine")
        if len(done) >= 4:
            twice.set()

    task = asyncio.create_task(Housekeeping({"a": broken, "b": fine}, interval=0.01).run())
    async with asyncio.timeout(5):
        await twice.wait()
    task.cancel()

    assert done[:4] == ["broken", "fine", "broken", "fine"]


async def test_sessions_that_ended_long_ago_are_forgotten(db: str) -> None:
    user, now = await somebody(), datetime.now(UTC)
    for days in (-40, -1, 1):
        await SessionRow.create(user_id=user, expires_at=now + timedelta(days=days))

    await forget_expired_sessions(now - timedelta(days=30))

    assert await SessionRow.all().count() == 2
