"""The mock as OpenAI's own Python client sees it."""

from __future__ import annotations

import base64
import io
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from openai import (
    APIConnectionError,
    APITimeoutError,
    AsyncOpenAI,
    AuthenticationError,
    BadRequestError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
)
from PIL import Image

from aitestmock.openai.costs import DAY
from tests.mock.conftest import RunningMock

START = 1_690_000_000 - 1_690_000_000 % DAY


@pytest_asyncio.fixture
async def client(mock: RunningMock) -> AsyncIterator[AsyncOpenAI]:
    await mock.steer(timeScale=0)
    async with AsyncOpenAI(
        api_key="sk-test", admin_api_key="sk-admin-test", base_url=f"{mock.url}/v1", max_retries=0
    ) as opened:
        yield opened


async def test_dall_e_brings_an_address(client: AsyncOpenAI, mock: RunningMock) -> None:
    answer = await client.images.generate(model="dall-e-3", prompt="a cat", size="1792x1024")
    assert answer.data
    (one,) = answer.data
    assert one.b64_json is None
    assert one.revised_prompt
    assert one.url
    picture = Image.open(io.BytesIO((await mock.client.get(one.url)).content))
    assert picture.size == (1792, 1024)


async def test_gpt_image_brings_base64_and_usage(client: AsyncOpenAI) -> None:
    answer = await client.images.generate(
        model="gpt-image-1", prompt="a cat", size="1024x1536", output_format="webp", quality="low"
    )
    assert answer.data
    (one,) = answer.data
    assert one.url is None
    assert one.b64_json
    assert Image.open(io.BytesIO(base64.b64decode(one.b64_json))).size == (1024, 1536)
    assert (answer.size, answer.quality, answer.output_format) == ("1024x1536", "low", "webp")
    assert answer.usage
    assert answer.usage.input_tokens_details.text_tokens == 2


@pytest.mark.parametrize(
    ("number", "error", "code"),
    [
        ("0002", AuthenticationError, "invalid_api_key"),
        ("0003", BadRequestError, "content_policy_violation"),
        ("0004", BadRequestError, "moderation_blocked"),
        ("0005", NotFoundError, "model_not_found"),
        ("0008", RateLimitError, "insufficient_quota"),
        ("0010", InternalServerError, None),
        ("0014", InternalServerError, None),
        ("0015", BadRequestError, "billing_hard_limit_reached"),
        ("0018", RateLimitError, "rate_limit_exceeded"),
    ],
)
async def test_errors_have_their_classes_and_codes(
    client: AsyncOpenAI,
    number: str,
    error: type[AuthenticationError | InternalServerError],
    code: str | None,
) -> None:
    with pytest.raises(error) as raised:
        await client.images.generate(model="gpt-image-1", prompt=f"a cat {number}")
    assert raised.value.code == code


async def test_a_size_that_the_model_does_not_take_is_a_bad_request(client: AsyncOpenAI) -> None:
    with pytest.raises(BadRequestError) as raised:
        await client.images.generate(model="dall-e-3", prompt="a cat", size="512x512")
    assert (raised.value.param, raised.value.code) == ("size", "invalid_value")


@pytest.mark.parametrize("number", ["0013", "0022"])
async def test_a_broken_connection_is_a_connection_error(client: AsyncOpenAI, number: str) -> None:
    with pytest.raises(APIConnectionError):
        await client.images.generate(model="gpt-image-1", prompt=f"a cat {number}")


async def test_an_answer_that_does_not_come_times_out(
    client: AsyncOpenAI, mock: RunningMock
) -> None:
    await mock.steer(timeScale=1)
    with pytest.raises(APITimeoutError):
        await client.images.generate(model="gpt-image-1", prompt="a cat 0011 0s", timeout=0.3)


async def test_the_clients_own_repetition_waits_out_a_rate_limit(
    client: AsyncOpenAI, mock: RunningMock
) -> None:
    patient = client.with_options(max_retries=2)
    answer = await patient.images.generate(model="gpt-image-1", prompt="a cat 0007")
    assert answer.data
    assert [record["status"] for record in await mock.received("/v1/images")] == [429, 429, 200]


async def test_the_models_are_listed_and_looked_up(client: AsyncOpenAI) -> None:
    models = [model.id async for model in client.models.list()]
    assert {"dall-e-3", "gpt-image-1", "gpt-image-2.5-flare"} <= {*models}
    assert (await client.models.retrieve("gpt-image-1")).object == "model"
    with pytest.raises(NotFoundError):
        await client.models.retrieve("gpt-image-0")


async def test_the_costs_of_an_organization_come_page_by_page(client: AsyncOpenAI) -> None:
    costs = client.admin.organization.usage.costs
    first = await costs(start_time=START, group_by=["line_item"], limit=7)
    assert first.has_more
    assert first.next_page
    second = await costs(start_time=START, group_by=["line_item"], limit=7, page=first.next_page)
    assert [bucket.start_time for bucket in (*first.data, *second.data)] == [
        START + DAY * day for day in range(14)
    ]
    results = [result for bucket in first.data for result in bucket.results]
    assert {result.object for result in results} == {"organization.costs.result"}


async def test_the_costs_ask_for_an_admins_key(mock: RunningMock) -> None:
    async with AsyncOpenAI(
        api_key="sk-test", admin_api_key="sk-test", base_url=f"{mock.url}/v1", max_retries=0
    ) as client:
        with pytest.raises(PermissionDeniedError):
            await client.admin.organization.usage.costs(start_time=START)
