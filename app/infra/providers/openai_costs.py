"""What OpenAI charged (https://api.openai.com/v1/organization/costs), by an admin key."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, Self

import httpx

from app.domain.costs.model import Charges, Month
from app.domain.errors import ProviderError, ProviderRefused, ProviderTimeout, ProviderUnavailable
from app.infra.providers.environment import environment
from app.infra.providers.exchange import exchange
from app.infra.providers.openai_costs_wire import CostPage, charges_of, cost_page

DAYS: Final = 31
"""Buckets on a page: a month, unless the provider gives less."""
MOST_PAGES: Final = 40


class OpenAICosts:
    """A CostSource. Without an admin key nothing is asked.

    `base_url` ends with the API's version. `timeout` bounds each page, in seconds.
    """

    def __init__(self, *, base_url: str, api_key: str, timeout: float) -> None:
        url = httpx.URL(base_url)
        if url.scheme not in ("http", "https") or not url.host:
            raise ValueError("OpenAI's address must be an http or https URL")
        if not (api_key.isascii() and api_key.isprintable()):
            raise ValueError("OpenAI's admin API key must be printable ASCII")
        self._url = httpx.URL(base_url.rstrip("/") + "/organization/costs")
        self._api_key = api_key
        self._timeout = timeout
        self._client = httpx.AsyncClient(**environment(url))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the client."""
        await self._client.aclose()

    @property
    def configured(self) -> bool:
        """Whether there is an admin key."""
        return bool(self._api_key)

    async def charges(self, month: Month) -> Charges:
        """See `CostSource.charges`."""
        if not self.configured:
            raise ProviderRefused("costs.no_key")
        pages: list[CostPage] = []
        wanted: str | None = None
        while not pages or wanted is not None:
            if len(pages) == MOST_PAGES:
                raise ProviderError("costs.malformed")
            page = await self._page(month, wanted)
            pages.append(page)
            if page.next_page is not None and page.next_page == wanted:
                raise ProviderError("costs.malformed")
            wanted = page.next_page
        return charges_of(pages)

    async def _page(self, month: Month, page: str | None) -> CostPage:
        parameters = {
            "start_time": str(int(month.start.timestamp())),
            "end_time": str(int(month.end.timestamp())),
            "bucket_width": "1d",
            "group_by": "line_item",
            "limit": str(DAYS),
            **({"page": page} if page is not None else {}),
        }
        try:
            answer = await exchange(
                self._client,
                "GET",
                str(self._url.copy_merge_params(parameters)),
                provider="openai",
                headers={
                    "Authorization": f"Bearer {self._api_key}",
                    "Accept": "application/json",
                },
                total=self._timeout,
            )
        except httpx.TimeoutException as error:
            raise ProviderTimeout("costs.timeout") from error
        except httpx.RequestError as error:
            raise ProviderUnavailable("costs.unavailable") from error
        return cost_page(answer, datetime.now(UTC))
