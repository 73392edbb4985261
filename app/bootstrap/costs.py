"""What the studio pays for."""

from __future__ import annotations

import time
from datetime import timedelta

from app.bootstrap.images import OPENAI
from app.domain.costs.model import CostProvider
from app.domain.costs.service import CostService
from app.domain.ports import Clock
from app.infra.provider_turns import ProviderTurns
from app.infra.providers.openai_costs import OpenAICosts
from app.infra.repositories.costs import CostRepository
from app.infra.settings import Settings


def openai_costs(settings: Settings) -> OpenAICosts:
    """Who tells what OpenAI charged; to be closed. Connects to nothing."""
    return OpenAICosts(
        base_url=settings.openai_base_url or OPENAI,
        api_key=settings.openai_admin_api_key.get_secret_value(),
        timeout=settings.openai_admin_timeout,
    )


def cost_service(settings: Settings, source: OpenAICosts, clock: Clock) -> CostService:
    """What people may know of it."""
    return CostService(
        costs=CostRepository(),
        sources={CostProvider.OPENAI: source},
        turns=ProviderTurns(settings.database_url, patience=settings.openai_admin_timeout),
        ttl=timedelta(seconds=settings.openai_cost_cache_ttl),
        clock=clock,
        stopwatch=time.monotonic,
    )
