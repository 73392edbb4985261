from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from time import monotonic

import httpx
import pytest
from loguru import logger

from app.domain.errors import ErrorCode, ProviderRefused, ProviderTimeout, ProviderUnavailable
from app.domain.jobs.outcomes import (
    Accepted,
    Delivered,
    NotDelivered,
    OutcomeUnknown,
    RateLimitedByProvider,
    Refused,
)
from app.domain.songs.provider import Busy, Failed, SongOrder, Unreachable, Waiting
from app.infra.providers.exchange import LARGEST_BODY
from app.infra.providers.mureka import Mureka
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

KEY = "canary-key-0123456789"
ORDER = SongOrder(
    lyrics="Zeile \ud83d\ude00 ü\nzwei", prompt="pop", model="auto", choices=2, instrumental=False
)


@asynccontextmanager
async def mureka(
    url: str, *, seconds: float = 5, key: str = KEY, client: httpx.AsyncClient | None = None
) -> AsyncIterator[Mureka]:
    async with Mureka(base_url=url, api_key=key, timeout=seconds, client=client) as provider:
        yield provider


async def test_a_song_is_ordered_with_one_request_that_carries_only_its_four_fields() -> None:
    async with serving(says(200, {"id": "1"})) as server, mureka(server.url + "/") as provider:
        assert isinstance(await provider.submit(ORDER), Accepted)
    (request,) = server.requests
    assert request.startswith(b"POST /v1/song/generate HTTP/1.1\r\n")
    assert f"authorization: bearer {KEY}".encode() in request.lower()
    assert b"content-type: application/json" in request.lower()
    assert server.body() == {"lyrics": "Zeile 😀 ü\nzwei", "prompt": "pop", "model": "auto", "n": 2}


async def test_an_instrumental_is_ordered_without_lyrics() -> None:
    order = SongOrder(lyrics="", prompt="pop", model="auto", choices=1, instrumental=True)
    async with serving(says(200, {"id": "1"})) as server, mureka(server.url) as provider:
        await provider.submit(order)
    assert server.requests[0].startswith(b"POST /v1/instrumental/generate ")
    assert server.body() == {"prompt": "pop", "model": "auto", "n": 1}


@pytest.mark.parametrize(
    ("instrumental", "path"),
    [(False, b"/v1/song/query/a%2F..%2F%3Fb"), (True, b"/v1/instrumental/query/a%2F..%2F%3Fb")],
)
async def test_a_reference_cannot_leave_its_place_in_the_path(
    *, instrumental: bool, path: bytes
) -> None:
    async with serving(says(200, {"status": "queued"})) as server, mureka(server.url) as provider:
        outcome = await provider.poll("a/../?b", instrumental=instrumental)
    assert outcome == Waiting(status="queued")
    assert server.requests[0].startswith(b"GET " + path + b" HTTP/1.1\r\n")


async def test_stems_are_ordered_with_one_request_that_carries_only_the_address() -> None:
    url = "https://provider.example/a.mp3?signed=ü"
    zipped = {"zip_url": "https://provider.example/stems.zip"}
    async with serving(says(200, zipped)) as server, mureka(server.url) as provider:
        assert await provider.separate(url) == Delivered(brought=zipped)
    (request,) = server.requests
    assert request.startswith(b"POST /v1/song/stem HTTP/1.1\r\n")
    assert f"authorization: bearer {KEY}".encode() in request.lower()
    assert server.body() == {"url": url}


async def test_stems_have_a_time_limit_of_their_own() -> None:
    async with (
        serving(hangs) as server,
        Mureka(base_url=server.url, api_key=KEY, timeout=60, stem_timeout=0.3) as provider,
    ):
        assert isinstance(await provider.separate("https://x/a.mp3"), OutcomeUnknown)
    assert len(server.requests) == 1


async def test_stems_of_nobody_listening_or_without_a_key_are_not_ordered() -> None:
    async with mureka(f"http://127.0.0.1:{closed_port()}") as provider:
        assert isinstance(await provider.separate("https://x/a.mp3"), NotDelivered)
    async with serving(hangs) as server, mureka(server.url, key="") as provider:
        refused = await provider.separate("https://x/a.mp3")
    assert isinstance(refused, Refused)
    assert (refused.code, server.requests) == (ErrorCode.PROVIDER_AUTH, [])


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


