"""Transactions when connections break, tasks are cancelled or outlive them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from threading import Thread
from uuid import UUID

import pytest
from tortoise import Tortoise
from tortoise.exceptions import OperationalError

from app.infra.database import DATABASE_AWAY, connection, durably, on_commit, transaction
from app.rows.users import UserRow
from tests.infra.jobs.rows import somebody
from tests.servers import execute

POOL = 10
KILL_THE_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def url(db: str) -> str:
    return db


async def one() -> int:
    [row] = await connection().execute_query_dict("SELECT 1 AS one")
    return int(row["one"])


def break_connections(url: str) -> None:
    """Every open connection ends, and this loop has no chance to notice."""
    thread = Thread(target=lambda: asyncio.run(execute(url, KILL_THE_OTHERS)))
    thread.start()
    thread.join()


async def everybody_has_a_connection() -> None:
    """The whole pool can be used at once."""
    everybody = asyncio.Barrier(POOL)

    async def together() -> None:
        async with transaction():
            await everybody.wait()

    async with asyncio.timeout(20):
        await asyncio.gather(*(together() for _ in range(POOL)))


@pytest.mark.usefixtures("url")
async def test_cancelled_beginnings_leave_every_connection_usable() -> None:
    async def begin() -> None:
        async with transaction():
            await one()

    for turns in range(3 * POOL):
        task = asyncio.create_task(begin())
        for _ in range(turns % 10):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    await everybody_has_a_connection()


@pytest.mark.usefixtures("url")
async def test_a_cancelled_task_can_still_write_what_it_gives_back() -> None:
    async def begin() -> int:
        try:
            async with transaction():
                await one()
        except asyncio.CancelledError:
            return await one()
        return 1

    for turns in range(1, 20):
        task = asyncio.create_task(begin())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        async with asyncio.timeout(10):
            assert await task == 1


async def test_an_answer_is_kept_when_its_connection_broke_unnoticed(url: str) -> None:
    await one()
    break_connections(url)

    async with asyncio.timeout(20):
        kept = await durably(somebody)

    assert await UserRow.filter(id=kept).count() == 1


async def test_broken_connections_are_not_lost_to_the_pool(url: str) -> None:
    for _ in range(POOL + 1):
        break_connections(url)
        with suppress(*DATABASE_AWAY):
            async with transaction():
                await one()

    assert await durably(one) == 1
    await everybody_has_a_connection()


@pytest.mark.usefixtures("url")
async def test_an_answer_is_kept_although_its_transaction_was_idle_for_too_long() -> None:
    tries = 0

    async def slow() -> object:
        nonlocal tries
        tries += 1
        user_id = await somebody()
        if tries == 1:
            await connection().execute_query(
                "SET LOCAL idle_in_transaction_session_timeout = '50ms'"
            )
            await asyncio.sleep(0.5)
            await one()
        return user_id

    async with asyncio.timeout(20):
        kept = await durably(slow)

    assert tries == 2
    assert await UserRow.all().values_list("id", flat=True) == [kept]


@pytest.mark.usefixtures("url")
async def test_answers_that_lock_each_other_out_are_both_kept() -> None:
    people = [await somebody() for _ in range(2)]
    both, tries = asyncio.Barrier(2), 0

    async def change(first: UUID, second: UUID) -> None:
        nonlocal tries
        tries += 1
        meeting = tries <= len(people)
        await UserRow.filter(id=first).update(is_active=False)
        if meeting:
            await both.wait()
        await UserRow.filter(id=second).update(is_active=False)

    async with asyncio.timeout(20):
        await asyncio.gather(
            durably(partial(change, *people)), durably(partial(change, *reversed(people)))
        )

    assert tries == 3


@pytest.mark.usefixtures("url")
async def test_a_process_that_froze_in_a_transaction_does_not_hold_its_locks_for_long() -> None:
    async with transaction():
        [row] = await connection().execute_query_dict(
            "SELECT extract(epoch FROM current_setting("
            "'idle_in_transaction_session_timeout')::interval) AS seconds"
        )

    assert 0 < row["seconds"] <= 15


@pytest.mark.usefixtures("url")
async def test_a_wrong_value_is_not_mistaken_for_an_absent_database() -> None:
    tries = 0

    async def wrong() -> None:
        nonlocal tries
        tries += 1
        await connection().execute_query_dict("SELECT $1::int", ["no number"])

    with pytest.raises(OperationalError, match="no number"):
        await durably(wrong)

    assert tries == 1


@pytest.mark.usefixtures("url")
async def test_a_task_that_outlives_the_transaction_it_began_in_goes_on_without_it() -> None:
    ended = asyncio.Event()
    done: list[str] = []

    async def note() -> None:
        done.append("noted")

    async def straggler() -> int:
        await ended.wait()
        await on_commit(note)
        async with transaction():
            await somebody()
            await on_commit(note)
        return await UserRow.all().count()

    async with transaction():
        task = asyncio.create_task(straggler())
    ended.set()

    assert await task == 1
    assert done == ["noted", "noted"]


@pytest.mark.usefixtures("url")
async def test_what_a_nested_transaction_promises_waits_for_the_outer_commit() -> None:
    done: list[int] = []

    async def note() -> None:
        done.append(await UserRow.all().count())

    async with transaction():
        async with transaction():
            await somebody()
            await on_commit(note)
        assert done == []
        await somebody()

    assert done == [2]


@pytest.mark.usefixtures("url")
async def test_nothing_is_promised_by_a_transaction_whose_commit_fails() -> None:
    done: list[str] = []

    async def note() -> None:
        done.append("noted")

    async def refused_at_commit() -> None:
        async with transaction():
            await connection().execute_script(
                "CREATE TEMP TABLE late (id int UNIQUE DEFERRABLE INITIALLY DEFERRED) "
                "ON COMMIT DROP; INSERT INTO late VALUES (1), (1)"
            )
            await on_commit(note)

    with pytest.raises(Exception, match="late_id_key"):
        await refused_at_commit()

    assert done == []
    assert Tortoise.get_connection("default") is connection()
    assert await one() == 1
