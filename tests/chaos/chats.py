"""People who chat while processes die: they say it again, and read on where they left off."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, Final

import httpx
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from aitestmock.ollama.orders import read_chat
from aitestmock.talk.replies import reply_to
from aitestmock.talk.tokens import answer_tokens
from tests.api.conversations import CREATE, READ, SEND, STREAM
from tests.chaos.orders import GENEROUS
from tests.graphql_ws import websocket
from tests.studio import Mock, Person

PAUSE: Final = 0.05
AWAY: Final = (OSError, ConnectionClosed, InvalidHandshake, TimeoutError)
ENDED: Final = ("COMPLETE", "STOPPED", "FAILED")


@dataclass
class Reader:
    """What somebody holds of a reply, however often they had to connect anew."""

    reply: str
    seq: int | None = None
    text: str = ""
    connected: int = 0
    replaced: int = 0
    message: dict[str, Any] = field(default_factory=dict)

    async def read(self, url: str, token: str) -> None:
        """Read to the end."""
        async with asyncio.timeout(GENEROUS):
            while not self.message:
                try:
                    await self._read_some(url, token)
                except AWAY:
                    await asyncio.sleep(PAUSE)

    async def comes_to(self, pieces: int) -> None:
        """Wait until so many pieces were read."""
        async with asyncio.timeout(GENEROUS):
            while (self.seq or 0) < pieces:
                assert not self.message, self.message
                await asyncio.sleep(0.01)

    async def _read_some(self, url: str, token: str) -> None:
        async with asyncio.timeout(GENEROUS), websocket(url, token) as socket:
            self.connected += 1
            async for payload in socket.subscribe(STREAM, id=self.reply, after=self.seq):
                if "errors" in payload:  # the database is away: ask again
                    await asyncio.sleep(PAUSE)
                    return
                self._take(payload["data"]["replyStream"])

    def _take(self, event: dict[str, Any]) -> None:
        match event["__typename"]:
            case "ReplySnapshot":
                self.replaced += self.seq is not None
                self.seq, self.text = event["seq"], event["text"]
            case "ReplyToken":
                assert event["seq"] == (self.seq or 0) + 1
                self.seq, self.text = event["seq"], self.text + event["text"]
            case "ReplyFinished":
                self.message = event["message"]


@dataclass
class Chatter:
    """Somebody who chats over the API at `url`, which may be away for a while."""

    url: str
    person: Person

    def at(self, url: str) -> Chatter:
        """The same person at another API."""
        client = httpx.AsyncClient(base_url=url, timeout=GENEROUS)
        return Chatter(url, replace(self.person, http=client))

    async def ask(self, query: str, **variables: object) -> Any:
        """The data of an answer, asked for until there is one."""
        async with asyncio.timeout(GENEROUS):
            while True:
                try:
                    answer = await self.person.ask(query, **variables)
                except httpx.TransportError:
                    answer = {}
                if "errors" not in answer and answer.get("data"):
                    return answer["data"]
                await asyncio.sleep(PAUSE)

    async def begin(self, name: str) -> str:
        """A new conversation."""
        wish = {"title": name, "idempotencyKey": f"begin {name}"}
        payload = (await self.ask(CREATE, input=wish))["createConversation"]
        return str(payload["conversation"]["id"])

    async def say(self, conversation: str, words: str) -> str:
        """The reply to something that is said once, however often it is sent."""
        wish = {"conversationId": conversation, "content": words, "clientMessageId": words}
        payload = (await self.ask(SEND, input=wish))["sendMessage"]
        assert payload["userErrors"] == []
        return str(payload["reply"]["id"])

    async def read(self, conversation: str) -> dict[str, Any]:
        """A conversation with its messages."""
        return dict((await self.ask(READ, id=conversation))["conversation"])

    async def hear(self, reply: str) -> Reader:
        """All of a reply."""
        reader = Reader(reply)
        await reader.read(self.url, self.person.token)
        return reader

    def listen(self, reply: str) -> tuple[Reader, asyncio.Task[None]]:
        """Somebody who reads along from now on."""
        reader = Reader(reply)
        return reader, asyncio.create_task(reader.read(self.url, self.person.token))


async def asked(mock: Mock) -> Counter[str]:
    """How often the model was asked for each answer, by what was said last."""
    return Counter(_order(each).words for each in await mock.requests("/api/chat"))


async def answers(mock: Mock) -> dict[str, str]:
    """What the model answers in whole to what was said last."""
    orders = [_order(each) for each in await mock.requests("/api/chat")]
    return {each.words: "".join(answer_tokens(each, reply_to(each))[0]) for each in orders}


def _order(request: dict[str, Any]) -> Any:
    return read_chat(request["body"])


def sound(conversation: dict[str, Any]) -> None:
    """Fails unless nothing is being written, and places and counts are right."""
    messages = conversation["messages"]["nodes"]
    assert conversation["runningReply"] is None
    assert {each["status"] for each in messages} <= set(ENDED)
    assert [each["position"] for each in messages] == list(range(1, len(messages) + 1))
    assert conversation["messageCount"] == len(messages)
