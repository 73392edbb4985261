"""Whoever finds out how the studio is."""

from __future__ import annotations

import time
from functools import partial

from arq.connections import ArqRedis

from app import __version__
from app.bootstrap.images import OPENAI
from app.bootstrap.language import OLLAMA
from app.domain.health.ports import Check
from app.domain.health.service import HealthService
from app.infra.health import (
    FolderCheck,
    JobsAtLarge,
    ProviderCheck,
    RedisCheck,
    log_failure,
    postgres,
)
from app.infra.jobs.heartbeat import RedisRoll
from app.infra.settings import Settings
from app.infra.storage.stores import StoreSet

_NEVER_THERE = "health/nothing"
"""A key that no file has: whoever can say so can be asked for others."""


def provider_checks(settings: Settings) -> dict[str, ProviderCheck | None]:
    """By provider, where it is really asked; None for one without an address or key.

    To be closed. Connects to nothing.
    """
    openai = settings.openai_base_url or OPENAI
    wanted = {
        "mureka": (settings.mureka_base_url, bool(settings.mureka_api_key.get_secret_value())),
        "openai": (openai, bool(settings.openai_api_key.get_secret_value())),
        "ollama": (settings.ollama_url or OLLAMA, True),
    }
    return {
        name: ProviderCheck(url) if url and configured else None
        for name, (url, configured) in wanted.items()
    }


def health_service(
    settings: Settings,
    redis: ArqRedis,
    storage: StoreSet,
    providers: dict[str, ProviderCheck | None],
) -> HealthService:
    """What `/health`, `health` and `/metrics` ask."""
    keeps: Check = (
        FolderCheck(settings.data_dir)
        if settings.store == "filesystem"
        else partial(_answers, storage)
    )
    return HealthService(
        version=__version__,
        required={"database": postgres, "redis": RedisCheck(redis)},
        optional={"storage": keeps},
        providers=dict(providers),
        queue=JobsAtLarge(),
        roll=RedisRoll(redis),
        stopwatch=time.monotonic,
        failed=log_failure,
    )


async def _answers(storage: StoreSet) -> None:
    await storage.named(storage.backend).exists(_NEVER_THERE)
