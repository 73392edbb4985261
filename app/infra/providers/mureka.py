"""Mureka over HTTP (https://api.mureka.ai): orders, stems, questions and the account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Self
from urllib.parse import quote

import httpx

from app.domain.errors import ErrorCode, ProviderRefused, ProviderTimeout, ProviderUnavailable
from app.domain.jobs.outcomes import NotDelivered, OutcomeUnknown, Refused, SubmitOutcome
from app.domain.songs.provider import Failed, MusicAccount, PollOutcome, SongOrder, Unreachable
from app.infra.providers.answer import Answer
from app.infra.providers.environment import environment
from app.infra.providers.exchange import NEVER_SENT, exchange
from app.infra.providers.mureka_account import account_of
from app.infra.providers.mureka_wire import (
    order_body,
    poll_outcome,
    stem_body,
    stem_outcome,
    submit_outcome,
)

LONGEST_CONNECT = 10.0
_NO_KEY = "no API key is configured"


class Mureka:
    """A MusicProvider and StemProvider. Without an API key every call is refused, unsent.

    `timeout` bounds a whole call, from the first name lookup to the last byte of the answer, in
    seconds; `billing_timeout` and `stem_timeout` do so for the account and for stems. A client
    that is handed in stays its giver's to close and must not retry.
    """

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        timeout: float,
        billing_timeout: float = 10.0,
        stem_timeout: float = 300.0,
        client: httpx.AsyncClient | None = None,
    ) -> None:
        url = httpx.URL(base_url)
        if url.scheme not in ("http", "https") or not url.host:
            raise ValueError("Mureka's address must be an http or https URL")
        if not (api_key.isascii() and api_key.isprintable()):
            raise ValueError("Mureka's API key must be printable ASCII")
        self._base_url = base_url.rstrip("/")
        self._api_key = api_key
        self._timeout = timeout
        self._billing_timeout = billing_timeout
        self._stem_timeout = stem_timeout
        self._owns_client = client is None
        self._client = client or httpx.AsyncClient(**environment(url))
        # An order never travels on a used connection: one that the provider closes at that very
        # moment would leave the outcome unknown for nothing.
        fresh = httpx.Limits(max_keepalive_connections=0)
        self._orders = client or httpx.AsyncClient(**environment(url), limits=fresh)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the clients, if they are ours."""
        if self._owns_client:
            await self._client.aclose()
            await self._orders.aclose()

    async def submit(self, order: SongOrder) -> SubmitOutcome:
        """Order a song: exactly one request, never repeated by the transport."""
        path = f"/v1/{_kind(instrumental=order.instrumental)}/generate"
        return await self._buy(path, self._timeout, order_body(order), submit_outcome)

    async def separate(self, url: str) -> SubmitOutcome:
        """Order the stems of a recording: exactly one request, never repeated by the transport."""
        return await self._buy("/v1/song/stem", self._stem_timeout, stem_body(url), stem_outcome)

    async def poll(self, reference: str, *, instrumental: bool) -> PollOutcome:
        """Ask how the order `reference` stands. Costs nothing and may be repeated."""
        if not self._api_key:
            return Failed(code=ErrorCode.PROVIDER_AUTH, reason=_NO_KEY)
        path = f"/v1/{_kind(instrumental=instrumental)}/query/{quote(reference, safe='')}"
        try:
            answer = await self._ask("GET", path, self._timeout)
        except httpx.RequestError as error:
            return Unreachable(reason=_words(error))
        return poll_outcome(answer, _now())

    async def account(self) -> MusicAccount:
        """The account as it stands now; raises ProviderFailure."""
        if not self._api_key:
            raise ProviderRefused("provider.auth")
        try:
            answer = await self._ask("GET", "/v1/account/billing", self._billing_timeout)
        except httpx.TimeoutException as error:
            raise ProviderTimeout("provider.timeout") from error
        except httpx.RequestError as error:
            raise ProviderUnavailable("provider.unavailable") from error
        return account_of(answer, _now())

    async def _buy(
        self,
        path: str,
        total: float,
        content: bytes,
        read: Callable[[Answer, datetime], SubmitOutcome],
    ) -> SubmitOutcome:
        if not self._api_key:
            return Refused(code=ErrorCode.PROVIDER_AUTH, reason=_NO_KEY)
        try:
            answer = await self._ask("POST", path, total, content)
        except NEVER_SENT as error:
            return NotDelivered(reason=_words(error))
        except httpx.RequestError as error:
            return OutcomeUnknown(reason=_words(error))
        return read(answer, _now())

    async def _ask(
        self, method: str, path: str, total: float, content: bytes | None = None
    ) -> Answer:
        headers = {"Authorization": f"Bearer {self._api_key}", "Accept": "application/json"}
        if content is not None:
            headers["Content-Type"] = "application/json"
        answer = await exchange(
            self._client if content is None else self._orders,
            method,
            self._base_url + path,
            provider="mureka",
            headers=headers,
            total=total,
            connect=LONGEST_CONNECT,
            content=content,
        )
        return answer.without(self._api_key)


def _kind(*, instrumental: bool) -> str:
    return "instrumental" if instrumental else "song"


def _words(error: httpx.RequestError) -> str:
    return f"{type(error).__name__}: {error}"[:500].replace("\0", "").rstrip(": ")


def _now() -> datetime:
    return datetime.now(UTC)
