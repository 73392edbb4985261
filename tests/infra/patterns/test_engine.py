from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import psutil
import pytest

from app.domain.errors import RateLimited
from app.domain.lyrics.ports import SkipReason
from app.domain.lyrics.rules.ports import PatternProblem, Substitution
from app.infra.patterns.engine import MOST_OF_ONE_PERSON, PatternEngine
from app.infra.patterns.process import PatternProcess
from tests.infra.patterns.evil import BULKY, SLOW_TO_MATCH, TAMED, TAMED_TEXT, TEXT, TOO_LARGE

A_TO_B = Substitution(pattern="a", replacement="b")
CALM = Substitution(pattern="!", replacement="?")
ROOT = Path(__file__).parents[3]
ADA, BOB = UUID(int=1), UUID(int=2)
SLOW = Substitution(pattern=SLOW_TO_MATCH[0], replacement="")


@pytest.fixture
async def engine() -> AsyncIterator[PatternEngine]:
    engine = PatternEngine()
    yield engine
    await engine.aclose()


def process_of(engine: PatternEngine) -> psutil.Process:
    assert engine._processes.current is not None
    return psutil.Process(engine._processes.current.pid)


async def reason(engine: PatternEngine, substitution: Substitution) -> SkipReason | None:
    [outcome] = (await engine.substitute(ADA, TEXT, [substitution])).outcomes
    return outcome.problem.reason if outcome.problem else None


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


async def test_nothing_runs_before_it_is_needed_and_nothing_afterwards() -> None:
    engine = PatternEngine()
    assert (await engine.substitute(ADA, "a", [])).text == "a"
    assert engine._processes.current is None
    assert await engine.check(ADA, "a") is None
    process = process_of(engine)
    await engine.aclose()
    assert not process.is_running()


async def test_one_process_answers_everything(engine: PatternEngine) -> None:
    assert await engine.check(ADA, "(a") == PatternProblem(
        reason=SkipReason.INVALID, detail="missing )", position=2
    )
    process = process_of(engine)
    result = await engine.substitute(
        ADA, "ä🎵a", [A_TO_B, Substitution(pattern="b", replacement="$&!")]
    )
    found = await engine.find_lines(ADA, "x\nCHORUS\ny", ["chorus", "^x$", "nothing", "("])

    assert (result.text, [each.hits for each in result.outcomes]) == ("ä🎵b!", [1, 1])
    assert found.lines == ((0, 1), (2, 8))
    assert [each.hits for each in found.outcomes] == [1, 1, 0, 0]
    assert found.outcomes[3].problem is not None
    assert process_of(engine) == process


async def test_a_line_that_two_patterns_find_is_found_once(engine: PatternEngine) -> None:
    assert (await engine.find_lines(ADA, "a\nb", ["a", "A"])).lines == ((0, 1),)


