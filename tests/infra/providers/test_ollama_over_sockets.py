from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from app.domain.errors import ErrorCode, ProviderError, ProviderUnavailable
from app.domain.language.model import Delivery, Ending, ModelFailedError, Role, TextOrder, Turn
from app.infra.providers import text_stream
from app.infra.providers.ollama import Ollama
from app.infra.providers.ollama_wire import ChatLines, InstalledModel
from app.infra.providers.text_stream import TextRequest, stream_text
from tests.infra.providers.raw_server import (
    Script,
    cut_off,
    drips,
    hangs,
    head,
    in_pieces,
    resets,
    says,
    serving,
)
from tests.infra.providers.test_language_models import Heard, hear

ORDER = TextOrder(model="llama3.2:3b", turns=(Turn(role=Role.USER, content="hello"),))
NDJSON = {"Content_Type": "application/x-ndjson"}


def line(text: str = "", **fields: Any) -> bytes:
    said = {"role": "assistant", "content": text}
    return (
        json.dumps(
            {"model": "m", "message": said, "done": False, **fields}, ensure_ascii=False
        ).encode()
        + b"\n"
    )


END = line(done=True, done_reason="stop", prompt_eval_count=3, eval_count=2)
ENDING = Ending(prompt_tokens=3, completion_tokens=2)


async def heard_from(script: Script, *, seconds: float = 20, order: TextOrder = ORDER) -> Heard:
    async with (
        serving(script) as server,
        Ollama(base_url=server.url, timeout=seconds) as model,
        asyncio.timeout(60),
    ):
        heard = await hear(model, order)
        assert len(server.requests) == 1
    return heard


def failed(heard: Heard) -> tuple[ErrorCode, Delivery, str]:
    assert heard.failure
    assert heard.endings == []
    return heard.failure.code, heard.failure.delivery, heard.failure.reason


BROKEN = (ErrorCode.PROVIDER_ERROR, Delivery.UNKNOWN)


async def test_the_order_is_one_request_with_options_under_ollamas_names() -> None:
    order = TextOrder(
        model="llama3.2:3b",
        turns=(
            Turn(role=Role.SYSTEM, content="Short."),
            Turn(role=Role.USER, content="Gr\u00fc\u00df"),
        ),
        temperature=0,
        max_tokens=7,
        context_window=8192,
    )
    async with serving(says(200, END)) as server, Ollama(base_url=server.url, timeout=20) as model:
        await hear(model, order)
        (request,) = server.requests
        assert request.startswith(b"POST /api/chat HTTP/1.1\r\n")
        assert b"content-type: application/json" in request.lower()
        assert server.body() == {
            "model": "llama3.2:3b",
            "messages": [
                {"role": "system", "content": "Short."},
                {"role": "user", "content": "Gr\u00fc\u00df"},
            ],
            "stream": True,
            "options": {"temperature": 0, "num_predict": 7, "num_ctx": 8192},
        }


async def test_what_the_order_leaves_open_is_left_to_ollama() -> None:
    async with (
        serving(says(200, END)) as server,
        Ollama(base_url=f"{server.url}/", timeout=20) as model,
    ):
        await hear(model, ORDER)
        assert server.body()["options"] == {}


async def test_lines_may_be_cut_anywhere() -> None:
    body = line("Gr\u00fc") + line("\u00df \U0001f408") + END
    single = [bytes((byte,)) for byte in body]
    heard = await heard_from(in_pieces(200, *single, **NDJSON))
    assert (heard.pieces, heard.endings) == (["Gr\u00fc", "\u00df \U0001f408"], [ENDING])


async def test_several_lines_may_come_at_once() -> None:
    heard = await heard_from(says(200, line("a") + line("b") + line("c") + END, **NDJSON))
    assert (heard.pieces, heard.endings) == (["a", "b", "c"], [ENDING])


async def test_the_last_line_needs_no_end_and_empty_ones_mean_nothing() -> None:
    body = b"\n" + line("a").replace(b"\n", b"\r\n") + b"  \r\n" + END.rstrip(b"\n")
    heard = await heard_from(says(200, body, **NDJSON))
    assert (heard.pieces, heard.endings, heard.failure) == (["a"], [ENDING], None)


