from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from loguru import logger

from app.domain.errors import ErrorCode
from app.domain.language.model import Delivery, Ending, Role, TextOrder, Turn
from app.infra.providers.openai_chat import OpenAIChat
from tests.infra.providers.raw_server import (
    Script,
    cut_off,
    in_pieces,
    resets,
    says,
    serving,
)
from tests.infra.providers.test_language_models import Heard, hear
from tests.infra.providers.test_ollama_over_sockets import BROKEN, failed

KEY = "canary-key-0123456789"
ORDER = TextOrder(model="gpt-4o-mini", turns=(Turn(role=Role.USER, content="hello"),))
SSE = {"Content_Type": "text/event-stream; charset=utf-8"}
DONE = b"data: [DONE]\n\n"
ENDING = Ending(prompt_tokens=3, completion_tokens=2)


def event(fields: object) -> bytes:
    return b"data: " + json.dumps(fields, ensure_ascii=False).encode() + b"\n\n"


def chunk(text: str | None = None, *, finish: str | None = None, **delta: Any) -> bytes:
    said = {"content": text, **delta} if text is not None else delta
    return event({"id": "c", "choices": [{"index": 0, "delta": said, "finish_reason": finish}]})


def usage(prompt: object = 3, completion: object = 2) -> bytes:
    counts = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": 5}
    return event({"id": "c", "choices": [], "usage": counts})


STOP = chunk(finish="stop")
END = STOP + usage() + DONE


def openai(url: str, *, seconds: float = 20, key: str = KEY) -> OpenAIChat:
    return OpenAIChat(base_url=f"{url}/v1", api_key=key, timeout=seconds)


async def heard_from(script: Script, *, seconds: float = 20, order: TextOrder = ORDER) -> Heard:
    async with (
        serving(script) as server,
        openai(server.url, seconds=seconds) as model,
        asyncio.timeout(60),
    ):
        heard = await hear(model, order)
        assert len(server.requests) == 1
    return heard


async def body_of(order: TextOrder) -> dict[str, object]:
    async with serving(says(200, END, **SSE)) as server, openai(server.url) as model:
        assert (await hear(model, order)).failure is None
        (request,) = server.requests
        assert request.startswith(b"POST /v1/chat/completions HTTP/1.1\r\n")
        assert f"authorization: bearer {KEY}".encode() in request.lower()
        return server.body()