async def test_a_refused_connection_delivers_nothing() -> None:
    async with mureka(f"http://127.0.0.1:{closed_port()}") as provider:
        assert isinstance(await provider.submit(ORDER), NotDelivered)
        assert isinstance(await provider.poll("1", instrumental=False), Unreachable)
        with pytest.raises(ProviderUnavailable):
            await provider.account()


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
        async with mureka(url, seconds=1) as provider:
            assert await provider.submit(ORDER) == NotDelivered(reason="ConnectTimeout")


async def test_an_order_that_finds_no_free_connection_is_not_delivered() -> None:
    limits = httpx.Limits(max_connections=1)
    async with (
        serving(hangs) as server,
        httpx.AsyncClient(limits=limits) as client,
        mureka(server.url, seconds=1, client=client) as provider,
    ):
        outcomes = await asyncio.gather(provider.submit(ORDER), provider.submit(ORDER))
    assert {type(outcome) for outcome in outcomes} == {OutcomeUnknown, NotDelivered}
    assert len(server.requests) == 1


async def test_a_failed_tls_handshake_delivers_nothing() -> None:
    async with serving(hangs) as server:
        async with mureka(server.url.replace("http:", "https:"), seconds=2) as provider:
            assert isinstance(await provider.submit(ORDER), NotDelivered)
        assert server.requests == []


@pytest.mark.parametrize(
    "script",
    [
        hangs,
        resets,
        drips(200, b" ", 0.02),
        cut_off(200, 50, b'{"id": "1"}'),
        says(200, b'{"id": '),
        says(200, {"status": "queued"}),
        says(500, {"error": {"message": "boom"}}),
        says(502, b"<html>"),
    ],
    ids=["hangs", "resets", "drips", "truncated", "malformed", "no id", "500", "502"],
)
async def test_an_order_without_a_clear_answer_is_unknown_soon_and_sent_once(
    script: Script,
) -> None:
    async with serving(script) as server, mureka(server.url, seconds=1.5) as provider:
        began = monotonic()
        assert isinstance(await provider.submit(ORDER), OutcomeUnknown)
        assert monotonic() - began < 4
        await asyncio.sleep(0.05)
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    "script", [hangs, resets, drips(200, b" ", 0.02), cut_off(200, 50, b'{"status": "failed"}')]
)
async def test_a_question_without_a_whole_answer_found_nobody(script: Script) -> None:
    async with serving(script) as server, mureka(server.url, seconds=1.5) as provider:
        assert isinstance(await provider.poll("1", instrumental=False), Unreachable)
        assert len(server.requests) == 1


async def test_an_endless_answer_is_left_before_it_fills_the_memory() -> None:
    async with (
        serving(drips(200, b"x" * 1_000_000, 0)) as server,
        mureka(server.url, seconds=20) as provider,
    ):
        assert await provider.submit(ORDER) == OutcomeUnknown(reason="the answer is too large")


async def test_a_large_answer_below_the_limit_is_read() -> None:
    body = {"id": "1", "padding": "x" * (LARGEST_BODY - 100)}
    async with serving(says(200, body)) as server, mureka(server.url) as provider:
        assert isinstance(await provider.submit(ORDER), Accepted)


async def test_a_no_counts_even_if_its_words_break_off() -> None:
    async with serving(cut_off(401, 99, b'{"error"')) as server, mureka(server.url) as provider:
        outcome = await provider.submit(ORDER)
    assert outcome == Refused(code=ErrorCode.PROVIDER_AUTH, reason="HTTP 401")


async def test_the_wait_of_a_rate_limit_comes_from_its_header() -> None:
    script = says(429, {"error": {"message": "too quickly"}}, Retry_After="7")
    async with serving(script) as server, mureka(server.url) as provider:
        outcome = await provider.submit(ORDER)
        assert outcome == RateLimitedByProvider(retry_after=7.0, reason="too quickly")
        assert await provider.poll("1", instrumental=False) == Busy(reason="too quickly")


