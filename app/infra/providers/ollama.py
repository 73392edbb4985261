"""Ollama over HTTP: models on machines of one's own."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Sequence
from typing import Final, Self

import httpx

from app.domain.errors import ProviderError, ProviderUnavailable
from app.domain.language.model import Ending, Piece, TextOrder
from app.domain.songs.provider import Json
from app.infra.providers.environment import environment
from app.infra.providers.exchange import exchange
from app.infra.providers.ollama_wire import (
    ChatLines,
    InstalledModel,
    chat_body,
    context_length,
    installed_models,
)
from app.infra.providers.text_stream import TextRequest, stream_text

LONGEST_QUESTION: Final = 10.0

_MEDIA_TYPES = frozenset({"application/x-ndjson", "application/ndjson", "application/json"})


class Ollama:
    """A LanguageModel, and what an Ollama says of its models.

    `timeout` is the longest silence while a text comes, in seconds: a model that has to be loaded
    first says nothing for a while. Questions about models have 10 s. A client that is handed in
    stays its giver's to close and must not retry.
    """

    def __init__(
        self, *, base_url: str, timeout: float, client: httpx.AsyncClient | None = None
    ) -> None:
        url = httpx.URL(base_url)
        if url.scheme not in ("http", "https") or not url.host:
            raise ValueError("Ollama's address must be an http or https URL")
        self._url = base_url.rstrip("/")
        self._timeout = timeout
        self._owns_client = client is None
        self._client = client or httpx.AsyncClient(
            **environment(url),
            # Each reply that is being written holds a connection.
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=20),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the client, if it is ours."""
        if self._owns_client:
            await self._client.aclose()

    def stream(self, order: TextOrder) -> AsyncGenerator[Piece | Ending, None]:
        """See `LanguageModel.stream`."""
        request = TextRequest(
            provider="ollama",
            url=f"{self._url}/api/chat",
            body=chat_body(order),
            timeout=self._timeout,
            media_types=_MEDIA_TYPES,
        )
        return stream_text(self._client, request, ChatLines())

    async def installed(self) -> Sequence[InstalledModel]:
        """The models that are there. Raises ProviderUnavailable or ProviderError."""
        models = installed_models(await self._fields("GET", "/api/tags"))
        if models is None:
            raise ProviderError("models.malformed")
        return models

    async def context_length(self, model: str) -> int | None:
        """How many tokens a model can keep in mind; None where it does not say.

        Raises ProviderUnavailable or ProviderError, which an unknown model is, too.
        """
        return context_length(await self._fields("POST", "/api/show", {"model": model}))

    async def _fields(
        self, method: str, path: str, body: dict[str, Json] | None = None
    ) -> dict[str, Json]:
        total = min(self._timeout, LONGEST_QUESTION)
        try:
            answer = await exchange(
                self._client,
                method,
                self._url + path,
                provider="ollama",
                headers={"Accept": "application/json", "Content-Type": "application/json"},
                total=total,
                content=None if body is None else json.dumps(body).encode(),
            )
        except httpx.RequestError as error:
            raise ProviderUnavailable("models.unavailable") from error
        if answer.status >= httpx.codes.INTERNAL_SERVER_ERROR or answer.broken:
            raise ProviderUnavailable("models.unavailable")
        fields = answer.fields()
        if not answer.successful or fields is None:
            raise ProviderError("models.malformed")
        return fields
