from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from aitestmock.app import create_mock
from aitestmock.server import serving as serving_mock
from app.domain.costs.model import Charges, Month
from app.domain.errors import (
    ProviderError,
    ProviderFailure,
    ProviderRefused,
    ProviderTimeout,
    ProviderUnavailable,
)
from app.infra.providers.openai_costs import MOST_PAGES, OpenAICosts
from tests.infra.providers.raw_server import (
    Script,
    cut_off,
    hangs,
    resets,
    says,
    serving,
)

FEBRUARY = Month(2026, 2)
KEY = "sk-admin-canary"


@asynccontextmanager
async def costs(url: str, *, key: str = KEY, seconds: float = 5) -> AsyncIterator[OpenAICosts]:
    async with OpenAICosts(base_url=f"{url}/v1", api_key=key, timeout=seconds) as source:
        yield source


def result(value: Any = "0.5", item: Any = "gpt-5, input", **more: Any) -> dict[str, Any]:
    amount = {"value": value, "currency": more.pop("currency", "usd")}
    return {"amount": amount, "line_item": item, **more}


def page(*buckets: list[dict[str, Any]], following: str | None = None, **more: Any) -> bytes:
    body = {
        "object": "page",
        "data": [{"object": "bucket", "results": results} for results in buckets],
        "has_more": following is not None,
        "next_page": following,
        **more,
    }
    return json.dumps(body).encode()


async def told(*scripts: Script, seconds: float = 5) -> Charges:
    async with serving(*scripts) as server, costs(server.url, seconds=seconds) as source:
        return await source.charges(FEBRUARY)


async def failure(*scripts: Script, seconds: float = 5) -> ProviderFailure:
    with pytest.raises(ProviderFailure) as failed:
        await told(*scripts, seconds=seconds)
    assert KEY not in repr(failed.value.params)
    return failed.value


async def test_a_month_is_asked_for_in_days_by_line_item() -> None:
    async with serving(says(200, page([]))) as server, costs(server.url) as source:
        await source.charges(FEBRUARY)
    [request] = server.requests
    line = request.split(b"\r\n")[0].decode()
    parts = urlsplit(line.split(" ")[1])
    assert (line.split(" ")[0], parts.path) == ("GET", "/v1/organization/costs")
    assert parse_qs(parts.query) == {
        "start_time": [str(int(datetime(2026, 2, 1, tzinfo=UTC).timestamp()))],
        "end_time": [str(int(datetime(2026, 3, 1, tzinfo=UTC).timestamp()))],
        "bucket_width": ["1d"],
        "group_by": ["line_item"],
        "limit": ["31"],
    }
    assert f"authorization: bearer {KEY}".encode() in request.lower()


async def test_all_pages_are_added_up() -> None:
    first = page([result("0.1"), result("0.2", "dall-e-3")], [], following="page_2 &")
    second = page([result("0.2")], following="page_3")
    third = page([result(0.3, None)])
    async with (
        serving(says(200, first), says(200, second), says(200, third)) as server,
        costs(server.url) as source,
    ):
        charges = await source.charges(FEBRUARY)
    assert charges.items == {
        "gpt-5, input": Decimal("0.3"),
        "dall-e-3": Decimal("0.2"),
        "unknown": Decimal("0.3"),
    }
    assert charges.buckets == 4
    wanted = [parse_qs(urlsplit(each.split(b" ")[1].decode()).query) for each in server.requests]
    assert [each.get("page") for each in wanted] == [None, ["page_2 &"], ["page_3"]]


@pytest.mark.parametrize(
    ("sent", "amount"),
    [
        (b"0.00045000000000000004", "0.00045000000000000004"),
        (b'"0.00045000000000000004"', "0.00045000000000000004"),
        (b"1", "1"),
        (b"1e-6", "0.000001"),
        (b"-0.5", "-0.5"),
        (b"1e-999999", "0"),
        (b"999999.999999", "999999.999999"),
    ],
)
async def test_an_amount_is_read_as_it_was_written(sent: bytes, amount: str) -> None:
    body = page([result("AMOUNT")]).replace(b'"AMOUNT"', sent)
    assert (await told(says(200, body))).total == Decimal(amount)


