"""Reading a text along while a model writes it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.bootstrap import Studio
from tests.api.conversations import create as conversation
from tests.api.conversations import send
from tests.api.test_stems import CANCEL
from tests.api.texts import STREAM, generate, streamed
from tests.graphql_ws import websocket
from tests.studio import Mock, Person, working


def text_of(events: list[dict[str, Any]], held: str = "", seq: int = 0) -> tuple[int, str]:
    """What a client holds after these events, which must not have a gap."""
    for event in events:
        if event["__typename"] == "TextSnapshot":
            seq, held = event["seq"], event["text"]
        elif event["__typename"] == "TextToken":
            assert event["seq"] == seq + 1
            seq, held = event["seq"], held + event["text"]
    return seq, held


def kinds(events: list[dict[str, Any]]) -> list[str]:
    return [each["__typename"] for each in events]


async def test_a_text_comes_piece_by_piece_and_ends_as_it_is_kept(
    ada: Person, studio: Studio, studio_url: str
) -> None:
    job = (await generate(ada, input="40t about the sea", wait=False))["job"]["id"]
    begun = asyncio.Event()
    reading = asyncio.create_task(streamed(studio_url, ada, job, begun=begun))
    async with asyncio.timeout(20):
        await begun.wait()
    async with working(studio):
        events = await reading
    assert events[0] == {"__typename": "TextSnapshot", "seq": 0, "text": ""}
    assert kinds(events).count("TextToken") > 3
    finished = events[-1]
    assert finished["__typename"] == "TextFinished"
    assert finished["job"]["status"] == "SUCCEEDED"
    assert finished["usage"]["completionTokens"] > 0
    assert text_of(events)[1] == finished["job"]["text"] != ""


@pytest.mark.usefixtures("worker")
async def test_a_late_reader_and_one_who_comes_back_hold_the_same_text(
    ada: Person, studio_url: str
) -> None:
    job = (await generate(ada, input="1s of text about the sea", wait=False))["job"]["id"]
    before = []
    async with asyncio.timeout(20), websocket(studio_url, ada.token) as socket:
        async for payload in socket.subscribe(STREAM, id=job, after=None):
            before.append(payload["data"]["textStream"])
            if text_of(before)[0] >= 3:
                break
    seq, held = text_of(before)
    after = await streamed(studio_url, ada, job, after=seq)
    text = after[-1]["job"]["text"]
    assert text_of(after, held, seq)[1] == text
    late = await streamed(studio_url, ada, job)
    assert kinds(late) == ["TextSnapshot", "TextFinished"]
    last, _ = text_of(late)
    assert text_of(late)[1] == text
    seen = await streamed(studio_url, ada, job, after=last)
    assert (kinds(seen), seen[0]["text"]) == (["TextSnapshot", "TextFinished"], text)


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("scenario", ["0006", "0009"])
async def test_a_text_that_fails_leaves_nothing_to_read(
    ada: Person, studio_url: str, scenario: str
) -> None:
    job = (await generate(ada, input=f"the sea {scenario}", wait=False))["job"]["id"]
    events = await streamed(studio_url, ada, job)
    finished = events[-1]["job"]
    assert (finished["status"], finished["error"]["code"]) == ("FAILED", "PROVIDER_ERROR")
    assert (finished["text"], text_of(events)) == (None, (0, ""))
    assert events[-1]["usage"] is None


@pytest.mark.usefixtures("worker")
async def test_a_reader_hears_of_a_cancelled_text(ada: Person, mock: Mock, studio_url: str) -> None:
    await mock.steer(tokenDelay=5)
    job = (await generate(ada, input="400t about the sea", wait=False))["job"]["id"]
    reading = asyncio.create_task(streamed(studio_url, ada, job))
    await asyncio.sleep(0.3)
    await ada.get(CANCEL, id=job)
    events = await reading
    assert events[-1]["job"]["status"] == "CANCELLED"
    assert text_of(events) == (0, "")


async def test_only_texts_of_ones_own_are_read_along(
    ada: Person, bob: Person, studio_url: str
) -> None:
    job = (await generate(ada, wait=False))["job"]["id"]
    talk = await conversation(ada)
    reply = (await send(ada, talk["id"], "Hello"))["job"]["id"]
    for person, value, after, code in [
        (bob, job, None, "NOT_FOUND"),
        (ada, reply, None, "VALIDATION"),
        (ada, talk["id"], None, "VALIDATION"),
        (ada, job, -1, "VALIDATION"),
    ]:
        async with asyncio.timeout(5), websocket(studio_url, person.token) as socket:
            stream = socket.subscribe(STREAM, id=value, after=after)
            [payload] = [each async for each in stream]
        assert payload["errors"][0]["extensions"]["code"] == code
