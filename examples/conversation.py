"""A conversation of twelve messages, made smaller, restored and written down: plain httpx.

    make run                                   # in one terminal
    .venv/bin/python examples/conversation.py  # in another

It signs in with the login that `make run` keeps in `.data/login.json`, or with `--server`,
`--email` and the environment variable STUDIO_PASSWORD. Files go to `--out`. The replies come over
server-sent events, as they are written.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

QUESTIONS = (
    "I am writing a song about a lighthouse keeper. Where would you begin?",
    "What does the light stand for?",
    "Give me a first line, please.",
    "And a line that answers it?",
    "Which instrument opens the song?",
    "What should the chorus repeat?",
)
STREAM = """
subscription ($id: ID!) {
  replyStream(messageId: $id) {
    __typename
    ... on ReplySnapshot { text }
    ... on ReplyToken { text }
    ... on ReplyFinished { message { status error { message } } }
  }
}
"""


class Studio:
    """The API, as one person."""

    def __init__(self, server: str, email: str, password: str) -> None:
        self._http = httpx.Client(base_url=server, timeout=180)
        signed_in = self.ask(
            """mutation ($input: LoginInput!) {
                 login(input: $input) { token userErrors { message } } }""",
            input={"email": email, "password": password},
        )["login"]
        self._http.headers["Authorization"] = f"Bearer {signed_in['token']}"

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an operation; ends the session with its words when something is wrong."""
        answer = self._http.post("/graphql", json={"query": query, "variables": variables}).json()
        problems = list(answer.get("errors", []))
        data: dict[str, Any] = answer.get("data") or {}
        for payload in data.values():
            if isinstance(payload, dict):
                problems += payload.get("userErrors", [])
        if problems:
            sys.exit("The studio says: " + " ".join(each["message"] for each in problems))
        return data

    def events(self, query: str, **variables: Any) -> Iterator[dict[str, Any]]:
        """The data of each event of a subscription."""
        wish = {"query": query, "variables": variables}
        headers = {"Accept": "text/event-stream"}
        with self._http.stream("POST", "/graphql", json=wish, headers=headers) as answer:
            for line in answer.iter_lines():
                name, _, value = line.partition(": ")
                if name == "data" and value:
                    yield json.loads(value)["data"]


def say(text: str, end: str = "\n") -> None:
    """Tell whoever watches."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def main() -> None:
    """Six questions and their answers, and what can be done with them."""
    options = arguments()
    studio = sign_in(options)
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)

    conversation = studio.ask(
        """mutation ($input: CreateConversationInput!) { createConversation(input: $input) {
             conversation { id model contextWindow } userErrors { message } } }""",
        input={"title": "The keeper of the light", "idempotencyKey": str(uuid4())},
    )["createConversation"]["conversation"]
    say(f"1. With {conversation['model']}, {conversation['contextWindow']} tokens in mind")
    for question in QUESTIONS:
        say(f"    you: {question}")
        say(f"    {conversation['model']}: ", end="")
        ask_and_read(studio, conversation["id"], question)
    before = exported(studio, conversation["id"])
    say(f"    {len(json.loads(before)['messages'])} messages")

    say("2. Smaller: a summary takes the place of all but the last two")
    small = studio.ask(
        """mutation ($input: CompressConversationInput!) { compressConversation(input: $input) {
             archivedCount conversation { messageCount messages { nodes { content } } }
             userErrors { message } } }""",
        input={"id": conversation["id"], "keepRecent": 2},
    )["compressConversation"]
    say(f"    {small['archivedCount']} archived, {small['conversation']['messageCount']} left:")
    summary = small["conversation"]["messages"]["nodes"][0]["content"]
    say("    " + summary.replace("\n", "\n    "))
    same(before, exported(studio, conversation["id"]), "The export has every word all the same.")

    say("3. Restored")
    whole = studio.ask(
        """mutation ($input: RestoreConversationInput!) { restoreConversation(input: $input) {
             restoredCount conversation { messageCount } userErrors { message } } }""",
        input={"id": conversation["id"]},
    )["restoreConversation"]
    say(f"    {whole['restoredCount']} are back, {whole['conversation']['messageCount']} in all")
    same(before, exported(studio, conversation["id"]), "It is what it was before.")

    say("4. Written down")
    for kind in ("MARKDOWN", "JSON"):
        document = export(studio, conversation["id"], kind)
        target = folder / document["filename"]
        target.write_text(document["content"], encoding="utf-8")
        say(f"    wrote {target}")


def ask_and_read(studio: Studio, conversation: str, question: str) -> None:
    """Say something, and show the reply as it is written."""
    reply = studio.ask(
        """mutation ($input: SendMessageInput!) { sendMessage(input: $input) {
             reply { id } userErrors { message } } }""",
        input={
            "conversationId": conversation,
            "content": question,
            "clientMessageId": str(uuid4()),
        },
    )["sendMessage"]["reply"]
    for data in studio.events(STREAM, id=reply["id"]):
        event = data["replyStream"]
        if event["__typename"] == "ReplyFinished":
            say("")
            if event["message"]["status"] != "COMPLETE":
                sys.exit(f"The reply failed: {event['message']['error']['message']}")
        elif "text" in event:
            say(event["text"], end="")


def export(studio: Studio, conversation: str, kind: str) -> dict[str, Any]:
    """The conversation as a document."""
    document: dict[str, Any] = studio.ask(
        """query ($id: ID!, $format: ExportFormat!) {
             exportConversation(id: $id, format: $format) { filename content } }""",
        id=conversation,
        format=kind,
    )["exportConversation"]
    return document


def exported(studio: Studio, conversation: str) -> str:
    """Its words as JSON."""
    return str(export(studio, conversation, "JSON")["content"])


def same(before: str, after: str, text: str) -> None:
    """Tell that nothing was lost, or end."""
    if before != after:
        sys.exit("Something was lost!")
    say(f"    {text}")


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="A conversation, made smaller and restored.")
    parser.add_argument("--server", help="the studio's address")
    parser.add_argument("--email", help="who signs in; the password is in STUDIO_PASSWORD")
    parser.add_argument("--out", type=Path, default=Path("downloads"), help="where files go")
    return parser.parse_args()


def sign_in(options: argparse.Namespace) -> Studio:
    """With what was given, or with what `make run` keeps."""
    if options.email:
        server = options.server or "http://127.0.0.1:8000"
        return Studio(server, options.email, os.environ["STUDIO_PASSWORD"])
    kept = Path(os.environ.get("DATA_DIR", ".data"), "login.json")
    if not kept.exists():
        sys.exit(f"There is no {kept}: start a studio with `make run`, or give --email.")
    login = json.loads(kept.read_text(encoding="utf-8"))
    return Studio(
        options.server or login["url"].removesuffix("/graphql"), login["email"], login["password"]
    )


if __name__ == "__main__":
    main()
