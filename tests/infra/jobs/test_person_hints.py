"""Whoever follows a person is woken by what happens in any process, and by the clock without it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

from arq.connections import ArqRedis

from app.bootstrap.studio import connect_redis
from app.infra.live.bell import LocalBell
from app.infra.live.hints import CHANNEL, HintListener, HintPublisher, PersonHints


async def heard_of(redis: ArqRedis, send: Callable[[], Awaitable[object]]) -> tuple[int, UUID]:
    """How often a job was hinted at till somebody was stirred, and who that is."""
    people: list[UUID] = []
    jobs: list[UUID] = []
    listener = HintListener(redis, lambda job_id, _: jobs.append(job_id), people.append)
    listening = asyncio.create_task(listener.run())
    async with asyncio.timeout(10):
        while not people:
            await send()
            await asyncio.sleep(0.02)
        jobs.clear()
        people.clear()
        await send()
        while not people:
            await asyncio.sleep(0.02)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    return len(jobs), people[0]


async def test_a_change_of_a_job_or_of_equipment_stirs_its_owner(redis_url: str) -> None:
    redis, ada = connect_redis(redis_url), uuid4()
    try:
        jobs, person = await heard_of(redis, lambda: HintPublisher(redis).publish(uuid4(), 1, ada))
        assert (jobs >= 1, person) == (True, ada)
        assert await heard_of(redis, lambda: PersonHints(redis).changed(ada)) == (0, ada)
    finally:
        await redis.aclose()


async def test_a_hint_of_an_older_process_is_a_hint_of_the_job_alone(redis_url: str) -> None:
    redis, ada, old = connect_redis(redis_url), uuid4(), uuid4()

    async def both() -> None:
        await redis.publish(CHANNEL, f"{old} 1")
        await PersonHints(redis).changed(ada)

    try:
        jobs, person = await heard_of(redis, both)
        assert (jobs >= 1, person) == (True, ada)
    finally:
        await redis.aclose()


async def test_a_bell_rings_for_its_person_and_loses_no_ring() -> None:
    bell, ada, bob = LocalBell(reread=1000), uuid4(), uuid4()
    with bell.listening(ada) as one, bell.listening(ada) as other:
        bell.stir(bob)
        waiting = asyncio.ensure_future(one())
        await asyncio.sleep(0.02)
        assert not waiting.done()
        bell.stir(ada)
        async with asyncio.timeout(10):
            await waiting
            await other()
        again = asyncio.ensure_future(one())
        await asyncio.sleep(0.02)
        assert not again.done()
        again.cancel()
    assert not bell._listeners


async def test_a_bell_rings_by_itself_after_a_while() -> None:
    with LocalBell(reread=0.01).listening(uuid4()) as ring:
        async with asyncio.timeout(10):
            await ring()
            await ring()
