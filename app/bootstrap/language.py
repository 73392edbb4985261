"""What texts are written by: the models of both providers, and the list of them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

from app.bootstrap.images import OPENAI
from app.domain.language.model import Provider
from app.domain.language.ports import LanguageModel, ModelCatalog
from app.infra.providers.model_catalog import Models
from app.infra.providers.ollama import Ollama
from app.infra.providers.openai_chat import OpenAIChat
from app.infra.settings import Settings

OLLAMA = "http://localhost:11434"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The language models of this studio; to be closed."""

    models: Mapping[Provider, LanguageModel]
    catalog: ModelCatalog
    _connections: AsyncExitStack

    async def aclose(self) -> None:
        """Close the connections to both providers."""
        await self._connections.aclose()


def language(settings: Settings) -> Language:
    """Whoever writes texts. Connects to nothing."""
    key = settings.openai_api_key.get_secret_value()
    internal = Ollama(base_url=settings.ollama_url or OLLAMA, timeout=settings.ollama_timeout)
    external = OpenAIChat(
        base_url=settings.openai_base_url or OPENAI,
        api_key=key,
        timeout=settings.openai_chat_timeout,
    )
    connections = AsyncExitStack()
    connections.push_async_callback(internal.aclose)
    connections.push_async_callback(external.aclose)
    return Language(
        models={Provider.INTERNAL: internal, Provider.EXTERNAL: external},
        catalog=Models(
            internal,
            chosen=settings.ollama_chat_models,
            default=settings.ollama_default_model,
            external=settings.openai_chat_models,
            external_key=bool(key),
        ),
        _connections=connections,
    )