async def test_words_may_come_with_the_end() -> None:
    heard = await heard_from(says(200, line("all of it", done=True, eval_count=1), **NDJSON))
    assert heard.pieces == ["all of it"]
    assert heard.endings == [Ending(prompt_tokens=None, completion_tokens=1)]


async def test_what_a_model_thinks_is_not_what_it_says() -> None:
    thought = line("", message={"role": "assistant", "content": "", "thinking": "hm"})
    heard = await heard_from(says(200, thought + line("a") + END, **NDJSON))
    assert heard.pieces == ["a"]


async def test_texts_are_fit_to_be_stored() -> None:
    body = line("a\0b") + b'{"message": {"content": "\\ud83d"}}\n' + line("\0") + END
    heard = await heard_from(says(200, body, **NDJSON))
    assert heard.pieces == ["ab", "?"]


async def test_half_a_character_loses_nothing_but_itself() -> None:
    body = line("a@b").replace(b"@", b"\xf0\x9f") + END
    heard = await heard_from(says(200, body, **NDJSON))
    assert heard.pieces == ["a\ufffdb"]
    assert heard.endings == [ENDING]


@pytest.mark.parametrize(
    ("fields", "ending"),
    [
        ({}, Ending(prompt_tokens=None, completion_tokens=None)),
        ({"prompt_eval_count": 0}, Ending(prompt_tokens=None, completion_tokens=None)),
        (
            {"prompt_eval_count": 5, "eval_count": 0},
            Ending(prompt_tokens=5, completion_tokens=0),
        ),
        (
            {"prompt_eval_count": -1, "eval_count": "2"},
            Ending(prompt_tokens=None, completion_tokens=None),
        ),
        (
            {"prompt_eval_count": True, "eval_count": 10**30},
            Ending(prompt_tokens=None, completion_tokens=None),
        ),
        (
            {"done_reason": "length"},
            Ending(prompt_tokens=None, completion_tokens=None, cut_short=True),
        ),
        ({"done_reason": "load"}, Ending(prompt_tokens=None, completion_tokens=None)),
    ],
)
async def test_counts_and_reasons_are_read_as_far_as_they_make_sense(
    fields: dict[str, Any], ending: Ending
) -> None:
    heard = await heard_from(says(200, line(done=True, **fields), **NDJSON))
    assert heard.endings == [ending]


async def test_nothing_after_the_end_matters() -> None:
    heard = await heard_from(in_pieces(200, line("a") + END, b"garbage\n", line("b"), **NDJSON))
    assert (heard.pieces, heard.endings, heard.failure) == (["a"], [ENDING], None)


async def test_an_end_that_the_body_does_not_follow_is_an_end() -> None:
    async def never_ends(writer: asyncio.StreamWriter) -> None:
        writer.write(head(200, None, **NDJSON) + line("a") + END)
        await hangs(writer)

    heard = await heard_from(never_ends, seconds=10)
    assert (heard.endings, heard.failure) == ([ENDING], None)


@pytest.mark.parametrize(
    ("script", "pieces"),
    [
        (says(200, b"", **NDJSON), 0),
        (says(200, line("a"), **NDJSON), 1),
        (cut_off(200, 5000, line("a")), 1),
        (in_pieces(200, line("a"), line("b")[:10], **NDJSON), 1),
        (says(200, line("a") + b"[]\n" + END, **NDJSON), 1),
        (says(200, line("a") + b"{\n" + END, **NDJSON), 1),
        (says(200, line("a") + b"[" * 100_000 + b"\n", **NDJSON), 1),
        (says(200, b"null\n", **NDJSON), 0),
        (says(200, b"<html>", **NDJSON), 0),
        (says(200, b"<html>", Content_Type="text/html; charset=utf-8"), 0),
        (says(200, line("a") + END, Content_Type="text/html"), 0),
        (says(204), 0),
        (says(302, b"", Location="http://127.0.0.1:9/api/chat"), 0),
        (says(500, b"<html>", Content_Type="text/html"), 0),
        (cut_off(500, 500, b'{"error": "no'), 0),
        (resets, 0),
    ],
)
async def test_an_answer_without_its_end_is_none(script: Script, pieces: int) -> None:
    heard = await heard_from(script)
    assert failed(heard)[:2] == BROKEN
    assert len(heard.pieces) == pieces


