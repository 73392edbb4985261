"""Servers of a test's own, which it may kill, freeze and start again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from app.bootstrap import Studio
from app.infra.embedded.servers import EmbeddedValkey
from app.infra.settings import Settings
from tests.chaos.gate import Gate, gate_before
from tests.studio import Mock, running_studio


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[EmbeddedValkey]:
    server = EmbeddedValkey(tmp_path / "valkey", append_only=False, log=tmp_path / "valkey.log")
    server.start()
    try:
        yield server
    finally:
        if server.process is not None:
            server.process.kill()
        server.stop()


@pytest.fixture
async def gate(mock: Mock) -> AsyncIterator[Gate]:
    async with gate_before(mock.url) as gate:
        yield gate


@pytest.fixture
def victim(settings: Settings, gate: Gate, db: str) -> Settings:
    """Settings of the processes that are mistreated: short leases, long patience."""
    assert db
    return settings.model_copy(
        update={
            "mureka_base_url": gate.url,
            "mureka_timeout": 60,
            "mureka_concurrency": 3,
            "mureka_job_deadline": 120,
            "job_lease": 1,
            "job_sweep_interval": 0.1,
        }
    )


@pytest.fixture
def heir(victim: Settings) -> Settings:
    """Settings of who takes over: soon done with waiting for what nobody knows."""
    return victim.model_copy(update={"mureka_timeout": 0.5})


@pytest.fixture
async def heirs_studio(heir: Settings) -> AsyncIterator[Studio]:
    async with running_studio(heir) as studio:
        await studio.redis.flushdb()
        yield studio
