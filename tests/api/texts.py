"""What the tests of texts by models ask for."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.graphql_ws import websocket
from tests.studio import Mock, Person

CHAT, OPENAI_CHAT = "/api/chat", "/v1/chat/completions"
JOB = "job { id kind status stage text error { code message } }"
ERRORS = "userErrors { code message path params }"
USAGE = "usage { promptTokens completionTokens cutShort }"
TITLE = f"""
mutation ($input: GenerateSketchTitleInput!) {{
  generateSketchTitle(input: $input) {{
    sketch {{ id title lyrics version }} title {JOB} {ERRORS}
  }}
}}
"""
STREAM = """
subscription ($id: ID!, $after: Int) {
  textStream(jobId: $id, afterSeq: $after) {
    __typename
    ... on TextSnapshot { seq text }
    ... on TextToken { seq text }
    ... on TextFinished {
      usage { completionTokens cutShort } job { id status text error { code } }
    }
  }
}
"""
READ = "query ($id: ID!) { job(id: $id) { kind status stage text error { code message } } }"
LONGEST_WAIT = 20
WHOLE_PROMPT = -1


def mutation(name: str) -> str:
    """The document of one of the mutations that answer a text."""
    kind = f"{name[0].upper()}{name[1:]}Input"
    call = f"{name}(input: $input) {{ text {USAGE} {JOB} {ERRORS} }}"
    return f"mutation ($input: {kind}!) {{ {call} }}"


async def ask(person: Person, name: str, **wish: object) -> dict[str, Any]:
    """The payload of a wish."""
    return dict((await person.get(mutation(name), input=wish))[name])


async def generate(person: Person, **wish: object) -> dict[str, Any]:
    """The payload of a wish for a text; it is for lyrics unless it says otherwise."""
    plain = {"category": "lyrics", "action": "generate", "input": "a harbour at night"}
    return await ask(person, "generateText", **{**plain, **wish})


async def titled(person: Person, sketch: str, **wish: object) -> dict[str, Any]:
    """The payload of a wish for a title."""
    answer = await person.get(TITLE, input={"id": sketch, **wish})
    return dict(answer["generateSketchTitle"])


async def streamed(
    url: str,
    person: Person,
    job: str,
    after: int | None = None,
    begun: asyncio.Event | None = None,
) -> list[dict[str, Any]]:
    """All events of a text until its end; the first of them sets `begun`."""
    payloads = []
    async with asyncio.timeout(LONGEST_WAIT), websocket(url, person.token) as socket:
        async for each in socket.subscribe(STREAM, id=job, after=after):
            payloads.append(each)
            if begun is not None:
                begun.set()
    assert all("errors" not in each for each in payloads), payloads
    return [each["data"]["textStream"] for each in payloads]


async def job_now(person: Person, job: str) -> dict[str, Any]:
    """A job as it stands."""
    return dict((await person.get(READ, id=job))["job"])


async def job_ended(person: Person, job: str) -> dict[str, Any]:
    """A job once it has ended."""
    async with asyncio.timeout(LONGEST_WAIT):
        while (found := await job_now(person, job))["stage"] != "DONE":
            await asyncio.sleep(0.02)
    return found


async def told(mock: Mock, path: str = CHAT) -> list[str]:
    """What the models of a provider were told, in order."""
    return [each["body"]["messages"][WHOLE_PROMPT]["content"] for each in await mock.requests(path)]


def codes(payload: dict[str, Any]) -> list[str]:
    """The codes of what went wrong."""
    return [each["code"] for each in payload["userErrors"]]