async def test_the_process_is_nice_and_has_no_secret(
    engine: PatternEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JWT_SECRET_KEY", "canary")
    monkeypatch.setenv("OPENAI_API_KEY", "canary")
    await engine.check(ADA, "a")
    process = process_of(engine)
    assert process.nice() >= 10
    assert "canary" not in process.environ().values()
    assert os.getsid(process.pid) == process.pid


@pytest.mark.parametrize("pattern", SLOW_TO_MATCH)
async def test_a_slow_pattern_ends_and_spares_the_process(
    engine: PatternEngine, pattern: str
) -> None:
    await engine.check(ADA, "a")
    process = process_of(engine)
    assert await reason(engine, Substitution(pattern=pattern, replacement="")) == "timeout"
    assert process_of(engine) == process


@pytest.mark.parametrize("pattern", TAMED)
async def test_what_hangs_other_engines_is_answered(engine: PatternEngine, pattern: str) -> None:
    substitution = Substitution(pattern=pattern, replacement="")
    [outcome] = (await engine.substitute(ADA, TAMED_TEXT, [substitution])).outcomes
    assert outcome.problem is None


@pytest.mark.parametrize("pattern", TOO_LARGE)
async def test_a_large_pattern_is_refused_and_the_next_call_works(
    engine: PatternEngine, pattern: str
) -> None:
    problem = await engine.check(ADA, pattern)
    assert problem is not None
    assert problem.reason in (SkipReason.TIMEOUT, SkipReason.TOO_MUCH)
    assert await reason(engine, A_TO_B) is None


async def test_a_process_that_grew_is_replaced(engine: PatternEngine) -> None:
    await engine.check(ADA, BULKY)
    assert engine._processes.current is None
    assert await reason(engine, A_TO_B) is None


@pytest.mark.parametrize(
    ("number", "why"), [(signal.SIGPROF, "timeout"), (signal.SIGSEGV, "too_much")]
)
async def test_what_was_done_before_the_end_of_the_process_is_kept(
    engine: PatternEngine, number: signal.Signals, why: str
) -> None:
    await engine.check(ADA, "a")
    process = process_of(engine)
    before = process.cpu_times().user

    async def end() -> None:
        await until(lambda: process.cpu_times().user > before + 0.02)
        process.send_signal(number)

    killer = asyncio.create_task(end())
    result = await engine.substitute(
        ADA, TEXT, [CALM, Substitution(pattern="x", replacement=""), SLOW]
    )
    await killer

    assert result.text == TEXT.replace("!", "?")
    assert [each.hits for each in result.outcomes] == [200, 0, 0]
    assert result.outcomes[2].problem == PatternProblem(reason=SkipReason(why))
    assert await reason(engine, A_TO_B) is None


async def test_a_process_that_stands_still_is_killed(engine: PatternEngine) -> None:
    await engine.check(ADA, "a")
    process = process_of(engine)
    process.suspend()
    assert await reason(engine, A_TO_B) is SkipReason.TIMEOUT
    await until(lambda: not process.is_running())
    assert await reason(engine, A_TO_B) is None


async def test_a_process_that_was_killed_while_idle_is_replaced(engine: PatternEngine) -> None:
    await engine.check(ADA, "a")
    process_of(engine).kill()
    await until(
        lambda: engine._processes.current is not None and not engine._processes.current.alive
    )
    assert await reason(engine, A_TO_B) is None


@pytest.mark.parametrize("pause", [0, 0.001, 0.01, 0.05, 0.1])
async def test_who_goes_away_leaves_no_answer_to_others(
    engine: PatternEngine, pause: float
) -> None:
    gone = [asyncio.create_task(engine.substitute(ADA, TEXT, [SLOW, A_TO_B])) for _ in range(3)]
    await asyncio.sleep(pause)
    others = [
        asyncio.create_task(engine.substitute(UUID(int=n), f"a{n}", [A_TO_B])) for n in range(10)
    ]
    for task in gone:
        task.cancel()
    await asyncio.gather(*gone, return_exceptions=True)

    texts = [(await each).text for each in others]

    assert texts == [f"b{n}" for n in range(10)]


async def waiting(engine: PatternEngine, count: int) -> list[asyncio.Task[object]]:
    """So many calls behind a process that stands still."""
    await engine.check(ADA, "a")
    process_of(engine).suspend()
    tasks = [asyncio.create_task(_swallow(engine.check(ADA, "a"))) for _ in range(count + 1)]
    await until(lambda: engine._turns.waiting == count)
    return tasks


async def _swallow(call: Awaitable[object]) -> object:
    try:
        return await call
    except RateLimited as error:
        return error


async def test_only_so_many_may_wait() -> None:
    engine = PatternEngine(most_waiting=3)
    tasks = await waiting(engine, 2)
    tasks.append(asyncio.create_task(_swallow(engine.check(ADA, "a"))))
    await until(lambda: engine._turns.waiting == 3)
    with pytest.raises(RateLimited) as refused:
        await engine.check(ADA, "a")
    assert (refused.value.key, refused.value.params) == ("lyric_rule.busy", {"retryAfter": 1})
    process_of(engine).resume()
    assert await asyncio.gather(*tasks) == [None] * 4
    await engine.aclose()


async def test_only_so_many_calls_may_be_one_persons(engine: PatternEngine) -> None:
    tasks = await waiting(engine, MOST_OF_ONE_PERSON - 1)
    with pytest.raises(RateLimited) as refused:
        await engine.check(ADA, "a")
    assert (refused.value.key, refused.value.params) == ("lyric_rule.busy", {"retryAfter": 1})
    tasks.append(asyncio.create_task(_swallow(engine.check(BOB, "a"))))
    await until(lambda: engine._turns.waiting == MOST_OF_ONE_PERSON)
    process_of(engine).resume()
    assert await asyncio.gather(*tasks) == [None] * (MOST_OF_ONE_PERSON + 1)
    assert await engine.check(ADA, "a") is None
    assert engine._turns._people == {}


async def test_people_take_turns(engine: PatternEngine) -> None:
    tasks = await waiting(engine, 4)
    bobs = asyncio.create_task(engine.check(BOB, "a"))
    await until(lambda: engine._turns.waiting == 5)
    process_of(engine).resume()
    assert await bobs is None
    assert sum(task.done() for task in tasks) <= 2
    assert await asyncio.gather(*tasks) == [None] * 5


async def test_who_goes_away_while_waiting_leaves_the_place_to_others(
    engine: PatternEngine,
) -> None:
    tasks = await waiting(engine, 3)
    for task in tasks[1:]:
        task.cancel()
    await asyncio.gather(*tasks[1:], return_exceptions=True)
    others = [asyncio.create_task(engine.check(person, "a")) for person in (ADA, BOB)]
    process_of(engine).resume()
    assert await asyncio.gather(tasks[0], *others) == [None] * 3
    assert (engine._turns._people, engine._turns.waiting) == ({}, 0)


async def test_nobody_waits_too_long() -> None:
    engine = PatternEngine(longest_wait=0.05)
    tasks = await waiting(engine, 1)
    refused = await tasks[1]
    assert isinstance(refused, RateLimited)
    process_of(engine).resume()
    assert await tasks[0] is None
    assert await engine.check(ADA, "a") is None
    await engine.aclose()


async def test_the_process_ends_with_its_input() -> None:
    process = await PatternProcess.start()
    process._input.close()
    await process.ended()
    assert process._process.returncode == 0


async def test_the_process_of_a_killed_parent_ends_even_at_work() -> None:
    program = (
        "import asyncio\n"
        "from app.infra.patterns.process import PatternProcess\n"
        "async def main():\n"
        "    process = await PatternProcess.start()\n"
        "    print(process.pid, flush=True)\n"
        f"    rules = [[{SLOW.pattern!r}, ''] for _ in range(9)]\n"
        f"    question = {{'task': 'substitute', 'text': {TEXT!r}, 'rules': rules}}\n"
        "    await process.ask(question, 99)\n"
        "asyncio.run(main())\n"
    )
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    assert parent.stdout is not None
    child = psutil.Process(int(await parent.stdout.readline()))
    parent.send_signal(signal.SIGKILL)
    await parent.wait()
    with suppress(psutil.NoSuchProcess):
        await until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
