"""What every language model promises (`LanguageModel`), proven of both adapters over real HTTP."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import pytest_asyncio

from aitestmock.app import create_mock
from aitestmock.server import serving
from app.domain.errors import ErrorCode
from app.domain.language.model import (
    Delivery,
    Ending,
    ModelFailedError,
    Piece,
    Role,
    TextOrder,
    Turn,
)
from app.infra.providers.ollama import Ollama
from app.infra.providers.openai_chat import OpenAIChat

KEY = "sk-canary-0123456789"


@dataclass
class Talk:
    """One provider's models at the mock."""

    provider: str
    url: str
    model: Ollama | OpenAIChat
    name: str
    control: httpx.AsyncClient

    def order(self, *said: str, **fields: Any) -> TextOrder:
        turns = [Turn(role=Role.USER, content=words) for words in said]
        return TextOrder(model=self.name, turns=tuple(turns), **fields)

    async def received(self) -> list[dict[str, Any]]:
        return list((await self.control.get("/_mock/requests")).json())

    async def streams(self) -> dict[str, int]:
        summary = (await self.control.get("/_mock/summary")).json()
        return dict(summary[self.provider]["textStreams"])

    async def steer(self, **settings: object) -> None:
        (await self.control.patch("/_mock/settings", json=settings)).raise_for_status()

    def impatient(self, timeout: float = 1) -> Ollama | OpenAIChat:
        if self.provider == "ollama":
            return Ollama(base_url=self.url, timeout=timeout)
        return OpenAIChat(base_url=f"{self.url}/v1", api_key=KEY, timeout=timeout)


@dataclass
class Heard:
    """All that came of an order."""

    pieces: list[str] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    failure: ModelFailedError | None = None

    @property
    def text(self) -> str:
        return "".join(self.pieces)


async def hear(model: Ollama | OpenAIChat, order: TextOrder) -> Heard:
    heard = Heard()
    try:
        async with aclosing(model.stream(order)) as events:
            async for event in events:
                if isinstance(event, Piece):
                    assert heard.endings == []
                    heard.pieces.append(event.text)
                else:
                    heard.endings.append(event)
    except ModelFailedError as failure:
        heard.failure = failure
    return heard


@pytest_asyncio.fixture(params=["ollama", "openai"])
async def talk(request: pytest.FixtureRequest) -> AsyncIterator[Talk]:
    provider: str = request.param
    async with (
        serving(create_mock(time_scale=0.01)) as url,
        httpx.AsyncClient(base_url=url, timeout=30) as control,
    ):
        models: Sequence[tuple[Ollama | OpenAIChat, str]] = (
            (Ollama(base_url=url, timeout=30), "llama3.2:3b"),
            (OpenAIChat(base_url=f"{url}/v1", api_key=KEY, timeout=30), "gpt-5-mini"),
        )
        model, name = models[provider == "openai"]
        async with model:
            yield Talk(provider, url, model, name, control)


async def test_an_answer_comes_in_pieces_and_ends_once(talk: Talk) -> None:
    heard = await hear(talk.model, talk.order("the harbour is quiet"))
    assert heard.failure is None
    assert len(heard.pieces) > 10
    assert all(heard.pieces)
    assert "“the harbour is quiet”" in heard.text
    assert heard.endings == [
        Ending(prompt_tokens=4, completion_tokens=len(heard.text.split()), cut_short=False)
    ]
    (request,) = await talk.received()
    assert request["accepted"]
    assert (await talk.streams())["finished"] == 1


async def test_all_that_was_said_is_sent_in_its_order(talk: Talk) -> None:
    turns = (
        Turn(role=Role.SYSTEM, content="You are a poet \U0001f408"),
        Turn(role=Role.USER, content="Ka\u0308tzchen\r\n"),
        Turn(role=Role.ASSISTANT, content="“Ja.”"),
        Turn(role=Role.USER, content="more"),
    )
    heard = await hear(talk.model, TextOrder(model=talk.name, turns=turns))
    assert "you have spoken 2 times" in heard.text
    (request,) = await talk.received()
    assert request["body"]["model"] == talk.name
    assert request["body"]["stream"] is True
    assert request["body"]["messages"] == [
        {"role": turn.role.value, "content": turn.content} for turn in turns
    ]