async def test_the_order_is_one_request_under_openais_names() -> None:
    order = TextOrder(
        model="gpt-4o-mini",
        turns=(
            Turn(role=Role.SYSTEM, content="Short."),
            Turn(role=Role.USER, content="Gr\u00fc\u00df"),
        ),
        temperature=0,
        max_tokens=7,
        context_window=8192,
    )
    assert await body_of(order) == {
        "model": "gpt-4o-mini",
        "messages": [
            {"role": "system", "content": "Short."},
            {"role": "user", "content": "Gr\u00fc\u00df"},
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0,
        "max_completion_tokens": 7,
    }


async def test_a_model_that_refuses_a_temperature_is_sent_none() -> None:
    order = TextOrder(model="gpt-5-mini", turns=ORDER.turns, temperature=0.7)
    assert "temperature" not in await body_of(order)
    assert (await body_of(ORDER)).keys() == {"model", "messages", "stream", "stream_options"}


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
async def test_events_may_be_cut_anywhere(end: bytes) -> None:
    body = chunk("Gr\u00fc") + chunk("\u00df \U0001f408") + END
    single = [bytes((byte,)) for byte in body.replace(b"\n", end)]
    heard = await heard_from(in_pieces(200, *single, **SSE))
    assert (heard.pieces, heard.endings) == (["Gr\u00fc", "\u00df \U0001f408"], [ENDING])


async def test_comments_other_fields_and_blank_lines_mean_nothing() -> None:
    noise = b": keep-alive\n\nevent: message\nid: 1\nretry: 3\n\n\ndata:\n\ndata: \n\n"
    compact = chunk("b").replace(b"data: ", b"data:")
    heard = await heard_from(says(200, noise + chunk("a") + noise + compact + END, **SSE))
    assert (heard.pieces, heard.endings, heard.failure) == (["a", "b"], [ENDING], None)


async def test_chunks_without_words_bring_nothing() -> None:
    body = (
        chunk("", role="assistant")
        + event({"choices": []})
        + event({"choices": None, "usage": None})
        + event({"choices": [None]})
        + event({"choices": [{"delta": None}]})
        + event({"choices": [{"delta": {"content": 1}}]})
        + chunk(None, tool_calls=[])
        + chunk("a")
    )
    heard = await heard_from(says(200, body + END, **SSE))
    assert (heard.pieces, heard.endings, heard.failure) == (["a"], [ENDING], None)


async def test_a_refusal_is_what_the_model_says() -> None:
    body = chunk(None, refusal="I can") + chunk(None, refusal="not.") + END
    assert (await heard_from(says(200, body, **SSE))).text == "I cannot."


@pytest.mark.parametrize(
    ("body", "ending"),
    [
        (STOP + DONE, Ending(prompt_tokens=None, completion_tokens=None)),
        (STOP, Ending(prompt_tokens=None, completion_tokens=None)),
        (STOP + usage(), ENDING),
        (usage() + DONE, ENDING),
        (STOP + usage(None, -1) + DONE, Ending(prompt_tokens=None, completion_tokens=None)),
        (STOP + usage(0, 0) + DONE, Ending(prompt_tokens=0, completion_tokens=0)),
        (
            chunk(finish="length") + usage() + DONE,
            Ending(prompt_tokens=3, completion_tokens=2, cut_short=True),
        ),
        (chunk(finish="tool_calls") + usage() + DONE, ENDING),
        (STOP + usage() + DONE + chunk("b"), ENDING),
        (STOP + usage() + b"data: [DONE]", ENDING),
    ],
)
async def test_an_answer_is_whole_when_it_says_why_it_finished_or_that_it_is_done(
    body: bytes, ending: Ending
) -> None:
    heard = await heard_from(says(200, chunk("a") + body, **SSE))
    assert (heard.pieces, heard.endings, heard.failure) == (["a"], [ending], None)


async def test_a_connection_that_breaks_after_the_finish_takes_nothing_away() -> None:
    heard = await heard_from(cut_off(200, 5000, chunk("a") + STOP + usage()))
    assert (heard.pieces, heard.endings, heard.failure) == (["a"], [ENDING], None)


@pytest.mark.parametrize(
    ("script", "pieces"),
    [
        (says(200, b"", **SSE), 0),
        (says(200, chunk("a"), **SSE), 1),
        (says(200, chunk("a") + usage(), **SSE), 1),
        (cut_off(200, 5000, chunk("a")), 1),
        (in_pieces(200, chunk("a"), chunk("b")[:20], **SSE), 1),
        (says(200, chunk("a") + b"data: {\n\n" + END, **SSE), 1),
        (says(200, chunk("a") + b"data: []\n\n" + END, **SSE), 1),
        (says(200, b"<html>", Content_Type="text/html"), 0),
        (
            says(
                200, {"choices": [{"message": {"content": "a"}}]}, Content_Type="application/json"
            ),
            0,
        ),
        (says(302, b"", Location="http://127.0.0.1:9/"), 0),
        (says(500, b"<html>"), 0),
        (resets, 0),
    ],
)
async def test_an_answer_without_its_end_is_none(script: Script, pieces: int) -> None:
    heard = await heard_from(script)
    assert failed(heard)[:2] == BROKEN
    assert len(heard.pieces) == pieces


async def test_a_content_filter_ends_no_answer() -> None:
    body = chunk("a") + chunk(finish="content_filter") + usage() + DONE
    heard = await heard_from(says(200, body, **SSE))
    assert failed(heard) == (*BROKEN, "the provider's content filter stopped the answer")


def complaint(message: str = "no", **labels: object) -> dict[str, object]:
    return {"error": {"message": message, "type": None, "param": None, "code": None, **labels}}


async def test_an_error_in_the_middle_may_be_charged_whatever_it_says() -> None:
    error = event(complaint("slow down", code="rate_limit_exceeded", status=429))
    heard = await heard_from(says(200, chunk("a") + error + END, **SSE))
    assert heard.pieces == ["a"]
    assert failed(heard) == (*BROKEN, "slow down")


@pytest.mark.parametrize(
    "answer",
    [
        says(200, event(complaint("wait", code=429)), **SSE),
        says(200, complaint("wait", code=429), Content_Type="application/json"),
    ],
)
async def test_an_error_instead_of_an_answer_is_read_as_its_status(answer: Script) -> None:
    heard = await heard_from(answer)
    assert failed(heard) == (ErrorCode.RATE_LIMITED, Delivery.TURNED_AWAY, "wait")


@pytest.mark.parametrize(
    ("status", "error", "code", "delivery"),
    [
        (400, {}, ErrorCode.PROVIDER_ERROR, Delivery.TURNED_AWAY),
        (
            400,
            {"code": "content_policy_violation"},
            ErrorCode.VALIDATION,
            Delivery.TURNED_AWAY,
        ),
        (
            400,
            {"code": "billing_hard_limit_reached"},
            ErrorCode.QUOTA_EXCEEDED,
            Delivery.TURNED_AWAY,
        ),
        (401, {}, ErrorCode.PROVIDER_AUTH, Delivery.TURNED_AWAY),
        (402, {}, ErrorCode.INSUFFICIENT_BALANCE, Delivery.TURNED_AWAY),
        (403, {}, ErrorCode.PROVIDER_AUTH, Delivery.TURNED_AWAY),
        (404, {"code": "model_not_found"}, ErrorCode.PROVIDER_ERROR, Delivery.TURNED_AWAY),
        (429, {"code": "insufficient_quota"}, ErrorCode.QUOTA_EXCEEDED, Delivery.TURNED_AWAY),
        (429, {"code": "rate_limit_exceeded"}, ErrorCode.RATE_LIMITED, Delivery.TURNED_AWAY),
        (499, {}, ErrorCode.PROVIDER_TIMEOUT, Delivery.UNKNOWN),
        (500, {}, ErrorCode.PROVIDER_ERROR, Delivery.UNKNOWN),
        (503, {}, ErrorCode.PROVIDER_UNAVAILABLE, Delivery.UNKNOWN),
    ],
)
async def test_a_status_says_what_is_known_of_the_request(
    status: int, error: dict[str, object], code: ErrorCode, delivery: Delivery
) -> None:
    heard = await heard_from(says(status, complaint("so it is", **error), Retry_After="7"))
    assert failed(heard) == (code, delivery, "so it is")
    assert heard.failure
    assert heard.failure.retry_after == (7 if code is ErrorCode.RATE_LIMITED else None)


async def test_every_order_has_a_fresh_connection() -> None:
    body = chunk("a") + END
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
        async with openai(f"http://{host}:{port}") as model:
            for _ in range(3):
                assert (await hear(model, ORDER)).endings == [ENDING]
    assert connections == 3


async def test_without_a_key_nothing_is_sent() -> None:
    async with serving(says(200, END, **SSE)) as server, openai(server.url, key="") as model:
        heard = await hear(model, ORDER)
    assert failed(heard) == (
        ErrorCode.PROVIDER_AUTH,
        Delivery.TURNED_AWAY,
        "no API key is configured",
    )
    assert server.requests == []


@pytest.mark.parametrize("key", ["ke\ny", "schl\u00fcssel", "k\0"])
def test_a_key_that_no_header_can_carry_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII") as raised:
        openai("https://api.openai.com", key=key)
    assert key not in str(raised.value)


@pytest.mark.parametrize("url", ["", "api.openai.com", "ftp://api.openai.com", "https://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="http or https URL"):
        OpenAIChat(base_url=url, api_key=KEY, timeout=1)


@pytest.mark.parametrize(
    "script",
    [
        says(401, complaint(f"Incorrect API key provided: {KEY}.")),
        says(500, complaint(f"bad header Bearer {KEY}")),
        says(200, event(complaint(f"bad header Bearer {KEY}")), **SSE),
        says(200, chunk("a") + event(complaint("x" * 490 + KEY)), **SSE),
        says(200, complaint(KEY), Content_Type="application/json"),
        resets,
    ],
)
async def test_the_key_is_in_no_failure_and_in_no_log(script: Script) -> None:
    lines: list[str] = []
    sink = logger.add(lines.append, level="TRACE", diagnose=True, backtrace=True)
    try:
        heard = await heard_from(script)
        assert heard.failure
        logger.opt(exception=heard.failure).warning("an answer failed")
    finally:
        logger.remove(sink)
    assert "canary" not in repr(heard.failure) + heard.failure.reason
    assert "canary" not in "".join(lines)


async def test_openai_quotes_the_ends_of_a_refused_key() -> None:
    heard = await heard_from(says(401, complaint("Incorrect API key: sk-proj-ab***cd here.")))
    assert failed(heard)[2] == "Incorrect API key: sk-*** here."


async def test_a_key_that_makes_no_header_is_not_shown_either() -> None:
    async with serving(says(200, END, **SSE)) as server, openai(server.url, key="canary ") as model:
        heard = await hear(model, ORDER)
    assert heard.failure is None or "canary" not in heard.failure.reason


async def test_a_client_that_was_handed_in_stays_open() -> None:
    async with httpx.AsyncClient() as client:
        async with OpenAIChat(
            base_url="http://127.0.0.1:9/v1", api_key=KEY, timeout=1, client=client
        ):
            pass
        assert not client.is_closed
