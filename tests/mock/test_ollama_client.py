"""The mock as Ollama's own Python client sees it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from ollama import AsyncClient, ChatResponse, ResponseError

from tests.mock.conftest import RunningMock

MODEL = "llama3.2:3b"


@pytest_asyncio.fixture
async def client(mock: RunningMock) -> AsyncIterator[AsyncClient]:
    await mock.steer(timeScale=0)
    opened = AsyncClient(host=mock.url, timeout=10)
    yield opened
    await opened._client.aclose()


async def parts_of(client: AsyncClient, words: str, **options: object) -> list[ChatResponse]:
    messages = [{"role": "user", "content": words}]
    stream = await client.chat(model=MODEL, messages=messages, stream=True, options=options)
    return [part async for part in stream]


def text_of(parts: list[ChatResponse]) -> str:
    return "".join(part.message.content or "" for part in parts)


async def test_a_chat_comes_token_by_token_and_ends_with_its_counts(client: AsyncClient) -> None:
    *tokens, last = await parts_of(client, "the harbour is quiet")
    assert len(tokens) > 10
    assert {part.message.role for part in tokens} == {"assistant"}
    assert not any(part.done for part in tokens)
    assert "“the harbour is quiet”" in text_of(tokens)
    assert (last.done, last.done_reason) == (True, "stop")
    assert (last.prompt_eval_count, last.eval_count) == (4, len(tokens))
    assert len(text_of(tokens).split()) == len(tokens)


async def test_the_same_words_get_the_same_answer(client: AsyncClient) -> None:
    first, again = [text_of(await parts_of(client, "the harbour is quiet")) for _ in range(2)]
    assert first == again
    assert first != text_of(await parts_of(client, "the harbour is loud"))


async def test_an_answer_may_come_in_one_piece(client: AsyncClient) -> None:
    words = "the harbour is quiet"
    whole = await client.chat(model=MODEL, messages=[{"role": "user", "content": words}])
    assert whole.done
    assert whole.message.content == text_of(await parts_of(client, words))
    assert whole.eval_count == len((whole.message.content or "").split())


async def test_a_prompt_is_gone_on_from(client: AsyncClient) -> None:
    stream = await client.generate(model=MODEL, prompt="the sea", system="Be brief", stream=True)
    *tokens, last = [part async for part in stream]
    assert "“the sea”" in "".join(part.response or "" for part in tokens)
    assert last.context == [1, 2, 3]
    assert last.prompt_eval_count == 4
    assert (await client.generate(model=MODEL, prompt="the sea")).response


async def test_a_model_is_loaded_where_nothing_is_asked(client: AsyncClient) -> None:
    loaded = await client.chat(model=MODEL, messages=[])
    assert (loaded.done_reason, loaded.message.content) == ("load", "")
    assert [model.model for model in (await client.ps()).models] == [MODEL]


async def test_the_models_are_listed_and_shown(client: AsyncClient) -> None:
    models = {model.model: model for model in (await client.list()).models}
    assert [*models] == [MODEL, "gpt-oss:20b", "deepseek-r1:8b", "gemma3:4b", "qwen2.5:7b"]
    assert models[MODEL].size == 2_019_393_189
    details = models[MODEL].details
    assert details
    assert (details.parameter_size, details.quantization_level) == ("3.2B", "Q4_K_M")
    shown = await client.show("deepseek-r1:8b")
    assert shown.modelinfo
    assert shown.modelinfo["qwen3.context_length"] == 131_072


async def test_the_version_is_told(mock: RunningMock) -> None:
    assert (await mock.client.get("/api/version")).json() == {"version": "0.12.6"}


async def test_the_options_of_ollama_are_obeyed_and_recorded(
    client: AsyncClient, mock: RunningMock
) -> None:
    *tokens, last = await parts_of(client, "hello", num_predict=3, num_ctx=4096, temperature=0.5)
    assert (len(tokens), last.done_reason, last.eval_count) == (3, "length", 3)
    (request,) = await mock.received("/api/chat")
    assert request["body"]["options"] == {"num_predict": 3, "num_ctx": 4096, "temperature": 0.5}
    assert request["accepted"]


async def test_max_tokens_is_no_option_of_ollama(client: AsyncClient) -> None:
    assert len(await parts_of(client, "hello", max_tokens=3)) > 4


async def test_a_prompt_beyond_the_context_is_cut_off_without_a_word(client: AsyncClient) -> None:
    long = "word " * 5000
    assert (await parts_of(client, long))[-1].prompt_eval_count == 4096
    assert (await parts_of(client, long, num_ctx=8192))[-1].prompt_eval_count == 5000


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [
        ("0002", 401, "unauthorized"),
        ("0003", 500, "llama runner process has terminated"),
        ("0004", 400, "content policy"),
        ("0005", 404, f"model '{MODEL}' not found"),
        ("0008", 429, "quota"),
        ("0014", 502, "bad gateway"),
        ("0018", 429, "too many requests"),
    ],
)
async def test_errors_have_their_status_and_words(
    client: AsyncClient, number: str, status: int, words: str
) -> None:
    with pytest.raises(ResponseError, match=words) as raised:
        await parts_of(client, f"hello {number}")
    assert raised.value.status_code == status


async def test_an_error_in_the_middle_is_raised(client: AsyncClient) -> None:
    stream = await client.chat(
        model=MODEL, messages=[{"role": "user", "content": "hello 0006"}], stream=True
    )
    assert (await anext(stream)).message.content
    with pytest.raises(ResponseError, match="unexpected EOF"):
        [part async for part in stream]


@pytest.mark.parametrize("number", ["0013", "0022"])
async def test_a_broken_connection_is_one(client: AsyncClient, number: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await parts_of(client, f"hello {number}")


async def test_an_answer_may_have_no_words_no_counts_or_no_end(client: AsyncClient) -> None:
    (empty,) = await parts_of(client, "hello 0009")
    assert (empty.done, empty.eval_count) == (True, 0)
    *_, uncounted = await parts_of(client, "hello 0010")
    assert (uncounted.done, uncounted.prompt_eval_count, uncounted.eval_count) == (True, None, None)
    assert not any(part.done for part in await parts_of(client, "hello 0015"))


async def test_a_rate_limit_may_pass(client: AsyncClient, mock: RunningMock) -> None:
    for _ in range(2):
        with pytest.raises(ResponseError):
            await parts_of(client, "hello 0007")
    assert await parts_of(client, "hello 0007")
    assert [each["status"] for each in await mock.received("/api/chat")] == [429, 429, 200]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/chat", b"{", 400),
        ("/api/chat", b"[]", 400),
        ("/api/chat", b"{}", 400),
        ("/api/chat", b'{"model": "nobody:1b"}', 404),
        ("/api/chat", b'{"model": "llama3.2"}', 404),
        ("/api/chat", b'{"model": "llama3.2:3b", "messages": 1}', 400),
        ("/api/chat", b'{"model": "llama3.2:3b", "messages": [1]}', 400),
        ("/api/chat", b'{"model": "llama3.2:3b", "messages": [{"role": "me"}]}', 400),
        ("/api/chat", b'{"model": "llama3.2:3b", "options": 1}', 400),
        ("/api/chat", b'{"model": "llama3.2:3b", "options": {"num_ctx": "4k"}}', 400),
        ("/api/generate", b'{"model": "llama3.2:3b", "prompt": 1}', 400),
        ("/api/show", b'{"model": "nobody:1b"}', 404),
        ("/api/show", b"{}", 400),
    ],
)
async def test_what_makes_no_sense_is_refused_in_ollamas_way(
    mock: RunningMock, path: str, body: bytes, status: int
) -> None:
    answer = await mock.client.post(path, content=body)
    assert answer.status_code == status
    assert isinstance(answer.json()["error"], str)
    assert (await mock.summary())["accepted"] == 0


async def test_every_line_arrives_in_two_pieces_cut_inside_a_character(mock: RunningMock) -> None:
    body = {"model": MODEL, "messages": [{"role": "user", "content": "the sea"}]}
    await mock.steer(timeScale=0)
    async with mock.client.stream("POST", "/api/chat", json=body) as answer:
        assert answer.headers["content-type"] == "application/x-ndjson"
        pieces = [piece async for piece in answer.aiter_raw()]
    lines = b"".join(pieces).splitlines()
    cuts = [piece for piece in pieces if not piece.endswith(b"\n")]
    assert len(cuts) == len(lines)
    assert any(is_cut_inside_a_character(piece) for piece in cuts)


def is_cut_inside_a_character(piece: bytes) -> bool:
    try:
        piece.decode()
    except UnicodeDecodeError:
        return True
    return False


async def test_lines_come_whole_where_that_is_wanted(mock: RunningMock) -> None:
    body = {"model": MODEL, "messages": [{"role": "user", "content": "the sea"}]}
    await mock.steer(timeScale=0, splitLines=False)
    async with mock.client.stream("POST", "/api/chat", json=body) as answer:
        assert all([piece.endswith(b"\n") async for piece in answer.aiter_raw()])


async def test_the_number_of_tokens_may_be_asked_for(client: AsyncClient) -> None:
    for asked in (0, 1, 500):
        assert len(await parts_of(client, f"tell me {asked}t")) == asked + 1


async def test_tokens_take_their_time(mock: RunningMock) -> None:
    await mock.steer(tokenDelay=30)
    body = {"model": MODEL, "messages": [{"role": "user", "content": "slowly"}]}
    with pytest.raises(httpx.ReadTimeout):
        await mock.client.post("/api/chat", json=body, timeout=0.3)
    body["messages"] = [{"role": "user", "content": "quickly 0s"}]
    assert (await mock.client.post("/api/chat", json=body, timeout=10)).is_success


async def test_what_became_of_every_text_is_counted(client: AsyncClient, mock: RunningMock) -> None:
    await parts_of(client, "hello")
    await parts_of(client, "hello 0015")
    body = {"model": MODEL, "messages": [{"role": "user", "content": "on and on 0017"}]}
    async with mock.client.stream("POST", "/api/chat", json=body) as answer:
        await anext(answer.aiter_raw())
        assert (await mock.summary())["ollama"]["textStreams"]["open"] == 1
    async with asyncio.timeout(10):
        while (await mock.summary())["ollama"]["textStreams"]["open"]:
            await asyncio.sleep(0.01)
    summary = (await mock.summary())["ollama"]
    assert summary["textStreams"] == {
        "open": 0,
        "peakOpen": 1,
        "finished": 1,
        "broken": 1,
        "abandoned": 1,
    }
    assert summary["acceptedTextsByPrompt"] == {"hello": 1, "hello 0015": 1, "on and on 0017": 1}


@pytest.mark.parametrize("path", ["/api/tags", "/api/version", "/api/ps"])
async def test_all_of_it_may_be_out_of_order(mock: RunningMock, path: str) -> None:
    await mock.steer(ollamaStatus=503)
    assert (await mock.client.get(path)).status_code == 503
    await mock.steer(ollamaStatus=429)
    assert int((await mock.client.get(path)).headers["Retry-After"]) == 20
    await mock.steer(ollamaStatus="hang")
    with pytest.raises(httpx.ReadTimeout):
        await mock.client.get(path, timeout=0.1)
