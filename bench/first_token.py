"""W7: what a chat reply waits for its first token, beside asking its model directly.

Ours: from sending `sendMessage` until the first piece of text has come over a websocket that is
open already; the reply is subscribed to as soon as the mutation has answered. Directly: from
sending `POST /api/chat` until the first line. Both with the same client, in turns, at a mock of
Ollama that begins at once, and at one that thinks for 100 ms as real models do.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench.chat_house import House, chat_house
from bench.console import say
from bench.facts import WrongFacts
from bench.paths import OUT
from bench.ratios import spread

NAME: Final = "W7"
GOAL: Final = 50
"""Milliseconds, the median on an idle machine."""
PAIRS: Final = 10
"""In each round."""
THINKS: Final[Mapping[str, float]] = {"at once": 0, "after 100 ms": 0.1}
"""Seconds until the mock's first token, and between all others."""

CREATE: Final = """mutation { createConversation(input: {title: "bench"}) {
  conversation { id } userErrors { code }
} }"""
SEND: Final = """mutation Send($id: ID!, $text: String!) {
  sendMessage(input: {conversationId: $id, content: $text}) {
    reply { id } job { id } userErrors { code message }
  }
}"""
STREAM: Final = """subscription Reply($id: ID!) { replyStream(messageId: $id) {
  __typename ... on ReplySnapshot { seq text } ... on ReplyToken { seq text }
  ... on ReplyFinished { message { status content } }
} }"""
_WORDS: Final = "Write me 3t about the sea"
_MODEL: Final = "llama3.2:3b"
_PATIENCE: Final = 30
_DIGITS: Final = 2
_MILLISECONDS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """One pair, in milliseconds since each request was sent.

    `answered`: until `sendMessage` was answered; `asked`: until the model was asked by the worker.
    """

    round: int
    ours: float
    directly: float
    answered: float
    asked: float

    @property
    def overhead(self) -> float:
        """What ours takes longer."""
        return self.ours - self.directly


def run(rounds: int) -> None:
    """Measure, print a table, and keep it in `out/first_token.*`. Raises WrongFacts."""
    with chat_house() as house:
        found = {
            name: _summary(asyncio.run(_measured(house, seconds, rounds)))
            for name, seconds in THINKS.items()
        }
    document = {
        "rounds": rounds,
        "pairs": PAIRS,
        "goal_ms": GOAL,
        "load_average": round(os.getloadavg()[0], _DIGITS),
        "processors": os.cpu_count(),
        "model_begins": found,
    }
    text = _markdown(document)
    OUT.mkdir(exist_ok=True)
    (OUT / "first_token.json").write_text(json.dumps(document, indent=2) + "\n")
    (OUT / "first_token.md").write_text(text)
    sys.stdout.write(text)


