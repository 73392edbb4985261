"""The mock's chat models as OpenAI's own Python client sees them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from openai import (
    APIConnectionError,
    APIError,
    APIStatusError,
    AsyncOpenAI,
    AuthenticationError,
    BadRequestError,
    InternalServerError,
    NotFoundError,
    RateLimitError,
)
from openai.types.chat import ChatCompletionChunk

from tests.mock.conftest import RunningMock

MODEL = "gpt-5-mini"


@pytest_asyncio.fixture
async def client(mock: RunningMock) -> AsyncIterator[AsyncOpenAI]:
    await mock.steer(timeScale=0)
    async with AsyncOpenAI(
        api_key="sk-test", base_url=f"{mock.url}/v1", max_retries=0, timeout=10
    ) as opened:
        yield opened


async def chunks_of(client: AsyncOpenAI, words: str) -> list[ChatCompletionChunk]:
    stream = await client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": words}],
        stream=True,
        stream_options={"include_usage": True},
    )
    return [chunk async for chunk in stream]


def text_of(chunks: list[ChatCompletionChunk]) -> str:
    return "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)


async def test_a_completion_comes_token_by_token_and_its_usage_last(client: AsyncOpenAI) -> None:
    first, *tokens, finish, last = await chunks_of(client, "the harbour is quiet")
    assert first.choices[0].delta.role == "assistant"
    assert "“the harbour is quiet”" in text_of(tokens)
    assert finish.choices[0].finish_reason == "stop"
    assert last.choices == []
    assert last.usage
    assert (last.usage.prompt_tokens, last.usage.completion_tokens) == (4, len(tokens))
    assert last.usage.total_tokens == 4 + len(text_of(tokens).split())


async def test_usage_is_told_where_it_is_asked_for_only(client: AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "hello"}], stream=True
    )
    chunks = [chunk async for chunk in stream]
    assert all(chunk.choices and chunk.usage is None for chunk in chunks)


async def test_a_completion_may_come_in_one_piece(client: AsyncOpenAI) -> None:
    words = "the harbour is quiet"
    whole = await client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": words}]
    )
    (choice,) = whole.choices
    assert choice.message.content == text_of(await chunks_of(client, words))
    assert choice.finish_reason == "stop"
    assert whole.usage
    assert whole.usage.prompt_tokens == 4


async def test_a_limit_cuts_an_answer_short(client: AsyncOpenAI) -> None:
    short = await client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "hello"}], max_completion_tokens=3
    )
    assert short.choices[0].finish_reason == "length"
    assert len((short.choices[0].message.content or "").split()) == 3
    older = await client.chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": "hello"}], max_tokens=2
    )
    assert len((older.choices[0].message.content or "").split()) == 2


async def test_a_reasoning_model_takes_neither_a_temperature_nor_the_old_limit(
    client: AsyncOpenAI,
) -> None:
    for model in ("gpt-5-mini", "o3-mini", "gpt-5-2025-08-07"):
        with pytest.raises(BadRequestError) as raised:
            await client.chat.completions.create(
                model=model, messages=[{"role": "user", "content": "hello"}], temperature=0.7
            )
        assert (raised.value.param, raised.value.code) == ("temperature", "unsupported_value")
        with pytest.raises(BadRequestError) as raised:
            await client.chat.completions.create(
                model=model, messages=[{"role": "user", "content": "hello"}], max_tokens=7
            )
        assert (raised.value.param, raised.value.code) == ("max_tokens", "unsupported_parameter")
    assert await client.chat.completions.create(
        model="gpt-4o-2024-08-06", messages=[{"role": "user", "content": "hi"}], temperature=0.7
    )


async def test_words_may_come_in_parts(client: AsyncOpenAI) -> None:
    answer = await client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "developer", "content": "Be kind"},
            {"role": "user", "content": [{"type": "text", "text": "the sea"}]},
        ],
    )
    assert "“the sea”" in (answer.choices[0].message.content or "")
    assert "“Be kind”" not in (answer.choices[0].message.content or "")


@pytest.mark.parametrize(
    ("number", "error", "code"),
    [
        ("0002", AuthenticationError, "invalid_api_key"),
        ("0003", InternalServerError, None),
        ("0004", BadRequestError, "content_policy_violation"),
        ("0005", NotFoundError, "model_not_found"),
        ("0008", RateLimitError, "insufficient_quota"),
        ("0014", InternalServerError, None),
        ("0018", RateLimitError, "rate_limit_exceeded"),
    ],
)
async def test_errors_have_their_classes_and_codes(
    client: AsyncOpenAI, number: str, error: type[APIStatusError], code: str | None
) -> None:
    with pytest.raises(error) as raised:
        await chunks_of(client, f"hello {number}")
    assert raised.value.code == code


async def test_an_error_in_the_middle_is_raised(client: AsyncOpenAI) -> None:
    with pytest.raises(APIError, match="The server had an error"):
        await chunks_of(client, "hello 0006")


async def test_a_line_that_is_no_json_is_an_error(client: AsyncOpenAI) -> None:
    with pytest.raises(json.JSONDecodeError):
        await chunks_of(client, "hello 0012")


async def test_a_connection_that_is_hung_up_is_an_error(client: AsyncOpenAI) -> None:
    with pytest.raises(APIConnectionError):
        await chunks_of(client, "hello 0013")


async def test_an_answer_may_have_no_words_no_usage_or_no_end(client: AsyncOpenAI) -> None:
    assert text_of(await chunks_of(client, "hello 0009")) == ""
    assert all(chunk.usage is None for chunk in await chunks_of(client, "hello 0010"))
    endless = await chunks_of(client, "hello 0015")
    assert text_of(endless)
    assert all(choice.finish_reason is None for chunk in endless for choice in chunk.choices)


async def test_a_content_filter_stops_an_answer(client: AsyncOpenAI) -> None:
    *_, finish, _usage = await chunks_of(client, "hello 0020")
    assert finish.choices[0].finish_reason == "content_filter"


async def test_chat_models_are_listed_beside_those_of_pictures(client: AsyncOpenAI) -> None:
    models = [model.id async for model in client.models.list()]
    assert {"gpt-5-mini", "gpt-4o-mini", "gpt-image-1"} <= {*models}
    with pytest.raises(NotFoundError):
        await client.chat.completions.create(
            model="gpt-image-1", messages=[{"role": "user", "content": "hello"}]
        )


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"model": None}, "model"),
        ({"model": 1}, "model"),
        ({"messages": None}, "messages"),
        ({"messages": []}, "messages"),
        ({"messages": "hello"}, "messages"),
        ({"messages": ["hello"]}, "messages[0]"),
        ({"messages": [{"role": "me"}]}, "messages[0].role"),
        ({"messages": [{"role": "user", "content": 1}]}, "messages[0].content"),
        ({"temperature": "hot"}, "temperature"),
        ({"temperature": 2.1}, "temperature"),
        ({"max_completion_tokens": 0}, "max_completion_tokens"),
        ({"max_completion_tokens": "7"}, "max_completion_tokens"),
        ({"stream_options": {"include_usage": True}}, "stream_options"),
        ({"stream": True, "stream_options": 1}, "stream_options"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name(
    mock: RunningMock, fields: dict[str, object], param: str
) -> None:
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "hello"}], **fields}
    answer = await mock.client.post("/v1/chat/completions", json=body)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)
    assert (await mock.summary())["accepted"] == 0


async def test_the_key_is_asked_for(mock: RunningMock) -> None:
    answer = await mock.client.post(
        "/v1/chat/completions", json={}, headers={"Authorization": "Basic 0"}
    )
    assert answer.status_code == 401


async def test_chat_may_be_out_of_order(client: AsyncOpenAI, mock: RunningMock) -> None:
    await mock.steer(chatStatus=503)
    with pytest.raises(InternalServerError):
        await chunks_of(client, "hello")
    await mock.steer(chatStatus=429)
    with pytest.raises(RateLimitError):
        await chunks_of(client, "hello")
    await mock.steer(chatStatus=None)
    assert await chunks_of(client, "hello")
