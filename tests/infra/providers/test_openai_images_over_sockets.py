from __future__ import annotations

import asyncio
import base64
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager

import httpx
import pytest
from loguru import logger

from app.domain.errors import ErrorCode
from app.domain.images.provider import ImageOrder, Painted
from app.domain.jobs.outcomes import NotDelivered, OutcomeUnknown, RateLimitedByProvider, Refused
from app.infra.providers.openai_images import LARGEST_ANSWER, OpenAIImages
from tests.infra.providers.raw_server import (
    Script,
    cut_off,
    drips,
    hangs,
    head,
    resets,
    says,
    serving,
)
from tests.infra.providers.test_pictures import a_picture

KEY = "canary-key-0123456789"
ORDER = ImageOrder(prompt="Ka\u0308tzchen \U0001f408\r\n", model="gpt-image-1", size="1024x1024")
GOOD = {"created": 1, "data": [{"b64_json": base64.b64encode(a_picture("PNG")).decode()}]}


@asynccontextmanager
async def openai(
    url: str, *, seconds: float = 5, key: str = KEY, client: httpx.AsyncClient | None = None
) -> AsyncIterator[OpenAIImages]:
    async with OpenAIImages(
        base_url=f"{url}/v1", api_key=key, timeout=seconds, client=client
    ) as provider:
        yield provider


async def test_a_picture_is_ordered_with_one_request() -> None:
    async with serving(says(200, GOOD)) as server, openai(server.url) as provider:
        assert isinstance(await provider.generate(ORDER), Painted)
    (request,) = server.requests
    assert request.startswith(b"POST /v1/images/generations HTTP/1.1\r\n")
    assert f"authorization: bearer {KEY}".encode() in request.lower()
    assert b"content-type: application/json" in request.lower()
    assert server.body() == {
        "model": "gpt-image-1",
        "prompt": "Ka\u0308tzchen \U0001f408\r\n",
        "size": "1024x1024",
        "n": 1,
        "output_format": "png",
    }


async def test_the_address_may_end_with_a_slash() -> None:
    async with (
        serving(says(200, GOOD)) as server,
        OpenAIImages(base_url=f"{server.url}/v1/", api_key=KEY, timeout=5) as provider,
    ):
        await provider.generate(ORDER)
    assert server.requests[0].startswith(b"POST /v1/images/generations HTTP/1.1\r\n")


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


async def test_a_refused_connection_delivers_nothing() -> None:
    async with openai(f"http://127.0.0.1:{closed_port()}") as provider:
        assert isinstance(await provider.generate(ORDER), NotDelivered)


