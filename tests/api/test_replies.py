from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.bootstrap import Studio
from app.infra.settings import Settings
from tests.api.conversations import (
    RETRY,
    STOP,
    STREAM,
    create,
    read,
    said,
    send,
    streamed,
    text_of,
)
from tests.graphql_ws import Socket, websocket
from tests.studio import Mock, Person, running_studio, working


async def events_until(socket: Socket, reply: str, pieces: int) -> list[dict[str, Any]]:
    """The events of a reply until so many pieces have come."""
    events = []
    async for payload in socket.subscribe(STREAM, id=reply, after=None):
        events.append(payload["data"]["replyStream"])
        if text_of(events)[0] >= pieces:
            break
    return events


async def test_the_reply_comes_piece_by_piece_and_is_there_at_the_end(
    ada: Person, studio: Studio, studio_url: str
) -> None:
    made = await create(ada)
    sent = await send(ada, made["id"], "Tell me about lighthouses", clientMessageId="c1")
    assert sent["userErrors"] == []
    assert (sent["message"]["role"], sent["message"]["clientMessageId"]) == ("USER", "c1")
    assert (sent["reply"]["status"], sent["reply"]["content"]) == ("STREAMING", "")
    assert sent["reply"]["replyTo"]["id"] == sent["message"]["id"]
    assert (sent["job"]["kind"], sent["job"]["message"]["id"]) == ("CHAT", sent["reply"]["id"])
    assert (await read(ada, made["id"]))["runningReply"]["id"] == sent["reply"]["id"]

    reading = asyncio.create_task(streamed(studio_url, ada, sent["reply"]["id"]))
    await asyncio.sleep(0.1)
    async with working(studio):
        events = await reading

    assert events[0] == {"__typename": "ReplySnapshot", "seq": 0, "text": ""}
    assert sum(each["__typename"] == "ReplyToken" for each in events) > 3
    *_, usage, finished = events
    assert usage["__typename"] == "ReplyUsage"
    assert usage["estimated"] is False
    assert usage["contextWindow"] == 8192
    message = finished["message"]
    assert message["status"] == "COMPLETE"
    assert text_of(events)[1] == message["content"]
    assert "lighthouses" in message["content"]
    found = await read(ada, made["id"])
    assert found["runningReply"] is None
    assert found["tokenCount"] >= usage["completionTokens"] > 0


@pytest.mark.usefixtures("worker")
async def test_another_connection_and_a_late_one_read_the_same(
    ada: Person, studio_url: str
) -> None:
    made = await create(ada)
    sent = await send(ada, made["id"], "Write me 60t about the sea")
    reply = sent["reply"]["id"]
    first, second = await asyncio.gather(
        streamed(studio_url, ada, reply), streamed(studio_url, ada, reply)
    )
    late = await streamed(studio_url, ada, reply)
    text = first[-1]["message"]["content"]
    seq, _ = text_of(first)
    assert text_of(first)[1] == text_of(second)[1] == text_of(late)[1] == text
    assert [each["__typename"] for each in late] == ["ReplySnapshot", "ReplyUsage", "ReplyFinished"]
    nothing_new = await streamed(studio_url, ada, reply, after=seq)
    assert [each["__typename"] for each in nothing_new] == ["ReplyUsage", "ReplyFinished"]


@pytest.mark.usefixtures("worker")
async def test_a_reader_who_comes_back_goes_on_where_it_left(ada: Person, studio_url: str) -> None:
    made = await create(ada)
    sent = await send(ada, made["id"], "Write me 1s of text about the sea")
    reply = sent["reply"]["id"]
    async with asyncio.timeout(20), websocket(studio_url, ada.token) as socket:
        before = await events_until(socket, reply, 3)
    seq, held = text_of(before)
    after = await streamed(studio_url, ada, reply, after=seq)
    assert text_of(after, held, seq)[1] == after[-1]["message"]["content"]


