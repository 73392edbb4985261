"""Which language models there are: chosen by the settings, or those that the Ollama server has."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from typing import Final, Protocol

from app.domain.errors import ProviderFailure, ProviderRefused
from app.domain.language.model import ModelInfo, Provider
from app.domain.language.windows import UNKNOWN_WINDOW, known_window
from app.infra.providers.ollama_wire import InstalledModel
from app.infra.together import Together

FRESH_FOR: Final = 30.0
MOST_REMEMBERED: Final = 256

_LATEST = ":latest"


class ModelSource(Protocol):
    """An Ollama server."""

    async def installed(self) -> Sequence[InstalledModel]:
        """The models that it has. Raises ProviderFailure."""
        ...

    async def context_length(self, model: str) -> int | None:
        """How many tokens a model keeps in mind, if it says. Raises ProviderFailure."""
        ...


class Models:
    """The `ModelCatalog` port.

    `chosen` are the internal models that are offered, in their order; none means all that the
    server has. `default` is the usual one of them. The first of `external` is the usual one there;
    without a key (`external_key`) none can be talked to. What the server says counts for 30 s, and
    concurrent questions share one call.
    """

    def __init__(
        self,
        source: ModelSource,
        *,
        chosen: Sequence[str],
        default: str,
        external: Sequence[str],
        external_key: bool,
    ) -> None:
        self._source = source
        self._chosen = tuple(dict.fromkeys(chosen))
        self._default = default
        self._external = tuple(dict.fromkeys(external))
        self._external_key = external_key
        self._installed = Together[None, Sequence[InstalledModel]](self._list, most=sys.maxsize)
        self._shown = Together[str, int | None](self._show, most=sys.maxsize)
        self._list_kept: tuple[float, Sequence[InstalledModel]] = (0.0, ())
        self._windows_kept: dict[str, tuple[float, int | None]] = {}

    async def models(self, provider: Provider) -> Sequence[ModelInfo]:
        """See `ModelCatalog.models`."""
        match provider:
            case Provider.INTERNAL:
                return await self._internal_models()
            case Provider.EXTERNAL:
                return await self._external_models()

    async def context_window(self, provider: Provider, model: str) -> int:
        """See `ModelCatalog.context_window`."""
        if known := known_window(provider, model):
            return known
        told = await self._told(model) if provider is Provider.INTERNAL and model else None
        return told or UNKNOWN_WINDOW[provider]

    async def _internal_models(self) -> Sequence[ModelInfo]:
        found: Sequence[InstalledModel] = [InstalledModel(name=name) for name in self._chosen]
        if not found:
            found = self._fresh_list() or await self._installed.ask(None)
        windows = await self._windows(Provider.INTERNAL, [model.name for model in found])
        return [
            ModelInfo(
                name=model.name,
                provider=Provider.INTERNAL,
                context_window=window,
                is_default=_tagged(model.name) == _tagged(self._default),
                size=model.size,
                parameters=model.parameters,
                quantization=model.quantization,
            )
            for model, window in zip(found, windows, strict=True)
        ]

    async def _external_models(self) -> Sequence[ModelInfo]:
        if not self._external_key:
            raise ProviderRefused("models.no_key")
        windows = await self._windows(Provider.EXTERNAL, self._external)
        return [
            ModelInfo(
                name=name,
                provider=Provider.EXTERNAL,
                context_window=window,
                is_default=name == self._external[0],
            )
            for name, window in zip(self._external, windows, strict=True)
        ]

    async def _windows(self, provider: Provider, names: Sequence[str]) -> Sequence[int]:
        return await asyncio.gather(*(self.context_window(provider, name) for name in names))

    def _fresh_list(self) -> Sequence[InstalledModel]:
        until, models = self._list_kept
        return models if time.monotonic() < until else ()

    async def _list(self, questions: Sequence[None]) -> Sequence[Sequence[InstalledModel]]:
        models = self._fresh_list()
        if not models:
            models = await self._source.installed()
            self._list_kept = (time.monotonic() + FRESH_FOR, models)
        return [models] * len(questions)

    async def _told(self, model: str) -> int | None:
        until, window = self._windows_kept.get(model, (0.0, None))
        return window if time.monotonic() < until else await self._shown.ask(model)

    async def _show(self, models: Sequence[str]) -> Sequence[int | None]:
        names = list(dict.fromkeys(models))
        told = dict(zip(names, await asyncio.gather(*map(self._ask, names)), strict=True))
        return [told[name] for name in models]

    async def _ask(self, model: str) -> int | None:
        """What the server tells of a model; that it tells nothing is remembered, too."""
        try:
            window = await self._source.context_length(model)
        except ProviderFailure:
            window = None
        self._windows_kept.pop(model, None)
        self._windows_kept[model] = (time.monotonic() + FRESH_FOR, window)
        if len(self._windows_kept) > MOST_REMEMBERED:
            del self._windows_kept[next(iter(self._windows_kept))]
        return window


def _tagged(name: str) -> str:
    """The name with its tag; without one the latest is meant."""
    return name if ":" in name else name + _LATEST
