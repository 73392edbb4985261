"""What the studio pays for."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from app.asgi import assemble
from app.bootstrap import Studio
from app.domain.costs.model import Month
from app.infra.settings import Settings
from app.rows.costs import MonthlyCostsRow
from tests.studio import Mock, Person, running_studio, served

FIELDS = """
year month total image chat other currency cached ttlSeconds stale finalized updatedAt
lineItems { name category amount }
"""
CURRENT = f"{{ apiCosts {{ provider currentMonth {{ {FIELDS} }} }} }}"
PAST = f"""
query ($year: Int!, $month: Int!) {{
  apiCosts {{ month(year: $year, month: $month) {{ {FIELDS} }} }}
}}
"""
MONTHS = f"query ($last: Int) {{ apiCosts {{ months(last: $last) {{ {FIELDS} }} }} }}"
ALL_TIME = """
{ apiCosts { allTime { total image chat other currency months updatedAt } } }
"""
ACCOUNT = """
{ musicAccount { accountId balance totalRecharge totalSpending concurrentRequestLimit } }
"""
PATH = "/v1/organization/costs"


def now() -> Month:
    return Month.of(datetime.now(UTC))


async def current(person: Person) -> dict[str, Any]:
    return dict((await person.get(CURRENT))["apiCosts"]["currentMonth"])


async def refusal(person: Person, query: str, **variables: object) -> dict[str, Any]:
    answer = await person.ask(query, **variables)
    [error] = answer["errors"]
    return dict(error)


async def test_the_current_month_is_told_with_its_positions(ada: Person) -> None:
    answer = await ada.get(CURRENT)
    costs = answer["apiCosts"]["currentMonth"]

    assert answer["apiCosts"]["provider"] == "OPENAI"
    assert Month(costs["year"], costs["month"]) == now()
    items = costs["lineItems"]
    assert {each["name"]: each["category"] for each in items} == {
        "gpt-image-1, image output": "IMAGE",
        "gpt-4o-mini, input": "CHAT",
        "gpt-4o-mini, output": "CHAT",
    }
    amounts = [Decimal(each["amount"]) for each in items]
    assert amounts == sorted(amounts, reverse=True)
    assert Decimal(costs["image"]) + Decimal(costs["chat"]) == Decimal(costs["total"]) > 0
    assert Decimal(costs["other"]) == 0
    assert (costs["currency"], costs["cached"], costs["stale"]) == ("USD", False, False)
    assert (costs["ttlSeconds"], costs["finalized"]) == (3600, False)


async def test_everybody_sees_the_same_without_another_call(
    ada: Person, bob: Person, mock: Mock
) -> None:
    first = await current(ada)
    second = await current(bob)

    assert second["cached"]
    assert 3590 <= second["ttlSeconds"] <= 3600
    assert second["total"] == first["total"]
    assert len(await mock.requests(PATH)) == 1


async def test_many_who_ask_at_once_cause_one_call_also_in_two_processes(
    ada: Person, mock: Mock, settings: Settings
) -> None:
    async with (
        running_studio(settings) as other,
        served(assemble(other)) as url,
        httpx.AsyncClient(base_url=url, timeout=10) as client,
    ):
        elsewhere = Person(ada.id, ada.email, ada.token, client)
        asked = [current(each) for each in (ada, elsewhere) for _ in range(10)]
        answers = await asyncio.gather(*asked)

    assert len(await mock.requests(PATH)) == 1
    assert len({each["total"] for each in answers}) == 1
    assert [each["cached"] for each in answers].count(False) == 1


async def test_a_past_month_is_final(ada: Person, mock: Mock) -> None:
    month = now().before(2)
    first = await ada.get(PAST, year=month.year, month=month.month)
    again = await ada.get(PAST, year=month.year, month=month.month)

    costs = again["apiCosts"]["month"]
    assert (costs["finalized"], costs["cached"], costs["ttlSeconds"]) == (True, True, None)
    assert first["apiCosts"]["month"] | {"cached": True} == costs
    assert len(await mock.requests(PATH)) == 1


@pytest.mark.parametrize("ago", [0, -1])
async def test_a_month_that_has_not_ended_is_a_mistake(ada: Person, mock: Mock, ago: int) -> None:
    month = now().before(ago)
    error = await refusal(ada, PAST, year=month.year, month=month.month)

    assert error["extensions"]["code"] == "VALIDATION"
    assert error["message"] == "This month has not ended yet."
    assert await mock.requests(PATH) == []


@pytest.mark.parametrize("month", [0, 13])
async def test_there_are_twelve_months(ada: Person, month: int) -> None:
    error = await refusal(ada, PAST, year=2025, month=month)
    assert error["extensions"]["params"] == {"min": 1, "max": 12, "value": month}


async def test_what_is_too_old_is_shown_as_stale_while_the_provider_is_down(
    ada: Person, mock: Mock
) -> None:
    fresh = await current(ada)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    await MonthlyCostsRow.all().update(last_updated_at=yesterday)
    await mock.steer(costsStatus=503)

    stale = await current(ada)

    assert (stale["stale"], stale["cached"], stale["ttlSeconds"]) == (True, True, 0)
    assert stale["total"] == fresh["total"]
    assert datetime.fromisoformat(stale["updatedAt"]) == yesterday


@pytest.fixture
async def alone(settings: Settings, ada: Person) -> Any:
    """Ada at a studio of these settings, which no other test has made a provider fail at."""

    async def asks(query: str, **changes: object) -> dict[str, Any]:
        changed = settings.model_copy(update=changes)
        async with (
            running_studio(changed) as studio,
            served(assemble(studio)) as url,
            httpx.AsyncClient(base_url=url, timeout=10) as client,
        ):
            person = Person(ada.id, ada.email, ada.token, client)
            return await person.ask(query)

    return asks


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (503, "PROVIDER_UNAVAILABLE"),
        (500, "PROVIDER_ERROR"),
        (401, "PROVIDER_AUTH"),
        ("hang", "PROVIDER_TIMEOUT"),
    ],
)
async def test_a_month_of_which_nothing_is_known_says_why(
    alone: Any, mock: Mock, status: object, code: str
) -> None:
    await mock.steer(costsStatus=status)
    answer = await alone(CURRENT, openai_admin_timeout=0.5)
    assert answer["data"]["apiCosts"]["currentMonth"] is None
    assert [each["extensions"]["code"] for each in answer["errors"]] == [code]


async def test_without_an_admin_key_nobody_is_asked(alone: Any, mock: Mock) -> None:
    from pydantic import SecretStr

    answer = await alone(CURRENT, openai_admin_api_key=SecretStr(""))
    assert answer["errors"][0]["extensions"]["code"] == "PROVIDER_AUTH"
    assert await mock.requests(PATH) == []


async def test_redis_is_not_needed(alone: Any, mock: Mock) -> None:
    answer = await alone(CURRENT, redis_url="redis://127.0.0.1:1/0")
    assert answer["data"]["apiCosts"]["currentMonth"]["cached"] is False
    assert len(await mock.requests(PATH)) == 1


async def test_the_last_months_make_a_chart(alone: Any, ada: Person, mock: Mock) -> None:
    answer = await alone(MONTHS.replace("query ($last: Int) ", "").replace("$last", "3"))
    months = answer["data"]["apiCosts"]["months"]

    assert [Month(each["year"], each["month"]) for each in months] == [
        now().before(ago) for ago in (2, 1, 0)
    ]
    assert len(await mock.requests(PATH)) == 3
    assert len((await ada.get(MONTHS, last=3))["apiCosts"]["months"]) == 3
    assert len(await mock.requests(PATH)) == 3
    totals = (await ada.get(ALL_TIME))["apiCosts"]["allTime"]
    assert totals["months"] == 3
    assert Decimal(totals["total"]) == sum(Decimal(each["total"]) for each in months)


@pytest.mark.parametrize("last", [0, 37])
async def test_a_chart_has_limits(ada: Person, mock: Mock, last: int) -> None:
    error = await refusal(ada, MONTHS, last=last)
    assert error["extensions"]["params"] == {"min": 1, "max": 36, "value": last}
    assert await mock.requests(PATH) == []


async def test_all_time_is_nothing_at_first_and_asks_nobody(ada: Person, mock: Mock) -> None:
    assert (await ada.get(ALL_TIME))["apiCosts"]["allTime"] == {
        "total": "0.000000",
        "image": "0.000000",
        "chat": "0.000000",
        "other": "0.000000",
        "currency": "USD",
        "months": 0,
        "updatedAt": None,
    }
    assert await mock.requests(PATH) == []


async def test_a_provider_that_tells_nothing_by_month_says_so(ada: Person) -> None:
    error = await refusal(ada, "{ apiCosts(provider: MUREKA) { currentMonth { total } } }")
    assert error["extensions"]["code"] == "INVALID_STATE"


async def test_the_music_account_is_seen(ada: Person, studio: Studio) -> None:
    account = (await ada.get(ACCOUNT))["musicAccount"]
    assert account["balance"] == "2544"
    assert account["accountId"]
    assert account["concurrentRequestLimit"] >= 1
    assert Decimal(account["totalRecharge"]) >= Decimal(account["totalSpending"])


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"mureka_api_key": ""}, None, "PROVIDER_AUTH"),
        ({"mureka_base_url": "http://127.0.0.1:1"}, None, "PROVIDER_UNAVAILABLE"),
        ({}, 503, "PROVIDER_UNAVAILABLE"),
    ],
)
async def test_a_music_account_that_is_not_known_says_why(
    alone: Any, mock: Mock, changes: dict[str, str], status: int | None, code: str
) -> None:
    from pydantic import SecretStr

    await mock.steer(billingStatus=status)
    if "mureka_api_key" in changes:
        changes = {"mureka_api_key": SecretStr("")}  # type: ignore[dict-item]
    answer = await alone(ACCOUNT, **changes)
    assert answer["data"] == {"musicAccount": None}
    assert answer["errors"][0]["extensions"]["code"] == code