@pytest.mark.usefixtures("worker")
async def test_a_stopped_reply_keeps_what_was_read(
    ada: Person, mock: Mock, studio_url: str
) -> None:
    await mock.steer(tokenDelay=5)
    made = await create(ada)
    sent = await send(ada, made["id"], "Write me 400t about the sea")
    reply = sent["reply"]["id"]
    async with asyncio.timeout(20), websocket(studio_url, ada.token) as socket:
        seen = await events_until(socket, reply, 3)
        stopped = (await ada.get(STOP, id=reply))["stopReply"]
    assert stopped["userErrors"] == []
    assert stopped["reply"]["status"] == "STOPPED"
    assert stopped["reply"]["content"].startswith(text_of(seen)[1])
    again = (await ada.get(STOP, id=reply))["stopReply"]
    assert [each["code"] for each in again["userErrors"]] == ["INVALID_STATE"]
    await said(studio_url, ada, made["id"], "And now? 1t")


@pytest.mark.usefixtures("worker")
async def test_while_a_reply_is_written_nothing_more_can_be_said(
    ada: Person, mock: Mock, studio_url: str
) -> None:
    await mock.steer(tokenDelay=5)
    made = await create(ada)
    sent = await send(ada, made["id"], "Write me 400t about the sea")
    busy = await send(ada, made["id"], "Hello?")
    assert [each["code"] for each in busy["userErrors"]] == ["INVALID_STATE"]
    assert busy["message"] is None
    again = await send(ada, made["id"], "Write me 400t about the sea", clientMessageId="x")
    assert [each["code"] for each in again["userErrors"]] == ["INVALID_STATE"]
    await ada.get(STOP, id=sent["reply"]["id"])


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("provider", ["INTERNAL", "EXTERNAL"])
async def test_a_provider_that_fails_leaves_a_conversation_that_goes_on(
    ada: Person, mock: Mock, studio_url: str, provider: str
) -> None:
    made = await create(ada, provider=provider)
    knob = "chatStatus" if provider == "EXTERNAL" else "ollamaStatus"
    await mock.steer(**{knob: 503})
    failed = await said(studio_url, ada, made["id"], "Hello")
    assert failed["status"] == "FAILED"
    assert failed["error"]["code"].startswith("PROVIDER_")
    await mock.steer(**{knob: None})
    retried = (await ada.get(RETRY, id=failed["id"]))["retryReply"]
    assert retried["userErrors"] == []
    assert retried["reply"]["status"] == "STREAMING"
    events = await streamed(studio_url, ada, failed["id"])
    assert events[-1]["message"]["status"] == "COMPLETE"
    assert events[-1]["message"]["error"] is None
    found = await read(ada, made["id"])
    assert found["messageCount"] == 2
    assert (await said(studio_url, ada, made["id"], "And now?"))["status"] == "COMPLETE"


AGAIN = """
mutation ($id: ID!, $key: String) {
  retryReply(input: {messageId: $id, idempotencyKey: $key}) {
    reply { id status } job { id } userErrors { code path }
  }
}
"""


@pytest.mark.usefixtures("worker")
async def test_a_key_has_a_reply_written_again_once(
    ada: Person, mock: Mock, studio_url: str
) -> None:
    made = await create(ada)
    reply = await said(studio_url, ada, made["id"], "Hello 5t")

    async def again(key: str | None, which: str = reply["id"]) -> dict[str, Any]:
        return dict((await ada.get(AGAIN, id=which, key=key))["retryReply"])

    first, twin = await asyncio.gather(again("once"), again("once"))
    assert first["userErrors"] == twin["userErrors"] == []
    assert first["job"] == twin["job"]
    await streamed(studio_url, ada, reply["id"])
    assert (await again("once"))["job"] == first["job"]
    assert len(await mock.requests("/api/chat")) == 2

    other = await said(studio_url, ada, made["id"], "And now? 5t")
    taken = await again("once", other["id"])
    assert [(each["code"], each["path"]) for each in taken["userErrors"]] == [
        ("CONFLICT", ["input", "idempotencyKey"])
    ]
    assert (await again("x" * 255, other["id"]))["userErrors"] == []
    await streamed(studio_url, ada, other["id"])
    for wrong in ("", "x" * 256):
        [error] = (await again(wrong, other["id"]))["userErrors"]
        assert (error["code"], error["path"]) == ("VALIDATION", ["input", "idempotencyKey"])


