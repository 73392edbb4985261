from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from loguru import logger

from app.bootstrap import Studio
from app.infra.settings import Settings
from tests.api.songs import finished, generate
from tests.studio import Mock, Person, working

REQUEST = "an-order-of-ours"


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    """Every line from now on, with all that is bound to it."""
    written: list[dict[str, Any]] = []
    sink = logger.add(lambda line: written.append(json.loads(line)["record"]), serialize=True)
    yield written
    logger.remove(sink)


async def test_lines_lead_from_a_request_to_its_job_and_to_the_provider(
    ada: Person, studio: Studio, settings: Settings, mock: Mock, lines: list[dict[str, Any]]
) -> None:
    ada.headers["X-Request-Id"] = REQUEST
    started = await generate(ada, lyrics="hunter2 sings", prompt="folk hunter2, 2s")
    del ada.headers["X-Request-Id"]
    ordered = [line for line in lines if line["message"] == "SONG was ordered"]
    assert [line["extra"]["request_id"] for line in ordered] == [REQUEST]
    job = ordered[0]["extra"]["job"]
    assert all(line["extra"]["request_id"] for line in lines), "also the look at the account"

    async with working(studio):
        await finished(ada, started["song"]["id"])
    calls = [line["extra"] for line in lines if line["name"] == "app.infra.providers.calls"]
    assert {call["provider"] for call in calls} == {"mureka"}
    assert {call["code"] for call in calls} == {"200"}
    assert all(call.get("job", job) == job and call["ms"] >= 0 for call in calls)
    assert sum("job" in call for call in calls) >= 2
    assert all("job" in call or call["request_id"] == REQUEST for call in calls)
    ended = [line["extra"] for line in lines if line["message"] == "SONG has ended: SUCCEEDED"]
    assert [(line["job"], line["kind"], line["code"]) for line in ended] == [(job, "SONG", None)]

    text = json.dumps(lines)
    for secret in ("hunter2", ada.token, settings.mureka_api_key.get_secret_value()):
        assert secret not in text


async def test_a_refused_order_leaves_lines_with_its_codes(
    ada: Person, studio: Studio, mock: Mock, lines: list[dict[str, Any]]
) -> None:
    started = await generate(ada, lyrics="scenario 0002", prompt="folk, 2s")
    async with working(studio):
        await finished(ada, started["song"]["id"])
    [refused] = [line for line in lines if line["message"] == "mureka answered: 401"]
    [ended] = [line for line in lines if line["message"] == "SONG has ended: FAILED"]
    assert refused["level"]["name"] == ended["level"]["name"] == "INFO"
    assert refused["extra"]["job"] == ended["extra"]["job"]
    assert ended["extra"]["code"] == "PROVIDER_AUTH"
