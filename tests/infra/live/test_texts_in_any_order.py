"""Whatever happens to a text on its way, each reader puts exactly that text together."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from arq.connections import ArqRedis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.language.ports import TextWriter
from app.infra.live.texts import LiveTexts
from app.infra.repositories.text_drafts import TextDraftRepository
from tests.infra.live.conftest import Process
from tests.infra.live.reading import Reader
from tests.infra.live.rows import Author, an_author

EXAMPLES = 60
PIECES: Final = [f"{number}ü " for number in range(1, 2001)]

steps = st.one_of(
    st.tuples(st.just("write"), st.integers(1, 20)),
    st.tuples(st.just("lose"), st.integers(1, 5)),
    st.tuples(st.just("pause"), st.sampled_from([0, 1, 3, 20, 60])),
    st.tuples(st.just("keep"), st.just(0)),
    st.tuples(st.just("flushdb"), st.just(0)),
    st.tuples(st.just("join"), st.integers(-1, 130)),
    st.tuples(st.just("leave"), st.integers(0, 5)),
    st.tuples(st.just("come back"), st.integers(0, 1)),
)


@dataclass
class Stage:
    """A text, its author, and readers in two other processes."""

    author: Author
    writer: TextWriter
    processes: list[LiveTexts]
    redis: ArqRedis
    seq: int = 0
    readers: list[Reader] = field(default_factory=list)

    async def play(self, what: str, number: int) -> None:
        match what:
            case "write":
                for _ in range(number):
                    self.seq += 1
                    self.writer.write(self.seq, PIECES[self.seq - 1])
            case "lose":
                self.seq += number
            case "pause":
                await asyncio.sleep(number / 1000)
            case "keep":
                await self.author.keep(self.seq, "".join(PIECES[: self.seq]))
            case "flushdb":
                await self.redis.flushdb()
            case "join":
                self.join(None if number < 0 else number, len(self.readers) % 2)
            case "leave" if number < len(self.readers):
                await self.readers[number].leaves()
            case "come back" if self.readers:
                await self.readers[-1].leaves()
                self.join(self.readers.pop().seq, number)

    def join(self, after: int | None, process: int) -> None:
        texts, reader = self.processes[process], Reader(PIECES)
        self.readers.append(reader.follow(texts, self.author.job_id, after))

    async def end(self, kept: int | None) -> None:
        """The end by its author, or by the heir of an author that died: with what was kept."""
        if kept is None:
            await self.author.finish(self.seq, "".join(PIECES[: self.seq]))
            self.writer.close()
        else:
            state = await self.author.drafts.read(self.author.job_id)
            assert state is not None
            self.seq = state.seq
            await self.author.finish(state.seq, state.text)


async def test_any_interleaving_gives_every_reader_exactly_the_text(
    db: str, redis: ArqRedis, process: Process
) -> None:
    drafts, loop = TextDraftRepository(), asyncio.get_running_loop()
    here, *there = (process(drafts, patience=0.1) for _ in range(3))
    seen: Counter[str] = Counter()

    async def played(plot: list[tuple[str, int]], died: int | None) -> None:
        author = await an_author(drafts)
        stage = Stage(author, here.writer(author.job_id), there, redis)
        for what, number in plot:
            await stage.play(what, number)
        await stage.end(died)
        whole = "".join(PIECES[: stage.seq])
        for reader in stage.readers:
            assert reader.task is not None
            if not reader.task.cancelled():
                assert await reader.end() == whole
                seen.update(type(each).__name__ for each in reader.got)
        stage.writer.close()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(steps, min_size=5, max_size=40), st.sampled_from([None, None, 0]))
    def every(plot: list[tuple[str, int]], died: int | None) -> None:
        asyncio.run_coroutine_threadsafe(played(plot, died), loop).result()

    run: Callable[[], None] = every
    await asyncio.to_thread(run)
    assert seen["Token"] > EXAMPLES
    assert seen["Snapshot"] > EXAMPLES
