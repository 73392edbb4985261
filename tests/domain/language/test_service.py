from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from app.domain.errors import ProviderUnavailable
from app.domain.language.model import ModelInfo, Provider
from app.domain.language.service import MOST_MODELS, ModelService


class Catalog:
    """A ModelCatalog of so many models; a provider that is not there cannot be asked."""

    def __init__(self, models: Mapping[Provider, int]) -> None:
        self._models = models

    async def models(self, provider: Provider) -> Sequence[ModelInfo]:
        if provider not in self._models:
            raise ProviderUnavailable("models.unavailable")
        return [
            ModelInfo(name=f"m{number}", provider=provider, context_window=1, is_default=False)
            for number in range(self._models[provider])
        ]

    async def context_window(self, provider: Provider, model: str) -> int:
        return 1


async def providers(catalog: Catalog, provider: Provider | None = None) -> list[Provider]:
    return [model.provider for model in await ModelService(catalog).available(provider)]


async def test_the_models_of_all_providers_are_listed_ours_first() -> None:
    catalog = Catalog({Provider.EXTERNAL: 1, Provider.INTERNAL: 2})
    assert await providers(catalog) == [Provider.INTERNAL, Provider.INTERNAL, Provider.EXTERNAL]
    assert await providers(catalog, Provider.EXTERNAL) == [Provider.EXTERNAL]


async def test_whoever_cannot_be_asked_has_no_models_unless_it_was_meant() -> None:
    catalog = Catalog({Provider.EXTERNAL: 1})
    assert await providers(catalog) == [Provider.EXTERNAL]
    with pytest.raises(ProviderUnavailable):
        await providers(catalog, Provider.INTERNAL)


async def test_the_list_has_a_longest_size() -> None:
    crowded = Catalog({Provider.INTERNAL: MOST_MODELS, Provider.EXTERNAL: MOST_MODELS + 1})
    assert await providers(crowded) == [Provider.INTERNAL] * MOST_MODELS
    assert len(await providers(crowded, Provider.EXTERNAL)) == MOST_MODELS
