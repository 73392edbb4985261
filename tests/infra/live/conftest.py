from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Protocol

import pytest
from arq.connections import ArqRedis

from app.bootstrap.studio import connect_redis
from app.domain.language.ports import TextDrafts
from app.infra.live.texts import LiveTexts
from tests.infra.live.reading import GENEROUS

REREAD = 0.2


class Process(Protocol):
    """Makes what a process of its own has."""

    def __call__(
        self, drafts: TextDrafts, reread: float = REREAD, patience: float = GENEROUS
    ) -> LiveTexts: ...


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[ArqRedis]:
    client = connect_redis(redis_url)
    await client.flushdb()
    yield client
    await client.aclose()


@pytest.fixture
async def process(redis_url: str) -> AsyncIterator[Process]:
    async with AsyncExitStack() as stack:

        def begun(
            drafts: TextDrafts, reread: float = REREAD, patience: float = GENEROUS
        ) -> LiveTexts:
            client = connect_redis(redis_url)
            texts = LiveTexts(client, drafts, reread=reread, patience=patience)
            stack.push_async_callback(client.aclose)
            stack.push_async_callback(texts.aclose)
            return texts

        yield begun
