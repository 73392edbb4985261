"""One request and its answer, bounded in time and in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from app.infra.providers.answer import Answer
from app.infra.providers.calls import NEVER_SENT, provider_call

__all__ = ["LARGEST_BODY", "NEVER_SENT", "exchange"]

LARGEST_BODY = 5 * 1024 * 1024


@dataclass(slots=True, kw_only=True)
class _Arrival:
    status: int | None = None
    retry_after: str | None = None
    body: bytearray = field(default_factory=bytearray)

    def answer(self, broken: str | None = None) -> Answer:
        return Answer(
            status=self.status or 0,
            body=bytes(self.body),
            retry_after=self.retry_after,
            broken=broken,
        )


async def exchange(
    client: httpx.AsyncClient,
    method: str,
    url: str,
    *,
    provider: str,
    headers: Mapping[str, str],
    total: float,
    content: bytes | None = None,
    connect: float | None = None,
    largest: int = LARGEST_BODY,
) -> Answer:
    """Send one request, once, and read its answer within `total` seconds and `largest` bytes.

    `connect` bounds each step before the request is sent, a fifth of `total` in any case.
    Redirects are not followed. Raises httpx.RequestError as long as no status line has arrived,
    one of NEVER_SENT exactly when nothing was sent; from then on it returns an Answer, marked
    `broken` when the body stopped short, grew too large or took too long. `provider` is whom it is
    counted for.
    """
    with provider_call(provider) as call:
        answer = await _exchange(
            client,
            method,
            url,
            headers=headers,
            total=total,
            content=content,
            connect=connect,
            largest=largest,
        )
        call.code = "broken" if answer.broken else str(answer.status)
    return answer


async def _exchange(
    client: httpx.AsyncClient,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    total: float,
    content: bytes | None,
    connect: float | None,
    largest: int,
) -> Answer:
    arrival = _Arrival()
    # Finding a free connection, connecting and TLS have a fifth each, so that running out of
    # `total` always happens after the request was sent.
    before = min(total / 5, connect or total)
    timeout = httpx.Timeout(total, connect=before, pool=before)
    try:
        async with (
            asyncio.timeout(total),
            client.stream(
                method,
                url,
                headers=headers,
                content=content,
                timeout=timeout,
                follow_redirects=False,
            ) as response,
        ):
            arrival.status = response.status_code
            arrival.retry_after = response.headers.get("Retry-After")
            async for chunk in response.aiter_bytes():
                arrival.body += chunk[: largest - len(arrival.body) + 1]
                if len(arrival.body) > largest:
                    return arrival.answer("the answer is too large")
    except TimeoutError:
        if arrival.status is None:
            raise httpx.ReadTimeout("no answer in time") from None
        return arrival.answer("the answer did not end in time")
    except httpx.RequestError as error:
        if arrival.status is None:
            raise
        return arrival.answer(f"the answer broke off ({type(error).__name__})")
    return arrival.answer()