async def test_a_piece_is_there_before_the_answer_ends(talk: Talk) -> None:
    async with aclosing(talk.model.stream(talk.order("go on 0017"))) as events, asyncio.timeout(30):
        first = await anext(events)
    assert isinstance(first, Piece)


async def the_provider_stops(talk: Talk, abandoned: int = 1) -> None:
    async with asyncio.timeout(30):
        while True:
            streams = await talk.streams()
            if (streams["open"], streams["abandoned"]) == (0, abandoned):
                return
            await asyncio.sleep(0.01)


async def test_closing_the_answer_stops_the_provider(talk: Talk) -> None:
    events = talk.model.stream(talk.order("go on 0017"))
    for _ in range(5):
        await anext(events)
    assert (await talk.streams())["open"] == 1
    await events.aclose()
    await the_provider_stops(talk)
    assert len(await talk.received()) == 1


@pytest.mark.parametrize("number", ["0011", "0016", "0017"])
async def test_whoever_reads_may_be_cancelled_which_stops_the_provider(
    talk: Talk, number: str
) -> None:
    await talk.steer(timeScale=1, tokenDelay=0)
    task = asyncio.create_task(hear(talk.model, talk.order(f"go on {number}")))
    async with asyncio.timeout(30):
        while not [each for each in await talk.received() if each["accepted"]]:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(30):
        while (await talk.streams())["open"]:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("number", "code", "delivery"),
    [
        ("0002", ErrorCode.PROVIDER_AUTH, Delivery.TURNED_AWAY),
        ("0003", ErrorCode.PROVIDER_ERROR, Delivery.UNKNOWN),
        ("0004", ErrorCode.VALIDATION, Delivery.TURNED_AWAY),
        ("0005", ErrorCode.PROVIDER_ERROR, Delivery.TURNED_AWAY),
        ("0008", ErrorCode.QUOTA_EXCEEDED, Delivery.TURNED_AWAY),
        ("0013", ErrorCode.PROVIDER_ERROR, Delivery.UNKNOWN),
        ("0014", ErrorCode.PROVIDER_UNAVAILABLE, Delivery.UNKNOWN),
        ("0018", ErrorCode.RATE_LIMITED, Delivery.TURNED_AWAY),
        ("0023", ErrorCode.PROVIDER_ERROR, Delivery.UNKNOWN),
    ],
)
async def test_an_order_that_is_answered_with_no_text_fails_without_a_second_request(
    talk: Talk, number: str, code: ErrorCode, delivery: Delivery
) -> None:
    heard = await hear(talk.model, talk.order(f"hello {number}"))
    assert heard.failure
    assert (heard.failure.code, heard.failure.delivery) == (code, delivery)
    assert heard.failure.reason
    assert (heard.pieces, heard.endings) == ([], [])
    assert len(await talk.received()) == 1


async def test_an_unknown_model_is_refused_in_the_providers_words(talk: Talk) -> None:
    unknown = TextOrder(model="nobody:1b", turns=(Turn(role=Role.USER, content="hello"),))
    heard = await hear(talk.model, unknown)
    assert heard.failure
    assert heard.failure.delivery is Delivery.TURNED_AWAY
    assert heard.failure.reason in (
        "model 'nobody:1b' not found",
        "The model 'nobody:1b' does not exist.",
    )


@pytest.mark.parametrize("number", ["0006", "0012", "0015", "0022"])
async def test_what_came_before_a_failure_was_handed_on(talk: Talk, number: str) -> None:
    whole = await hear(talk.model, talk.order("the harbour 0001"))
    heard = await hear(talk.model, talk.order(f"the harbour {number}"))
    assert heard.failure
    assert heard.failure.code is ErrorCode.PROVIDER_ERROR
    assert heard.failure.delivery is Delivery.UNKNOWN
    assert heard.pieces
    assert heard.endings == []
    assert whole.failure is None
    assert len(await talk.received()) == 2