async def test_an_error_in_the_middle_is_told_in_ollamas_words() -> None:
    heard = await heard_from(says(200, line("a") + b'{"error": "out of memory"}\n', **NDJSON))
    assert heard.pieces == ["a"]
    assert failed(heard) == (*BROKEN, "out of memory")


async def test_no_words_of_an_error_are_too_long_or_unfit_to_be_stored() -> None:
    error = json.dumps({"error": "x\0" + "y" * 10_000}).encode()
    heard = await heard_from(says(200, error + b"\n", **NDJSON))
    assert failed(heard)[2] == "x" + "y" * 499
    heard = await heard_from(says(500, error))
    assert failed(heard)[2] == "x" + "y" * 499


async def test_an_empty_error_is_none() -> None:
    heard = await heard_from(says(200, line("a", error="") + END, **NDJSON))
    assert (heard.pieces, heard.failure) == (["a"], None)


@pytest.mark.parametrize(
    ("status", "code", "delivery"),
    [
        (400, ErrorCode.PROVIDER_ERROR, Delivery.TURNED_AWAY),
        (401, ErrorCode.PROVIDER_AUTH, Delivery.TURNED_AWAY),
        (403, ErrorCode.PROVIDER_AUTH, Delivery.TURNED_AWAY),
        (404, ErrorCode.PROVIDER_ERROR, Delivery.TURNED_AWAY),
        (408, ErrorCode.PROVIDER_TIMEOUT, Delivery.UNKNOWN),
        (429, ErrorCode.RATE_LIMITED, Delivery.TURNED_AWAY),
        (503, ErrorCode.PROVIDER_UNAVAILABLE, Delivery.UNKNOWN),
        (504, ErrorCode.PROVIDER_TIMEOUT, Delivery.UNKNOWN),
    ],
)
async def test_a_status_says_what_is_known_of_the_request(
    status: int, code: ErrorCode, delivery: Delivery
) -> None:
    heard = await heard_from(says(status, {"error": "so it is"}))
    assert failed(heard) == (code, delivery, "so it is")


async def test_a_line_has_a_longest_size() -> None:
    sent = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(head(200, None, **NDJSON) + line("a") + b'{"message": {"content": "')
        while sent < 64 * text_stream.LONGEST_LINE:
            writer.write(b"A" * 65_536)
            await writer.drain()
            sent += 65_536

    heard = await heard_from(endless)
    assert failed(heard) == (*BROKEN, "a line of the answer is too long")
    assert heard.pieces == ["a"]
    assert sent < 32 * text_stream.LONGEST_LINE


async def test_a_line_below_the_longest_size_is_read() -> None:
    text = "A" * (text_stream.LONGEST_LINE - 200)
    heard = await heard_from(says(200, line(text) + END, **NDJSON))
    assert heard.pieces == [text]
    assert heard.endings == [ENDING]


