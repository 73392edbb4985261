"""Texts on their way while Valkey is killed or frozen, or their author is."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.studio import connect_redis
from app.domain.jobs.model import JobKind
from app.infra.embedded.children import spawn
from app.infra.embedded.servers import EmbeddedValkey
from app.infra.live.texts import LiveTexts
from app.infra.repositories.jobs import JobRepository
from app.infra.repositories.text_drafts import TextDraftRepository
from app.infra.settings import Settings
from tests.chaos.author import PIECES, ignore
from tests.chaos.processes import GENEROUS, environment
from tests.chaos.test_frozen_valkey import frozen
from tests.infra.jobs.rows import somebody
from tests.infra.live.reading import Reader, until
from tests.infra.live.rows import Author, a_job, an_author

Trouble = Callable[[EmbeddedValkey], AbstractAsyncContextManager[None]]


@dataclass
class Stage:
    """Three processes: one writes, two read."""

    here: LiveTexts
    there: list[LiveTexts]
    drafts: TextDraftRepository

    def readers(self, job_id: UUID, after: int | None = None) -> list[Reader]:
        return [Reader(PIECES).follow(texts, job_id, after) for texts in self.there]


@pytest.fixture
async def stage(valkey: EmbeddedValkey, db: str) -> AsyncIterator[Stage]:
    assert db
    drafts = TextDraftRepository()
    async with AsyncExitStack() as stack:
        made = []
        for _ in range(3):
            client = connect_redis(valkey.url)
            texts = LiveTexts(client, drafts, reread=0.3)
            stack.push_async_callback(client.aclose)
            stack.push_async_callback(texts.aclose)
            made.append(texts)
        yield Stage(made[0], made[1:], drafts)


@asynccontextmanager
async def killed_and_back(valkey: EmbeddedValkey) -> AsyncIterator[None]:
    assert valkey.process is not None
    valkey.process.kill()
    valkey.process.wait()
    try:
        yield
    finally:
        valkey.start()


@pytest.mark.parametrize("trouble", [killed_and_back, frozen])
async def test_nobody_loses_a_piece_while_valkey_is_away_and_texts_are_live_again_afterwards(
    stage: Stage, valkey: EmbeddedValkey, trouble: Trouble
) -> None:
    author = await an_author(stage.drafts)
    writer = stage.here.writer(author.job_id)
    seq = 0

    async def write(count: int) -> None:
        nonlocal seq
        for _ in range(count):
            seq += 1
            writer.write(seq, PIECES[seq - 1])
            if seq % 40 == 0:
                await author.keep(seq, "".join(PIECES[:seq]))
            await asyncio.sleep(0.005)

    readers = stage.readers(author.job_id)
    await write(100)
    for each in readers:
        await each.comes_to(100)
        assert len(each.snapshots) == 1
    async with trouble(valkey):
        await write(200)
        for each in readers:
            await until(lambda each=each: each.seq is not None and each.seq >= 200)  # type: ignore[misc]
        readers += stage.readers(author.job_id, 150)
        await write(20)
    await write(600)
    for each in readers:
        await each.comes_to(seq)
        assert len(each.got) > 200, "the pieces after the trouble come singly again"
    await author.finish(seq, "".join(PIECES[:seq]))
    writer.close()
    readers += stage.readers(author.job_id, seq - 3)

    assert {await each.end() for each in readers} == {"".join(PIECES[:seq])}


async def test_the_text_of_an_author_that_was_killed_ends_with_what_it_kept(
    stage: Stage, valkey: EmbeddedValkey, settings: Settings, tmp_path: Path
) -> None:
    queue = JobRepository(lease=60, publish=ignore)
    job_id = await a_job(queue, await somebody(), JobKind.LYRIC_AI)
    readers = stage.readers(job_id)
    log = tmp_path / "author.log"
    with log.open("wb") as output:
        process = spawn(
            [
                *(sys.executable, "-m", "tests.chaos.author"),
                *(settings.database_url, valkey.url, str(job_id)),
            ],
            env=environment(settings),
            death_signal=signal.SIGKILL,
            output=output,
            cwd=tmp_path,
        )
    try:
        async with asyncio.timeout(GENEROUS):
            while readers[0].seq is None or readers[0].seq < 130:
                assert process.poll() is None, log.read_text()
                await asyncio.sleep(0.01)
    finally:
        process.kill()
        process.wait()
    shown = readers[0].seq
    readers += stage.readers(job_id, shown)
    async with asyncio.timeout(GENEROUS):
        while (claim := await queue.claim(job_id)) is None:
            await asyncio.sleep(0.05)
    heir = Author(queue, stage.drafts, claim)
    kept = await stage.drafts.read(job_id)
    assert kept is not None
    assert 0 < kept.seq <= shown
    await heir.finish(kept.seq, kept.text)

    assert {await each.end() for each in readers} == {kept.text}