async def test_a_redirect_is_not_followed_with_the_order() -> None:
    async with (
        serving(says(200, {"id": "1"})) as other,
        serving(says(307, b"", Location=other.url)) as server,
        mureka(server.url) as provider,
    ):
        assert isinstance(await provider.submit(ORDER), OutcomeUnknown)
        assert other.requests == []


async def test_the_key_is_nowhere_in_outcomes_or_logs() -> None:
    lines: list[str] = []
    sink = logger.add(lines.append, level="TRACE", diagnose=False)
    echo = {"error": {"message": f"Incorrect API key provided: {KEY}"}, "status": KEY}
    try:
        async with (
            serving(
                says(401, echo), says(200, {"id": "1", "status": KEY}), says(200, echo)
            ) as server,
            mureka(server.url) as provider,
        ):
            outcomes = [
                await provider.submit(ORDER),
                await provider.submit(ORDER),
                await provider.poll("1", instrumental=False),
            ]
    finally:
        logger.remove(sink)
    assert KEY not in repr(outcomes)
    assert KEY not in "".join(lines)
    assert "Incorrect API key provided: ***" in repr(outcomes)


async def test_without_a_key_nothing_is_sent() -> None:
    async with serving(says(200, {"id": "1"})) as server, mureka(server.url, key="") as provider:
        refused = await provider.submit(ORDER)
        failed = await provider.poll("1", instrumental=True)
        with pytest.raises(ProviderRefused):
            await provider.account()
    assert isinstance(refused, Refused)
    assert isinstance(failed, Failed)
    assert refused.code is failed.code is ErrorCode.PROVIDER_AUTH
    assert server.requests == []


async def test_the_account_of_a_silent_provider_times_out() -> None:
    async with (
        serving(hangs) as server,
        Mureka(base_url=server.url, api_key=KEY, timeout=30, billing_timeout=0.3) as provider,
    ):
        with pytest.raises(ProviderTimeout):
            await provider.account()


async def test_a_given_client_is_left_open_and_an_own_one_is_closed() -> None:
    async with httpx.AsyncClient() as client:
        async with mureka("http://127.0.0.1:9", client=client):
            pass
        assert not client.is_closed


async def test_an_order_survives_characters_that_json_cannot_name() -> None:
    order = SongOrder(lyrics="half \ud800", prompt="p", model="auto", choices=1, instrumental=False)
    async with serving(says(200, {"id": "1"})) as server, mureka(server.url) as provider:
        assert isinstance(await provider.submit(order), Accepted)
    assert json.loads(server.requests[0].partition(b"\r\n\r\n")[2])["lyrics"] == "half \ud800"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("ftp://x", KEY),
        ("api.mureka.ai", KEY),
        ("https://", KEY),
        ("https://x", "a\nb"),
        ("https://x", "ä"),
    ],
)
def test_a_provider_that_cannot_work_is_not_built(url: str, key: str) -> None:
    with pytest.raises(ValueError, match="Mureka"):
        Mureka(base_url=url, api_key=key, timeout=1)


async def test_an_answer_in_pieces_is_put_together() -> None:
    async def script(writer: asyncio.StreamWriter) -> None:
        body = b'{"id": "1"}'
        for byte in head(200, len(body)) + body:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.001)

    async with serving(script) as server, mureka(server.url) as provider:
        assert isinstance(await provider.submit(ORDER), Accepted)


async def test_an_order_never_travels_on_a_connection_that_may_be_closing() -> None:
    async def serve_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = b'{"id": "1", "status": "queued"}'
        writer.write(head(200, len(body)).replace(b"close", b"keep-alive") + body)
        await writer.drain()
        await reader.read(1)
        writer.transport.abort()

    listener = await asyncio.start_server(serve_once, "127.0.0.1", 0)
    async with listener, mureka(f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}") as one:
        assert isinstance(await one.poll("1", instrumental=False), Waiting)
        assert isinstance(await one.submit(ORDER), Accepted)
        assert isinstance(await one.submit(ORDER), Accepted)