async def test_a_text_has_a_longest_size() -> None:
    quarter = "A" * (text_stream.LONGEST_TEXT // 8)
    heard = await heard_from(says(200, line(quarter) * 8 + END, **NDJSON))
    assert (len(heard.text), heard.failure) == (text_stream.LONGEST_TEXT, None)
    heard = await heard_from(says(200, line(quarter) * 8 + line("b") + END, **NDJSON))
    assert failed(heard) == (*BROKEN, "the text is too long")
    assert len(heard.text) == text_stream.LONGEST_TEXT


@pytest.mark.parametrize(
    ("script", "bounds"),
    [
        (drips(200, b"\n" * 1000, 0.001), {"largest": 100_000}),
        (drips(200, b"\n", 0.01), {"longest": 0.2}),
    ],
)
async def test_an_answer_ends_even_if_it_says_nothing(
    script: Script, bounds: dict[str, Any]
) -> None:
    async with serving(script) as server, httpx.AsyncClient() as client, asyncio.timeout(60):
        request = TextRequest(
            provider="ollama",
            url=server.url,
            body=b"{}",
            timeout=5,
            media_types=frozenset(),
            **bounds,
        )
        with pytest.raises(ModelFailedError, match="the answer does not end"):
            [event async for event in stream_text(client, request, ChatLines())]


async def test_an_endless_complaint_is_cut_off() -> None:
    heard = await heard_from(drips(500, b" " * 65_536, 0))
    assert failed(heard) == (*BROKEN, "HTTP 500")


async def test_a_connection_serves_again_after_a_whole_answer() -> None:
    body = line("a") + END
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
        async with Ollama(base_url=f"http://{host}:{port}", timeout=20) as model:
            for _ in range(3):
                assert (await hear(model, ORDER)).endings == [ENDING]
    assert connections == 1


@pytest.mark.parametrize("url", ["", "localhost:11434", "ftp://localhost", "http://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="http or https URL"):
        Ollama(base_url=url, timeout=1)


async def test_a_client_that_was_handed_in_stays_open() -> None:
    async with httpx.AsyncClient() as client:
        async with Ollama(base_url="http://127.0.0.1:9", timeout=1, client=client):
            pass
        assert not client.is_closed


async def test_installed_models_are_read_as_far_as_they_make_sense() -> None:
    models = [
        {
            "name": "a:1b",
            "size": 5_000_000_000,
            "details": {"parameter_size": "1B", "quantization_level": "Q4"},
        },
        {"model": "b:2b", "size": -1, "details": {"parameter_size": 2}},
        {"size": 1},
        {"name": " "},
        {"name": "c" * 101},
        "d",
        {"name": "e" * 100, "size": True, "details": []},
    ]
    async with (
        serving(says(200, {"models": models})) as server,
        Ollama(base_url=server.url, timeout=20) as ollama,
    ):
        assert await ollama.installed() == [
            InstalledModel(name="a:1b", size=5_000_000_000, parameters="1B", quantization="Q4"),
            InstalledModel(name="b:2b", parameters="2"),
            InstalledModel(name="e" * 100),
        ]
        assert server.requests[0].startswith(b"GET /api/tags HTTP/1.1\r\n")


@pytest.mark.parametrize(
    ("known", "length"),
    [
        ({"general.architecture": "llama", "llama.context_length": 131_072}, 131_072),
        (
            {
                "general.architecture": "llama",
                "vision.context_length": 1,
                "llama.context_length": 2,
            },
            2,
        ),
        ({"mystery.context_length": 4096}, 4096),
        ({"general.architecture": "llama", "llama.context_length": 0}, None),
        ({"general.architecture": "llama", "llama.context_length": "many"}, None),
        ({}, None),
        (None, None),
    ],
)
async def test_the_context_length_is_found_under_its_architecture(
    known: object, length: int | None
) -> None:
    async with (
        serving(says(200, {"model_info": known})) as server,
        Ollama(base_url=server.url, timeout=20) as ollama,
    ):
        assert await ollama.context_length("a:1b") == length
        assert server.requests[0].startswith(b"POST /api/show HTTP/1.1\r\n")
        assert server.body() == {"model": "a:1b"}


@pytest.mark.parametrize(
    ("script", "seconds", "error"),
    [
        (resets, 10, ProviderUnavailable),
        (hangs, 0.5, ProviderUnavailable),
        (cut_off(200, 500, b'{"models"'), 10, ProviderUnavailable),
        (says(503, {"error": "busy"}), 10, ProviderUnavailable),
        (says(404, {"error": "model 'a' not found"}), 10, ProviderError),
        (says(200, b"<html>"), 10, ProviderError),
        (says(200, {"models": {}}), 10, ProviderError),
    ],
)
async def test_a_server_that_cannot_say_what_it_has_is_told_apart(
    script: Script, seconds: float, error: type[Exception]
) -> None:
    async with serving(script) as server, Ollama(base_url=server.url, timeout=seconds) as ollama:
        with pytest.raises(error):
            await ollama.installed()
