from __future__ import annotations

import asyncio

import pytest

from app.domain.errors import RateLimited
from app.infra.overlay.turns import Turns


async def taken(turns: Turns, order: list[int], number: int, until: asyncio.Event) -> None:
    async with turns():
        order.append(number)
        await until.wait()


async def begun(count: int = 5) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_so_many_have_a_turn_so_many_wait_and_the_next_is_turned_away() -> None:
    turns = Turns(at_once=2, most_waiting=3, longest_wait=20)
    order: list[int] = []
    done = asyncio.Event()
    tasks = [asyncio.create_task(taken(turns, order, each, done)) for each in range(5)]
    await begun()
    assert order == [0, 1]

    with pytest.raises(RateLimited) as refused:
        async with turns():
            pass

    assert (refused.value.key, refused.value.params) == ("overlay.busy", {"retryAfter": 1})
    done.set()
    await asyncio.gather(*tasks)
    assert order == [0, 1, 2, 3, 4]
    async with turns():
        pass


async def test_without_a_queue_a_free_turn_is_given_all_the_same() -> None:
    turns = Turns(at_once=1, most_waiting=0, longest_wait=20)
    async with turns():
        with pytest.raises(RateLimited):
            await turns().__aenter__()
    async with turns():
        pass


async def test_who_waits_too_long_is_turned_away_and_the_others_go_on_waiting() -> None:
    turns = Turns(at_once=1, most_waiting=2, longest_wait=0.01)
    async with turns():
        with pytest.raises(RateLimited):
            await turns().__aenter__()
    async with turns():
        pass


async def test_who_gives_up_waiting_or_working_leaves_the_turn_to_others() -> None:
    turns = Turns(at_once=1, most_waiting=2, longest_wait=20)
    order: list[int] = []
    never = asyncio.Event()
    tasks = [asyncio.create_task(taken(turns, order, each, never)) for each in range(3)]
    await begun()
    tasks[1].cancel()
    tasks[0].cancel()
    await asyncio.gather(*tasks[:2], return_exceptions=True)
    await begun()
    assert order == [0, 2]
    tasks[2].cancel()
    await asyncio.gather(tasks[2], return_exceptions=True)
    async with turns():
        pass


async def test_an_error_of_who_has_the_turn_gives_it_back() -> None:
    turns = Turns(at_once=1, most_waiting=0, longest_wait=20)
    with pytest.raises(ValueError, match="broken"):
        async with turns():
            raise ValueError("broken")
    async with turns():
        pass
