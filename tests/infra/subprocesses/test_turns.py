from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from app.domain.errors import RateLimited
from app.infra.subprocesses.turns import FairTurns, Turns

ADA, BOB, CID = UUID(int=1), UUID(int=2), UUID(int=3)


async def taken(turns: Turns, order: list[int], number: int, until: asyncio.Event) -> None:
    async with turns():
        order.append(number)
        await until.wait()


async def begun(count: int = 5) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_so_many_have_a_turn_so_many_wait_and_the_next_is_turned_away() -> None:
    turns = Turns(busy="overlay.busy", at_once=2, most_waiting=3, longest_wait=20)
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
    turns = Turns(busy="overlay.busy", at_once=1, most_waiting=0, longest_wait=20)
    async with turns():
        with pytest.raises(RateLimited):
            await turns().__aenter__()
    async with turns():
        pass


async def test_who_waits_too_long_is_turned_away_and_the_others_go_on_waiting() -> None:
    turns = Turns(busy="overlay.busy", at_once=1, most_waiting=2, longest_wait=0.01)
    async with turns():
        with pytest.raises(RateLimited):
            await turns().__aenter__()
    async with turns():
        pass


async def test_who_gives_up_waiting_or_working_leaves_the_turn_to_others() -> None:
    turns = Turns(busy="overlay.busy", at_once=1, most_waiting=2, longest_wait=20)
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
    turns = Turns(busy="overlay.busy", at_once=1, most_waiting=0, longest_wait=20)
    with pytest.raises(ValueError, match="broken"):
        async with turns():
            raise ValueError("broken")
    async with turns():
        pass


def fair(*, at_once: int = 1, most_waiting: int = 9, longest_wait: float = 20) -> FairTurns:
    return FairTurns(
        busy="lyric_rule.busy",
        at_once=at_once,
        most_waiting=most_waiting,
        most_of_one_person=4,
        longest_wait=longest_wait,
    )


async def taken_by(turns: FairTurns, person: UUID, order: list[UUID]) -> None:
    async with turns(person):
        order.append(person)
        await begun()


@pytest.mark.parametrize("at_once", [1, 2])
async def test_who_asks_for_many_turns_keeps_others_waiting_for_no_more_than_are_given_at_once(
    at_once: int,
) -> None:
    turns = fair(at_once=at_once)
    order: list[UUID] = []
    wishes = [ADA] * 4 + [BOB] * 2 + [CID]

    await asyncio.gather(*[taken_by(turns, person, order) for person in wishes])

    assert sorted(order) == wishes
    assert order.index(BOB) == at_once
    assert order.index(CID) <= 2 * at_once
    assert (turns._people, turns.waiting) == ({}, 0)


async def test_a_person_alone_has_all_the_turns_that_are_given_at_once() -> None:
    turns = fair(at_once=2)
    async with turns(ADA), turns(ADA):
        third = asyncio.create_task(taken_by(turns, ADA, []))
        await begun()
        assert turns.waiting == 1
    await third


async def test_only_so_many_calls_may_be_one_persons() -> None:
    turns = fair()
    order: list[UUID] = []
    async with turns(ADA):
        tasks = [asyncio.create_task(taken_by(turns, ADA, order)) for _ in range(3)]
        await begun()
        with pytest.raises(RateLimited) as refused:
            await turns(ADA).__aenter__()
        tasks.append(asyncio.create_task(taken_by(turns, BOB, order)))
        await begun()
        assert turns.waiting == 4
    await asyncio.gather(*tasks)

    assert (refused.value.key, refused.value.params) == ("lyric_rule.busy", {"retryAfter": 1})
    assert sorted(order) == [ADA, ADA, ADA, BOB]


async def test_only_so_many_calls_of_everybody_may_wait() -> None:
    turns = fair(most_waiting=2)
    async with turns(ADA):
        tasks = [asyncio.create_task(taken_by(turns, each, [])) for each in (ADA, BOB)]
        await begun()
        with pytest.raises(RateLimited):
            await turns(CID).__aenter__()
    await asyncio.gather(*tasks)
    assert turns._people == {}


async def test_who_waits_too_long_in_either_line_is_turned_away_and_leaves_nothing_behind() -> None:
    turns = fair(longest_wait=0.01)
    async with turns(ADA):
        for person in (ADA, BOB):
            with pytest.raises(RateLimited):
                await turns(person).__aenter__()
    assert (turns._people, turns.waiting) == ({}, 0)
    async with turns(ADA):
        pass


async def test_a_person_who_goes_away_while_waiting_leaves_the_place_to_others() -> None:
    turns = fair()
    order: list[UUID] = []
    async with turns(ADA):
        gone = [asyncio.create_task(taken_by(turns, each, order)) for each in (ADA, BOB)]
        await begun()
        for task in gone:
            task.cancel()
        await asyncio.gather(*gone, return_exceptions=True)
        stay = asyncio.create_task(taken_by(turns, BOB, order))
        await begun()
    await stay
    assert order == [BOB]
    assert (turns._people, turns.waiting) == ({}, 0)