async def _measured(house: House, thinks: float, rounds: int) -> list[Waited]:
    found = []
    async with httpx.AsyncClient(timeout=_PATIENCE) as client, asyncio.timeout(600):
        settings = {"tokenDelay": thinks, "splitLines": False}
        mock = f"http://127.0.0.1:{house.mock_port}/_mock"
        (await client.patch(f"{mock}/settings", json=settings)).raise_for_status()
        async with _socket(house) as socket:
            for number in range(rounds + 1):  # the first one warms up
                made = await house.ask(client, CREATE)
                talk = made["createConversation"]["conversation"]["id"]
                asking = _Asking(house=house, client=client, socket=socket, talk=talk)
                found += [await asking.pair(number, pair) for pair in range(PAIRS)]
                say(f"{NAME}: round {number} of {rounds}, the model begins {thinks} s later")
    return [each for each in found if each.round]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """Somebody in a conversation."""

    house: House
    client: httpx.AsyncClient
    socket: ClientConnection
    talk: str

    async def pair(self, number: int, pair: int) -> Waited:
        """One reply and one answer of the model itself, now this first, now that."""
        if pair % 2:
            directly = await self._directly()
            ours, answered, asked = await self._ours()
        else:
            ours, answered, asked = await self._ours()
            directly = await self._directly()
        return Waited(round=number, ours=ours, directly=directly, answered=answered, asked=asked)

    async def _directly(self) -> float:
        body = {"model": _MODEL, "messages": [{"role": "user", "content": _WORDS}], "stream": True}
        began, first = time.monotonic(), 0.0
        url = f"http://127.0.0.1:{self.house.model_port}/api/chat"
        async with self.client.stream("POST", url, json=body) as response:
            async for line in response.aiter_lines():
                if not first and json.loads(line)["message"]["content"]:
                    first = time.monotonic()
        return (first - began) * _MILLISECONDS

    async def _ours(self) -> tuple[float, float, float]:
        began_at, began = time.time(), time.monotonic()
        sent = await self.house.ask(self.client, SEND, id=self.talk, text=_WORDS)
        answered = time.monotonic()
        first = await self._read(sent["sendMessage"]["reply"]["id"])
        url = f"http://127.0.0.1:{self.house.mock_port}/_mock/requests"
        requests = (await self.client.get(url, params={"path": "/api/chat"})).json()
        asked = max(each["at"] for each in requests) - began_at
        waits = (first - began, answered - began, asked)
        ours, answers, asks = (each * _MILLISECONDS for each in waits)
        return ours, answers, asks

    async def _read(self, reply: str) -> float:
        """When the first piece of a reply came, which is read to its end."""
        query = {"query": STREAM, "variables": {"id": reply}}
        await self.socket.send(json.dumps({"id": reply, "type": "subscribe", "payload": query}))
        text, first = "", 0.0
        while (message := json.loads(await self.socket.recv()))["type"] != "complete":
            if message["type"] == "ping":
                await self.socket.send('{"type": "pong"}')
                continue
            if message["type"] != "next" or "errors" in message["payload"]:
                raise WrongFacts(f"the stream says {message}")
            event = message["payload"]["data"]["replyStream"]
            if event["__typename"] == "ReplyFinished":
                if event["message"] != {"status": "COMPLETE", "content": text}:
                    raise WrongFacts(f"{text!r} was read, the reply is {event['message']}")
            elif "text" in event:
                text = "" if event["__typename"] == "ReplySnapshot" else text
                text += event["text"]
                first = first or (time.monotonic() if text else 0)
        return first


class _socket:  # noqa: N801 - used like a function
    """An acknowledged websocket."""

    def __init__(self, house: House) -> None:
        self._house = house
        address = house.url.replace("http", "ws", 1) + "/graphql"
        self._connecting = connect(address, subprotocols=[Subprotocol("graphql-transport-ws")])

    async def __aenter__(self) -> ClientConnection:
        connection = await self._connecting.__aenter__()
        payload = {"authorization": f"Bearer {self._house.token}"}
        await connection.send(json.dumps({"type": "connection_init", "payload": payload}))
        if json.loads(await connection.recv())["type"] != "connection_ack":
            raise WrongFacts("the websocket was not acknowledged")
        return connection

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._connecting.__aexit__(kind, error, trace)


def _summary(waited: Sequence[Waited]) -> dict[str, Any]:
    overhead = spread([each.overhead for each in waited])
    return {
        "overhead_ms": [round(value, _DIGITS) for value in overhead],
        **{
            f"{name}_ms": round(statistics.median(getattr(each, name) for each in waited), _DIGITS)
            for name in ("ours", "directly", "answered", "asked")
        },
    }


def _markdown(document: Mapping[str, Any]) -> str:
    lines = [
        f"# {NAME}: the first token of a chat reply",
        "",
        (
            f"{document['rounds']} rounds of {document['pairs']} pairs, load average "
            f"{document['load_average']} on {document['processors']} processors. Milliseconds, "
            f"medians; the overhead with its quartiles, {document['goal_ms']} at most on an idle "
            "machine. `sendMessage` was answered and the model was asked so long after the message "
            "was sent."
        ),
        "",
        "| the model begins | overhead | ours | directly | answered | model asked |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, found in document["model_begins"].items():
        median, lower, upper = found["overhead_ms"]
        lines.append(
            f"| {name} | **{median:.1f}** ({lower:.1f}-{upper:.1f}) | {found['ours_ms']:.1f} "
            f"| {found['directly_ms']:.1f} | {found['answered_ms']:.1f} | {found['asked_ms']:.1f} |"
        )
    return "\n".join(lines) + "\n"
