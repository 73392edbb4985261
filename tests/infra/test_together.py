from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from app.infra.together import Together


class Teller:
    """Tells each number what it was once the round began; rounds wait when they are held."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []
        self.begun = 0
        self.errors: list[BaseException | None] = []
        self.surplus = 0
        self._allowed: asyncio.Semaphore | None = None

    def hold(self) -> None:
        self._allowed = asyncio.Semaphore(0)

    def let_through(self, rounds: int = 1) -> None:
        assert self._allowed is not None
        for _ in range(rounds):
            self._allowed.release()

    async def __call__(self, questions: list[int]) -> Sequence[str]:
        self.rounds.append(questions)
        self.begun += 1
        answers = [f"{each} in round {self.begun}" for each in questions]
        if self._allowed is not None:
            await self._allowed.acquire()
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        if self.surplus < 0:
            return answers[: self.surplus]
        return answers + ["nobody's"] * self.surplus


@pytest.fixture
def teller() -> Teller:
    return Teller()


@pytest.fixture
def together(teller: Teller) -> Together[int, str]:
    return Together(teller, most=3)


Asking = list[asyncio.Task[str]]


async def asked(together: Together[int, str], *questions: int) -> Asking:
    """The questions on their way, asked one after the other."""
    tasks = [asyncio.create_task(together.ask(each)) for each in questions]
    await settled()
    return tasks


async def answer(together: Together[int, str], question: int) -> str:
    async with asyncio.timeout(5):
        return await together.ask(question)


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def outcomes(tasks: Asking) -> list[str | BaseException]:
    async with asyncio.timeout(5):
        return await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_question_alone_is_asked_at_once(
    together: Together[int, str], teller: Teller
) -> None:
    assert await answer(together, 7) == "7 in round 1"
    assert await answer(together, 8) == "8 in round 2"
    assert teller.rounds == [[7], [8]]


async def test_questions_of_one_moment_travel_together_and_are_answered_in_order(
    together: Together[int, str], teller: Teller
) -> None:
    answers = await outcomes(await asked(together, 3, 1, 2))
    assert answers == ["3 in round 1", "1 in round 1", "2 in round 1"]
    assert teller.rounds == [[3, 1, 2]]


async def test_an_answer_never_began_before_its_question(
    together: Together[int, str], teller: Teller
) -> None:
    teller.hold()
    first = await asked(together, 1)
    # The same question again: what is on its way may be old news by now.
    later = [*await asked(together, 1), *await asked(together, 2)]
    assert teller.rounds == [[1]]
    teller.let_through()
    assert await outcomes(first) == ["1 in round 1"]
    await settled()
    assert not any(each.done() for each in later)
    teller.let_through()
    assert await outcomes(later) == ["1 in round 2", "2 in round 2"]
    assert teller.rounds == [[1], [1, 2]]


async def test_no_round_is_larger_than_allowed_and_nobody_is_left_out(
    together: Together[int, str], teller: Teller
) -> None:
    answers = await outcomes(await asked(together, *range(8)))
    assert answers == [f"{each} in round {1 + each // 3}" for each in range(8)]
    assert teller.rounds == [[0, 1, 2], [3, 4, 5], [6, 7]]


async def test_rounds_follow_one_another_and_never_overlap(
    together: Together[int, str], teller: Teller
) -> None:
    teller.hold()
    tasks = await asked(together, *range(8))
    for number in range(1, 4):
        assert len(teller.rounds) == number
        teller.let_through()
        await settled()
    assert all(each.done() for each in tasks)


async def test_an_error_reaches_all_of_its_round_and_nobody_else(
    together: Together[int, str], teller: Teller
) -> None:
    teller.errors = [None, OSError("away")]
    answers = await outcomes(await asked(together, *range(9)))
    assert answers[:3] == [f"{each} in round 1" for each in range(3)]
    assert [str(each) for each in answers[3:6]] == ["away"] * 3
    assert answers[6:] == [f"{each} in round 3" for each in range(6, 9)]


async def test_after_an_error_it_is_asked_anew(
    together: Together[int, str], teller: Teller
) -> None:
    teller.errors = [TimeoutError("late")]
    failed = await outcomes(await asked(together, 1, 2, 3))
    assert [type(each) for each in failed] == [TimeoutError] * 3
    assert await answer(together, 4) == "4 in round 2"


@pytest.mark.parametrize("cancelled", [0, 1, 2])
async def test_who_is_cancelled_on_the_way_takes_nobody_along(
    together: Together[int, str], teller: Teller, cancelled: int
) -> None:
    teller.hold()
    tasks = await asked(together, 0, 1, 2)
    tasks[cancelled].cancel()
    await settled()
    assert tasks.pop(cancelled).cancelled()
    teller.let_through()
    expected = [f"{each} in round 1" for each in range(3) if each != cancelled]
    assert await outcomes(tasks) == expected


async def test_who_is_cancelled_while_waiting_takes_nobody_along(
    together: Together[int, str], teller: Teller
) -> None:
    teller.hold()
    tasks = await asked(together, 0)
    tasks += await asked(together, 1, 2)
    tasks[1].cancel()
    teller.let_through(2)
    assert await outcomes([tasks[0], tasks[2]]) == ["0 in round 1", "2 in round 2"]
    assert tasks[1].cancelled()


async def test_when_everybody_is_cancelled_the_next_one_is_answered(
    together: Together[int, str], teller: Teller
) -> None:
    teller.hold()
    for each in (tasks := await asked(together, *range(5))):
        each.cancel()
    await settled()
    assert all(each.cancelled() for each in tasks)
    teller.let_through(3)
    assert (await answer(together, 5)).startswith("5 in round")


async def test_an_error_for_somebody_who_has_gone_reaches_the_others(
    together: Together[int, str], teller: Teller
) -> None:
    teller.hold()
    teller.errors = [OSError("away")]
    gone, *others = await asked(together, 0, 1, 2)
    gone.cancel()
    teller.let_through()
    assert [type(each) for each in await outcomes(others)] == [OSError, OSError]
    assert gone.cancelled()


async def test_asking_that_is_cancelled_from_outside_leaves_nobody_waiting(
    together: Together[int, str], teller: Teller
) -> None:
    teller.hold()
    tasks = await asked(together, *range(7))
    teller.errors = [asyncio.CancelledError()]
    teller.let_through(9)
    await outcomes(tasks)
    assert all(each.cancelled() for each in tasks)
    assert (await answer(together, 8)).startswith("8 in round")


@pytest.mark.parametrize("surplus", [-1, -3])
async def test_too_few_answers_are_an_error_and_leave_nobody_waiting(
    together: Together[int, str], teller: Teller, surplus: int
) -> None:
    teller.surplus = surplus
    answers = await outcomes(await asked(together, 1, 2, 3))
    assert isinstance(answers[-1], ValueError)
    teller.surplus = 0
    assert await answer(together, 4) == "4 in round 2"


@pytest.mark.parametrize("surplus", [-1, 1])
async def test_a_wrong_number_of_answers_is_an_error_for_everybody(
    together: Together[int, str], teller: Teller, surplus: int
) -> None:
    teller.surplus = surplus
    answers = await outcomes(await asked(together, 1, 2, 3))
    assert [type(each) for each in answers] == [ValueError] * 3
