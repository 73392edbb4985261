"""OpenAI's chat models over HTTP (https://api.openai.com/v1/chat/completions)."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Self

import httpx

from app.domain.errors import ErrorCode
from app.domain.language.model import Delivery, Ending, ModelFailedError, Piece, TextOrder
from app.infra.providers.environment import environment
from app.infra.providers.openai_chat_wire import CompletionLines, completion_body
from app.infra.providers.text_stream import TextRequest, stream_text

_MEDIA_TYPES = frozenset({"text/event-stream"})
_NO_KEY = "no API key is configured"


class OpenAIChat:
    """A LanguageModel. Without an API key every order is turned away, unsent.

    `base_url` ends with the API's version. `timeout` is the longest silence while a text comes, in
    seconds. A client that is handed in stays its giver's to close and must not retry.
    """

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        timeout: float,
        client: httpx.AsyncClient | None = None,
    ) -> None:
        url = httpx.URL(base_url)
        if url.scheme not in ("http", "https") or not url.host:
            raise ValueError("OpenAI's address must be an http or https URL")
        if not (api_key.isascii() and api_key.isprintable()):
            raise ValueError("OpenAI's API key must be printable ASCII")
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._api_key = api_key
        self._timeout = timeout
        self._owns_client = client is None
        self._client = client or httpx.AsyncClient(
            **environment(url),
            # An order never travels on a used connection: one that the provider closes at that
            # very moment would leave the outcome unknown for nothing. Each reply that is being
            # written holds one.
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the client, if it is ours."""
        if self._owns_client:
            await self._client.aclose()

    async def stream(self, order: TextOrder) -> AsyncGenerator[Piece | Ending, None]:
        """See `LanguageModel.stream`."""
        if not self._api_key:
            raise ModelFailedError(ErrorCode.PROVIDER_AUTH, _NO_KEY, Delivery.TURNED_AWAY)
        request = TextRequest(
            provider="openai",
            url=self._url,
            body=completion_body(order),
            timeout=self._timeout,
            media_types=_MEDIA_TYPES,
            headers={
                "Authorization": f"Bearer {self._api_key}",
                "Accept": "text/event-stream",
            },
            secret=self._api_key,
        )
        async with aclosing(stream_text(self._client, request, CompletionLines())) as events:
            async for event in events:
                yield event