async def test_a_rate_limit_says_how_long_to_wait(talk: Talk) -> None:
    await talk.steer(timeScale=1)
    for _ in range(2):
        heard = await hear(talk.model, talk.order("hello 0007 0s"))
        assert heard.failure
        assert heard.failure.code is ErrorCode.RATE_LIMITED
        assert heard.failure.retry_after == 20
    assert (await hear(talk.model, talk.order("hello 0007 0s"))).endings


@pytest.mark.parametrize(("number", "some"), [("0011", False), ("0016", True)])
async def test_a_provider_that_falls_silent_is_given_up(
    talk: Talk, number: str, *, some: bool
) -> None:
    await talk.steer(timeScale=1, tokenDelay=0)
    async with talk.impatient() as model, asyncio.timeout(30):
        heard = await hear(model, talk.order(f"hello {number}"))
    assert heard.failure
    assert (heard.failure.code, heard.failure.delivery) == (
        ErrorCode.PROVIDER_TIMEOUT,
        Delivery.UNKNOWN,
    )
    assert bool(heard.pieces) is some
    async with asyncio.timeout(30):
        while (await talk.streams())["open"]:
            await asyncio.sleep(0.01)


async def test_a_slow_text_is_not_given_up_as_long_as_it_goes_on(talk: Talk) -> None:
    await talk.steer(timeScale=1)
    async with talk.impatient() as model:
        heard = await hear(model, talk.order("hello 8t 1.6s"))
    assert heard.failure is None
    assert len(heard.pieces) == 8


async def test_nothing_is_sent_where_nobody_listens(talk: Talk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    talk.url = f"http://127.0.0.1:{port}"
    async with talk.impatient() as model:
        heard = await hear(model, talk.order("hello"))
    assert heard.failure
    assert (heard.failure.code, heard.failure.delivery) == (
        ErrorCode.PROVIDER_UNAVAILABLE,
        Delivery.NOT_SENT,
    )


async def test_a_model_that_stops_at_a_limit_says_so(talk: Talk) -> None:
    short = await hear(talk.model, talk.order("hello", max_tokens=3))
    assert short.endings == [Ending(prompt_tokens=1, completion_tokens=3, cut_short=True)]
    assert len(short.text.split()) == 3
    enough = await hear(talk.model, talk.order("hello 5t", max_tokens=5))
    assert not enough.endings[0].cut_short
    assert (await hear(talk.model, talk.order("hello 0019"))).endings[0].cut_short


async def test_an_empty_answer_is_an_ending_alone(talk: Talk) -> None:
    heard = await hear(talk.model, talk.order("hello 0009"))
    assert (heard.pieces, heard.failure) == ([], None)
    assert heard.endings == [Ending(prompt_tokens=2, completion_tokens=0)]


async def test_counts_that_are_not_told_are_none(talk: Talk) -> None:
    heard = await hear(talk.model, talk.order("hello 0010"))
    assert heard.pieces
    assert heard.endings == [Ending(prompt_tokens=None, completion_tokens=None)]


async def test_more_than_a_hundred_texts_are_written_at_once(talk: Talk) -> None:
    await talk.steer(timeScale=1, tokenDelay=0.005)
    order = talk.order("hello 4t 0016")  # two tokens, then the connection is held
    opened = [talk.model.stream(order) for _ in range(120)]
    try:
        async with asyncio.timeout(30):
            for event in await asyncio.gather(*(anext(events) for events in opened)):
                assert isinstance(event, Piece)
        assert (await talk.streams())["open"] == 120
    finally:
        await asyncio.gather(*(events.aclose() for events in opened))


async def test_the_key_is_shown_by_nothing(talk: Talk) -> None:
    await talk.steer(chatStatus=401)
    heard = await hear(talk.model, talk.order("hello"))
    assert KEY not in repr((heard, talk.model, talk.order("hello")))