@contextmanager
def deaf_listener() -> Iterator[str]:
    """A port whose queue of connections is full: the next one never gets an answer."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        host, port = listener.getsockname()
        for _ in range(4):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex((host, port))
        yield f"http://{host}:{port}"


async def test_a_connection_that_is_never_made_delivers_nothing() -> None:
    with deaf_listener() as url:
        async with openai(url, seconds=1) as provider:
            assert await provider.generate(ORDER) == NotDelivered(reason="ConnectTimeout")


async def test_an_order_that_finds_no_free_connection_is_not_delivered() -> None:
    limits = httpx.Limits(max_connections=1)
    async with (
        serving(hangs) as server,
        httpx.AsyncClient(limits=limits) as client,
        openai(server.url, seconds=1, client=client) as provider,
    ):
        outcomes = await asyncio.gather(provider.generate(ORDER), provider.generate(ORDER))
    assert {type(outcome) for outcome in outcomes} == {OutcomeUnknown, NotDelivered}
    assert len(server.requests) == 1


async def test_a_failed_tls_handshake_delivers_nothing() -> None:
    async with serving(hangs) as server:
        async with openai(server.url.replace("http:", "https:"), seconds=2) as provider:
            assert isinstance(await provider.generate(ORDER), NotDelivered)
        assert server.requests == []


@pytest.mark.parametrize(
    "script",
    [
        hangs,
        resets,
        drips(200, b" ", 0.02),
        cut_off(200, 5000, b'{"data": ['),
        says(200, b"{"),
        says(200, b"<html>", Content_Type="text/html"),
        says(200, {"data": []}),
        says(200, {"data": [{"b64_json": "AAAA"}]}),
        says(302, b"", Location="https://elsewhere.example/"),
        says(500, {"error": {"message": "no"}}),
        says(502, b"<html>"),
        cut_off(500, 50, b'{"error"'),
    ],
)
async def test_whatever_may_have_been_charged_is_unknown_and_was_asked_once(
    script: Script,
) -> None:
    async with serving(script) as server, openai(server.url, seconds=1) as provider:
        assert isinstance(await provider.generate(ORDER), OutcomeUnknown)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "error", "outcome"),
    [
        (401, {"message": "no"}, Refused(code=ErrorCode.PROVIDER_AUTH, reason="no")),
        (
            400,
            {"message": "no", "code": "moderation_blocked"},
            Refused(code=ErrorCode.VALIDATION, reason="no"),
        ),
        (
            429,
            {"message": "no", "code": "insufficient_quota"},
            Refused(code=ErrorCode.QUOTA_EXCEEDED, reason="no"),
        ),
        (
            429,
            {"message": "no", "code": "rate_limit_exceeded"},
            RateLimitedByProvider(retry_after=9, reason="no"),
        ),
    ],
)
async def test_a_no_is_told_apart_and_was_asked_once(
    status: int, error: dict[str, str], outcome: Refused | RateLimitedByProvider
) -> None:
    answer = says(status, {"error": error}, Retry_After="9")
    async with serving(answer) as server, openai(server.url) as provider:
        assert await provider.generate(ORDER) == outcome
    assert len(server.requests) == 1


async def test_an_answer_has_a_largest_size() -> None:
    sent = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(head(200, None) + b'{"data": [{"b64_json": "')
        while sent < 4 * LARGEST_ANSWER:
            writer.write(b"A" * 1_048_576)
            await writer.drain()
            sent += 1_048_576

    async with serving(endless) as server, openai(server.url, seconds=30) as provider:
        outcome = await provider.generate(ORDER)
    assert outcome == OutcomeUnknown(reason="the answer is too large")
    assert sent < 2 * LARGEST_ANSWER


async def test_an_answer_below_the_largest_size_is_read() -> None:
    padded = {"padding": " " * (LARGEST_ANSWER - 10_000), **GOOD}
    async with serving(says(200, padded)) as server, openai(server.url, seconds=30) as provider:
        assert isinstance(await provider.generate(ORDER), Painted)


async def test_every_order_has_a_fresh_connection() -> None:
    body = b'{"data": []}'
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    connections = 0

    async def keeps_open(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while await reader.read(65_536):
            writer.write(whole)
        writer.close()

    async with await asyncio.start_server(keeps_open, "127.0.0.1", 0) as listener:
        host, port = listener.sockets[0].getsockname()
        async with openai(f"http://{host}:{port}") as provider:
            for _ in range(3):
                assert isinstance(await provider.generate(ORDER), OutcomeUnknown)
    assert connections == 3


async def test_without_a_key_nothing_is_sent() -> None:
    async with serving(says(200, GOOD)) as server, openai(server.url, key="") as provider:
        outcome = await provider.generate(ORDER)
    assert outcome == Refused(code=ErrorCode.PROVIDER_AUTH, reason="no API key is configured")
    assert server.requests == []


@pytest.mark.parametrize("key", ["ke\ny", "schlüssel", "k\0"])
def test_a_key_that_no_header_can_carry_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII") as raised:
        OpenAIImages(base_url="https://api.openai.com/v1", api_key=key, timeout=1)
    assert key not in str(raised.value)


@pytest.mark.parametrize("url", ["", "api.openai.com", "ftp://api.openai.com", "https://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="http or https URL"):
        OpenAIImages(base_url=url, api_key=KEY, timeout=1)


@pytest.mark.parametrize(
    "script",
    [
        says(401, {"error": {"message": f"Incorrect API key provided: {KEY}."}}),
        says(500, {"error": {"message": f"bad header Bearer {KEY}"}}),
        says(200, {"data": [], "error": {"message": KEY, "code": 400}}),
        resets,
        hangs,
    ],
)
async def test_the_key_is_in_no_outcome_and_in_no_log(script: Script) -> None:
    lines: list[str] = []
    sink = logger.add(lines.append, level="TRACE", diagnose=True, backtrace=True)
    try:
        async with serving(script) as server, openai(server.url, seconds=1) as provider:
            outcome = await provider.generate(ORDER)
    finally:
        logger.remove(sink)
    assert KEY not in repr(outcome)
    assert KEY not in "".join(lines)
    assert KEY not in repr(provider)


async def test_a_client_that_was_handed_in_stays_open() -> None:
    async with httpx.AsyncClient() as client:
        async with openai("http://127.0.0.1:9", client=client):
            pass
        assert not client.is_closed
