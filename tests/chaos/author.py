"""A process that writes a text until it is killed: `python -m tests.chaos.author DB REDIS JOB`.

Says "writing" once it holds the job.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from uuid import UUID

from app.bootstrap.studio import connect_redis
from app.infra.database import open_database
from app.infra.live.texts import LiveTexts
from app.infra.repositories.jobs import JobRepository
from app.infra.repositories.text_drafts import TextDraftRepository

PIECES: Sequence[str] = [f"{number}. " for number in range(1, 20_001)]
KEEP_EVERY = 40


async def ignore(_: UUID, __: int, ___: UUID) -> None:
    return


async def write(database_url: str, redis_url: str, job_id: UUID) -> None:
    await open_database(database_url, minsize=1, maxsize=2)
    drafts = TextDraftRepository()
    texts = LiveTexts(connect_redis(redis_url), drafts)
    claim = await JobRepository(lease=1, publish=ignore).claim(job_id)
    assert claim is not None
    sys.stdout.write("writing\n")
    sys.stdout.flush()
    writer = texts.writer(job_id)
    for seq, piece in enumerate(PIECES, 1):
        writer.write(seq, piece)
        if seq % KEEP_EVERY == 0:
            await drafts.keep(job_id, claim.lease, seq, "".join(PIECES[:seq]))
        await asyncio.sleep(0.005)


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], sys.argv[2], UUID(sys.argv[3])))
