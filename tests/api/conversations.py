"""What the tests of conversations ask for."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.graphql_ws import websocket
from tests.studio import Person

CONVERSATION = """
fragment Whole on Conversation {
  id title provider model systemContext contextWindow tokenCount usagePercent usageLevel
  messageCount archivedCount archived version createdAt updatedAt
}
"""
MESSAGE = """
fragment Said on Message {
  id role content status position tokenCount promptTokens completionTokens isSummary archivedAt
  model durationMs clientMessageId createdAt finishedAt error { code message }
  replyTo { id } conversation { id } job { id kind status }
}
"""
CREATE = (
    """
mutation ($input: CreateConversationInput!) {
  createConversation(input: $input) {
    conversation { ...Whole } userErrors { code message path params }
  }
}
"""
    + CONVERSATION
)
UPDATE = (
    """
mutation ($input: UpdateConversationInput!) {
  updateConversation(input: $input) {
    conversation { ...Whole } userErrors { code message path params }
  }
}
"""
    + CONVERSATION
)
SEND = (
    """
mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) {
    message { ...Said } reply { ...Said } conversation { id messageCount }
    job { id kind status message { id } } userErrors { code message path params }
  }
}
"""
    + MESSAGE
)
STOP = """
mutation ($id: ID!) {
  stopReply(input: {messageId: $id}) {
    reply { id status content } job { status } userErrors { code message }
  }
}
"""
RETRY = """
mutation ($id: ID!, $key: String) {
  retryReply(input: {messageId: $id, idempotencyKey: $key}) {
    reply { id status content } job { id status } userErrors { code message path }
  }
}
"""
READ = (
    """
query ($id: ID!) {
  conversation(id: $id) {
    ...Whole messages { totalCount nodes { ...Said } } runningReply { id }
  }
}
"""
    + CONVERSATION
    + MESSAGE
)
STREAM = """
subscription ($id: ID!, $after: Int) {
  replyStream(messageId: $id, afterSeq: $after) {
    __typename
    ... on ReplySnapshot { seq text }
    ... on ReplyToken { seq text }
    ... on ReplyUsage {
      promptTokens completionTokens contextWindow usagePercent usageLevel estimated
    }
    ... on ReplyFinished { message { id status content completionTokens error { code message } } }
  }
}
"""
LONGEST_WAIT = 20


async def create(person: Person, **wish: object) -> dict[str, Any]:
    """A new conversation."""
    answer = await person.get(CREATE, input={"title": "Harbour songs", **wish})
    payload = answer["createConversation"]
    assert payload["userErrors"] == []
    return dict(payload["conversation"])


async def send(person: Person, conversation: str, content: str, **more: object) -> dict[str, Any]:
    """The payload of something said."""
    wish = {"conversationId": conversation, "content": content, **more}
    return dict((await person.get(SEND, input=wish))["sendMessage"])


async def read(person: Person, conversation: str) -> dict[str, Any]:
    """A conversation with its messages."""
    return dict((await person.get(READ, id=conversation))["conversation"])


async def streamed(
    url: str, person: Person, reply: str, after: int | None = None
) -> list[dict[str, Any]]:
    """All events of a reply until its end."""
    async with asyncio.timeout(LONGEST_WAIT), websocket(url, person.token) as socket:
        payloads = [each async for each in socket.subscribe(STREAM, id=reply, after=after)]
    assert all("errors" not in each for each in payloads), payloads
    return [each["data"]["replyStream"] for each in payloads]


async def said(url: str, person: Person, conversation: str, content: str) -> dict[str, Any]:
    """Say something and wait for the end of the reply."""
    sent = await send(person, conversation, content)
    assert sent["userErrors"] == []
    events = await streamed(url, person, sent["reply"]["id"])
    return dict(events[-1]["message"])


def text_of(events: list[dict[str, Any]], held: str = "", seq: int = 0) -> tuple[int, str]:
    """What a client holds after these events, which must not have a gap."""
    for event in events:
        if event["__typename"] == "ReplySnapshot":
            seq, held = event["seq"], event["text"]
        elif event["__typename"] == "ReplyToken":
            assert event["seq"] == seq + 1
            seq, held = event["seq"], held + event["text"]
    return seq, held
