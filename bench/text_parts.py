"""The two processes of `bench.texts`: one writes texts, one reads them all along.

`python -m bench.text_parts write|read WISH`, WISH being JSON.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from app.bootstrap.studio import connect_redis
from app.domain.jobs.model import JobStage, JobStatus
from app.domain.jobs.ports import Claim, JobUpdate
from app.domain.language.ports import Snapshot
from app.infra.database import close_database, open_database, transaction
from app.infra.live.texts import LiveTexts
from app.infra.repositories.jobs import JobRepository
from app.infra.repositories.text_drafts import TextDraftRepository
from bench.facts import WrongFacts

LEASE: Final = 600.0
_POOL: Final = 10
_WORD: Final = "lorem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What both processes are told; times are those of the clock that they share.

    Pieces count that are written between `begins` and `ends`; `readers` are those of each text.
    """

    database_url: str
    redis_url: str
    jobs: Sequence[str]
    readers: int
    per_second: float
    begins: float
    ends: float


async def ignore(_: UUID, __: int, ___: UUID) -> None:
    """Nobody follows the jobs themselves."""
    return


async def _write(wish: Wish) -> None:
    """The worker-like process."""
    await open_database(wish.database_url, minsize=1, maxsize=_POOL)
    queue, drafts = JobRepository(lease=LEASE, publish=ignore), TextDraftRepository()
    redis = connect_redis(wish.redis_url)
    texts = LiveTexts(redis, drafts)
    claims = await queue.claim_due(len(wish.jobs))
    await asyncio.gather(*(_write_one(wish, texts, drafts, queue, claim) for claim in claims))
    await texts.aclose()
    await redis.aclose()
    await close_database()


async def _write_one(
    wish: Wish, texts: LiveTexts, drafts: TextDraftRepository, queue: JobRepository, claim: Claim
) -> None:
    job_id, seq, text = claim.job.id, 0, ""
    writer, kept_at = texts.writer(job_id), time.monotonic() + random.random()  # noqa: S311 - spread
    keeping: asyncio.Task[Any] | None = None
    while (now := time.monotonic()) < wish.ends:
        piece = f"{_WORD} {now:.6f}\n"
        seq, text = seq + 1, text + piece
        writer.write(seq, piece)
        if now - kept_at >= 1:
            kept_at = now
            if keeping:
                await keeping
            keeping = asyncio.create_task(drafts.keep(job_id, claim.lease, seq, text))
        await asyncio.sleep(random.uniform(0.5, 1.5) / wish.per_second)  # noqa: S311 - the same
    if keeping:
        await keeping
    end = JobUpdate(
        status=JobStatus.SUCCEEDED, stage=JobStage.DONE, due_in=None, text=text, text_seq=seq
    )
    async with transaction():
        await queue.save(claim, end)
        await drafts.remove(job_id)
    writer.close()


async def _read(wish: Wish) -> None:
    """The API-like process. Tells the lags of all pieces in seconds."""
    await open_database(wish.database_url, minsize=1, maxsize=_POOL)
    redis = connect_redis(wish.redis_url)
    texts = LiveTexts(redis, TextDraftRepository())
    lags: list[float] = []
    snapshots = await asyncio.gather(
        *(
            _read_one(wish, texts, UUID(job_id), lags)
            for job_id in wish.jobs
            for _ in range(wish.readers)
        )
    )
    sys.stdout.write(json.dumps({"lags": lags, "snapshots": sum(snapshots)}))
    await texts.aclose()
    await redis.aclose()
    await close_database()


async def _read_one(wish: Wish, texts: LiveTexts, job_id: UUID, lags: list[float]) -> int:
    snapshots, seq = 0, 0
    async for each in texts.follow(job_id, None):
        if isinstance(each, Snapshot):
            snapshots += 1
        else:
            if each.seq != seq + 1:
                raise WrongFacts(f"piece {each.seq} came after {seq}")
            now, written = time.monotonic(), float(each.text.split()[1])
            if wish.begins <= written < wish.ends:
                lags.append(now - written)
        seq = each.seq
    return snapshots


if __name__ == "__main__":
    part = {"write": _write, "read": _read}[sys.argv[1]]
    asyncio.run(part(Wish(**json.loads(sys.argv[2]))))
