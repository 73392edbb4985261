"""OpenAI's pictures over HTTP (https://api.openai.com/v1/images/generations)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Self

import httpx

from app.domain.errors import ErrorCode
from app.domain.images.provider import ImageOrder, ImageOutcome
from app.domain.jobs.outcomes import NotDelivered, OutcomeUnknown, Refused
from app.infra.providers.environment import environment
from app.infra.providers.exchange import NEVER_SENT, exchange
from app.infra.providers.openai_wire import image_outcome, order_body

LARGEST_ANSWER = 64 * 1024 * 1024
LONGEST_CONNECT = 10.0
_NO_KEY = "no API key is configured"


class OpenAIImages:
    """An ImageProvider. Without an API key every order is refused, unsent.

    `base_url` ends with the API's version. `timeout` bounds a whole call, from the first name
    lookup to the last byte of the answer, in seconds; an answer has at most 64 MiB. A client that
    is handed in stays its giver's to close and must not retry.
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
        self._url = base_url.rstrip("/") + "/images/generations"
        self._api_key = api_key
        self._timeout = timeout
        self._owns_client = client is None
        self._client = client or httpx.AsyncClient(
            **environment(url),
            # An order never travels on a used connection: one that the provider closes at that
            # very moment would leave the outcome unknown for nothing.
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the client, if it is ours."""
        if self._owns_client:
            await self._client.aclose()

    async def generate(self, order: ImageOrder) -> ImageOutcome:
        """Order one picture: exactly one request, never repeated by the transport."""
        if not self._api_key:
            return Refused(code=ErrorCode.PROVIDER_AUTH, reason=_NO_KEY)
        try:
            answer = await exchange(
                self._client,
                "POST",
                self._url,
                provider="openai",
                headers={
                    "Authorization": f"Bearer {self._api_key}",
                    "Accept": "application/json",
                    "Content-Type": "application/json",
                },
                total=self._timeout,
                connect=LONGEST_CONNECT,
                content=order_body(order),
                largest=LARGEST_ANSWER,
            )
        except NEVER_SENT as error:
            return NotDelivered(reason=_words(error))
        except httpx.RequestError as error:
            return OutcomeUnknown(reason=_words(error))
        # Megabytes of JSON and Base64 would hold up everything else in the loop.
        now = datetime.now(UTC)
        return await asyncio.to_thread(image_outcome, answer.without(self._api_key), now)


def _words(error: httpx.RequestError) -> str:
    return f"{type(error).__name__}: {error}"[:500].replace("\0", "").rstrip(": ")
