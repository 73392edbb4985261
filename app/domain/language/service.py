"""Which language models people may choose from."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import chain

from app.domain.errors import ProviderFailure
from app.domain.language.model import ModelInfo, Provider
from app.domain.language.ports import ModelCatalog

MOST_MODELS = 200


class ModelService:
    """The models of one provider, or of all that can be asked."""

    def __init__(self, catalog: ModelCatalog) -> None:
        self._catalog = catalog

    async def available(self, provider: Provider | None = None) -> Sequence[ModelInfo]:
        """At most 200 models, in their order; without a provider the internal ones first.

        Raises ProviderFailure where the provider that was named cannot be asked. Where none was
        named, those that cannot be asked have no models.
        """
        if provider is not None:
            return (await self._catalog.models(provider))[:MOST_MODELS]
        found = await asyncio.gather(*map(self._if_any, Provider))
        return list(chain.from_iterable(found))[:MOST_MODELS]

    async def _if_any(self, provider: Provider) -> Sequence[ModelInfo]:
        try:
            return await self._catalog.models(provider)
        except ProviderFailure:
            return ()
