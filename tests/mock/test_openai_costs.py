from __future__ import annotations

from typing import Any

import httpx
import pytest

from aitestmock.openai.costs import DAY
from tests.mock.conftest import RunningMock

START = 1_690_000_000 - 1_690_000_000 % DAY
ADMIN = {"Authorization": "Bearer sk-admin-canary"}


async def asked(mock: RunningMock, **query: Any) -> httpx.Response:
    given = {"start_time": START, **query}
    params = {name: value for name, value in given.items() if value is not None}
    return await mock.client.get("/v1/organization/costs", params=params, headers=ADMIN)


async def buckets(mock: RunningMock, **query: Any) -> list[dict[str, Any]]:
    """All pages, one after the other."""
    found: list[dict[str, Any]] = []
    page = None
    while True:
        answer = (await asked(mock, page=page, **query)).json()
        assert answer["object"] == "page"
        found += answer["data"]
        page = answer["next_page"]
        assert answer["has_more"] == (page is not None)
        if page is None:
            return found


@pytest.mark.parametrize("limit", [1, 7, 31, 180])
async def test_the_pages_together_are_every_day_once(mock: RunningMock, limit: int) -> None:
    days = await buckets(mock, end_time=START + 31 * DAY, limit=limit)
    assert [(day["start_time"], day["end_time"]) for day in days] == [
        (START + DAY * n, START + DAY * (n + 1)) for n in range(31)
    ]
    assert days == await buckets(mock, end_time=START + 31 * DAY, limit=31)


async def test_pictures_cost_every_third_day_and_chats_every_second(mock: RunningMock) -> None:
    days = await buckets(mock, end_time=START + 12 * DAY, group_by="line_item")
    items = [{result["line_item"] for result in day["results"]} for day in days]
    for day, found in zip(days, items, strict=True):
        number = day["start_time"] // DAY
        assert ("gpt-image-1, image output" in found) == (number % 3 == 0)
        assert ("gpt-4o-mini, input" in found) == (number % 2 == 0)
    assert set() in items


async def test_amounts_are_floating_dollars_and_add_up_without_groups(mock: RunningMock) -> None:
    end = START + 6 * DAY
    grouped = await buckets(mock, end_time=end, group_by=["line_item", "project_id"])
    plain = await buckets(mock, end_time=end)
    for day, whole in zip(grouped, plain, strict=True):
        amounts = [result["amount"] for result in day["results"]]
        assert all(isinstance(amount["value"], float) for amount in amounts)
        assert {amount["currency"] for amount in amounts} <= {"usd"}
        assert all(result["project_id"] for result in day["results"])
        sums = [result["amount"]["value"] for result in whole["results"]]
        assert sums == ([pytest.approx(sum(a["value"] for a in amounts))] if amounts else [])
        assert all(result["line_item"] is None for result in whole["results"])


async def test_seven_days_are_answered_unless_more_are_asked_for(mock: RunningMock) -> None:
    assert len((await asked(mock)).json()["data"]) == 7


async def test_the_future_has_no_costs(mock: RunningMock) -> None:
    now = int(mock.clock.now)
    assert len(await buckets(mock, start_time=now)) == 1
    assert await buckets(mock, start_time=now + DAY) == []
    assert await buckets(mock, start_time="9" * 400) == []


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"start_time": None}, "start_time"),
        ({"start_time": "soon"}, "start_time"),
        ({"end_time": "-1"}, "end_time"),
        ({"limit": 0}, "limit"),
        ({"limit": 181}, "limit"),
        ({"bucket_width": "1h"}, "bucket_width"),
        ({"group_by": "colour"}, "group_by"),
        ({"page": "page_!"}, "page"),
        ({"page": "page_YQ=="}, "page"),
        ({"page": "MQ=="}, "page"),
        ({"page": "page_MQ"}, "page"),
    ],
)
async def test_a_wrong_question_names_its_parameter(
    mock: RunningMock, query: dict[str, Any], param: str
) -> None:
    answer = await asked(mock, **query)
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == param


async def test_an_ordinary_key_is_not_enough(mock: RunningMock) -> None:
    answer = await mock.client.get("/v1/organization/costs", params={"start_time": START})
    assert answer.status_code == 403


@pytest.mark.parametrize("status", [401, 403, 429, 500])
async def test_the_costs_can_be_put_out_of_order(mock: RunningMock, status: int) -> None:
    await mock.steer(costsStatus=status)
    answer = await asked(mock)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


async def test_the_costs_can_be_made_to_hang(mock: RunningMock) -> None:
    await mock.steer(costsStatus="hang")
    with pytest.raises(httpx.ReadTimeout):
        await mock.client.get(
            "/v1/organization/costs",
            params={"start_time": START},
            headers=ADMIN,
            timeout=httpx.Timeout(5, read=0.3),
        )