@pytest.mark.parametrize(
    "sent",
    [
        b"null",
        b"true",
        b"NaN",
        b"Infinity",
        b'"NaN"',
        b'"much"',
        b"1e6",
        b"1e999999",
        b"{}",
        b'"' + b"1" * 101 + b'"',
    ],
)
async def test_what_is_no_amount_is_refused(sent: bytes) -> None:
    body = page([result("AMOUNT")]).replace(b'"AMOUNT"', sent)
    assert isinstance(await failure(says(200, body)), ProviderError)


async def test_an_empty_month_costs_nothing() -> None:
    assert await told(says(200, page([], []))) == Charges(buckets=2)


@pytest.mark.parametrize(
    "body",
    [
        page([result(organization_id="org-1")], [result(organization_id="org-2")]),
        page([result()], organization_id="org-1"),
    ],
)
async def test_the_organization_is_that_of_the_answer_or_of_its_first_result(body: bytes) -> None:
    assert (await told(says(200, body))).organization_id == "org-1"


async def test_amounts_in_several_currencies_are_not_added_up() -> None:
    euros = page([result(currency="EUR")])
    assert (await told(says(200, euros))).currency == "eur"
    mixed = page([result(), result(currency="eur")])
    assert isinstance(await failure(says(200, mixed)), ProviderError)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"not json",
        b"[" * 100_000,
        b'{"data": [1]}',
        b'{"data": [{}]}',
        b'{"data": [{"results": [{}]}]}',
        page([result(currency="dollars")]),
        page([result()], has_more=True),
        page([result()], following="x" * 1001),
    ],
)
async def test_an_answer_of_another_shape_is_refused(body: bytes) -> None:
    assert (await failure(says(200, body))).key == "costs.malformed"


async def test_pages_that_lead_nowhere_end() -> None:
    again = says(200, page([result()], following="page_2"))
    assert (await failure(again)).key == "costs.malformed"


async def test_there_are_only_so_many_pages() -> None:
    endless = [says(200, page([], following=f"page_{n}")) for n in range(MOST_PAGES)]
    assert (await failure(*endless)).key == "costs.malformed"
    assert (await told(*endless[:-1], says(200, page([])))).buckets == MOST_PAGES


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, ProviderRefused),
        (403, ProviderRefused),
        (400, ProviderError),
        (404, ProviderError),
        (429, ProviderUnavailable),
        (500, ProviderError),
        (502, ProviderUnavailable),
        (503, ProviderUnavailable),
        (302, ProviderError),
    ],
)
async def test_a_refusal_is_told_apart(status: int, kind: type[ProviderFailure]) -> None:
    body = {"error": {"message": f"Incorrect API key: {KEY}", "type": "x", "code": None}}
    assert type(await failure(says(status, body))) is kind


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (hangs, ProviderTimeout),
        (resets, ProviderUnavailable),
        (cut_off(200, 100, b"{"), ProviderUnavailable),
    ],
)
async def test_a_broken_connection_is_a_provider_that_is_away(
    script: Script, kind: type[ProviderFailure]
) -> None:
    assert type(await failure(script, seconds=0.3)) is kind


async def test_without_a_key_nothing_is_asked() -> None:
    async with serving(says(200, page([]))) as server, costs(server.url, key="") as source:
        assert not source.configured
        with pytest.raises(ProviderRefused):
            await source.charges(FEBRUARY)
    assert server.requests == []


async def test_the_mock_tells_a_month() -> None:
    async with serving_mock(create_mock()) as url, costs(url) as source:
        charges = await source.charges(FEBRUARY)
    assert charges.buckets == 28
    assert charges.organization_id == "org-mock"
    assert set(charges.items) == {
        "gpt-image-1, image output",
        "gpt-4o-mini, input",
        "gpt-4o-mini, output",
    }
    assert 0 < charges.total < 10