@pytest.mark.usefixtures("worker")
async def test_errors_of_a_reply_are_told_in_german(
    ada: Person, mock: Mock, studio_url: str
) -> None:
    ada.headers["Accept-Language"] = "de"
    made = await create(ada)
    await mock.steer(ollamaStatus=500)
    sent = await send(ada, made["id"], "Hello")
    await streamed(studio_url, ada, sent["reply"]["id"])
    [_, reply] = (await read(ada, made["id"]))["messages"]["nodes"]
    assert "Modell" in reply["error"]["message"]


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(
    ("said_to_it", "english", "german"),
    [
        ("0013", "The connection to the model", "Die Verbindung zum Modell"),
        ("0022", "The connection to the model", "Die Verbindung zum Modell"),
        ("0015", "The model's answer stopped", "Die Antwort des Modells"),
        ("0012", "The model's answer cannot be read", "Die Antwort des Modells"),
        ("0023", "The model's answer cannot be read", "Die Antwort des Modells"),
        ("0020", "The provider's content filter", "Der Inhaltsfilter des Anbieters"),
    ],
)
async def test_why_a_reply_broke_off_is_said_in_words_of_the_reader(
    ada: Person, studio_url: str, said_to_it: str, english: str, german: str
) -> None:
    made = await create(ada, provider="EXTERNAL")
    await said(studio_url, ada, made["id"], said_to_it)
    for language, begins in (("en", english), ("de", german)):
        ada.headers["Accept-Language"] = language
        [_, reply] = (await read(ada, made["id"]))["messages"]["nodes"]
        error = reply["error"]
        assert error["code"] == "PROVIDER_ERROR"
        assert error["message"].startswith(begins)
        assert "Error" not in error["message"]


async def test_a_studio_that_drains_keeps_the_reply_until_it_is_whole(
    ada: Person, mock: Mock, settings: Settings, studio: Studio
) -> None:
    made = await create(ada)
    sent = await send(ada, made["id"], "Write me 1s of text about the sea")
    async with running_studio(settings) as other, working(other):
        async with asyncio.timeout(10):
            while not await mock.requests("/api/chat"):
                await asyncio.sleep(0.01)
    [_, reply] = (await read(ada, made["id"]))["messages"]["nodes"]
    assert (reply["id"], reply["status"]) == (sent["reply"]["id"], "COMPLETE")
    assert len(await mock.requests("/api/chat")) == 1


@pytest.mark.usefixtures("worker")
async def test_ollama_is_told_how_much_to_keep_in_mind_and_openai_its_limits(
    ada: Person, mock: Mock, studio_url: str
) -> None:
    internal = await create(ada, systemContext="Be brief.")
    await said(studio_url, ada, internal["id"], "Hello")
    [told] = await mock.requests("/api/chat")
    assert told["body"]["options"]["num_ctx"] == 8192
    assert [each["role"] for each in told["body"]["messages"]] == ["system", "user"]

    external = await create(ada, provider="EXTERNAL", model="gpt-5-mini")
    await said(studio_url, ada, external["id"], "Hello")
    [told] = await mock.requests("/v1/chat/completions")
    assert "temperature" not in told["body"]


async def test_a_stream_of_what_is_no_reply_or_somebody_elses_is_an_error(
    ada: Person, bob: Person, studio_url: str
) -> None:
    made = await create(ada)
    sent = await send(ada, made["id"], "Hello")
    for person, message, after, code in [
        (bob, sent["reply"]["id"], None, "NOT_FOUND"),
        (ada, sent["message"]["id"], None, "NOT_FOUND"),
        (ada, made["id"], None, "VALIDATION"),
        (ada, sent["reply"]["id"], -1, "VALIDATION"),
    ]:
        async with asyncio.timeout(5), websocket(studio_url, person.token) as socket:
            stream = socket.subscribe(STREAM, id=message, after=after)
            [payload] = [each async for each in stream]
        assert payload["errors"][0]["extensions"]["code"] == code


@pytest.mark.parametrize(
    ("content", "client_id", "code"),
    [
        (" ", None, "VALIDATION"),
        ("x" * 100_001, None, "VALIDATION"),
        ("Hello", "", "VALIDATION"),
        ("Hello", "c" * 201, "VALIDATION"),
    ],
)
async def test_what_cannot_be_said_is_told(
    ada: Person, content: str, client_id: str | None, code: str
) -> None:
    made = await create(ada)
    sent = await send(ada, made["id"], content, clientMessageId=client_id)
    assert [each["code"] for each in sent["userErrors"]] == [code]
    assert (await read(ada, made["id"]))["messageCount"] == 0
