"""docs/api.md cannot rot: all its examples are run, in order, by somebody who is new."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from graphql import OperationDefinitionNode, OperationType, parse

from tests.graphql_ws import websocket

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
PLACEHOLDER = re.compile(r'"<(\w+)>"')
ENDLESS = "activity"
"""It goes on, and says nothing while nothing happens."""
SOMETHING = """mutation { generateText(input: {
    category: "lyrics", action: "generate", input: "a harbour"}) { text } }"""


class Reader:
    """Does what the document says."""

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self._url = url
        self._http = http
        self._ids: dict[str, str] = {}
        self._token: str | None = None
        self.asked: set[str] = set()

    async def run(self, block: str) -> None:
        for definition in parse(block).definitions:
            assert isinstance(definition, OperationDefinitionNode)
            assert definition.loc is not None
            source = PLACEHOLDER.sub(self._fill, block[definition.loc.start : definition.loc.end])
            if definition.operation is OperationType.SUBSCRIPTION:
                answers = await self._subscribe(source)
            else:
                answers = [await self._post(source)]
            for answer in answers:
                assert "errors" not in answer, f"{source}\n{json.dumps(answer, indent=1)}"
                self._remember(answer["data"])
                assert list(_mistakes(answer["data"])) == [], source
            self.asked |= answers[-1]["data"].keys()

    def _fill(self, found: re.Match[str]) -> str:
        return json.dumps(self._ids[found[1]])

    async def _post(self, source: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        answer = await self._http.post("/graphql", json={"query": source}, headers=headers)
        return dict(answer.json())

    async def _subscribe(self, source: str) -> list[dict[str, Any]]:
        heard: list[dict[str, Any]] = []
        async with asyncio.timeout(30), websocket(self._url, self._token) as socket:
            happening = asyncio.create_task(self._post(SOMETHING)) if ENDLESS in source else None
            async for payload in socket.subscribe(source):
                heard.append(payload)
                if happening:
                    await happening
                    break
        assert heard, source
        return heard

    def _remember(self, value: object) -> None:
        """The ids of what was answered, by the names of their fields; the token, too."""
        if isinstance(value, list):
            for each in reversed(value):
                self._remember(each)
        elif isinstance(value, dict):
            for name, child in value.items():
                first = child[0] if isinstance(child, list) and child else child
                if isinstance(first, dict) and "id" in first:
                    self._ids[name if first is child else name.removesuffix("s")] = first["id"]
                if name == "token":
                    self._token = child
                elif name == "endCursor":
                    self._ids[name] = child
                self._remember(child)


def _mistakes(value: object) -> Iterator[object]:
    if isinstance(value, list):
        for each in value:
            yield from _mistakes(each)
    elif isinstance(value, dict):
        yield from value.get("userErrors") or ()
        if value.get("error"):
            yield value["error"]
        for child in value.values():
            yield from _mistakes(child)


async def test_every_example_of_the_document_works(
    studio_url: str, http: httpx.AsyncClient, worker: None
) -> None:
    blocks = BLOCK.findall(DOCUMENT.read_text())
    reader = Reader(studio_url, http)
    for kind, block in blocks:
        if kind == "graphql":
            await reader.run(block)
        else:
            assert kind == "sh"
            await _shell(block, studio_url)
    assert len(reader.asked) > 40, sorted(reader.asked)


async def _shell(block: str, url: str) -> None:
    commands = block.replace("localhost:8000", url.removeprefix("http://"))
    process = await asyncio.create_subprocess_exec(
        "bash", "-euc", commands, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    answer = json.loads(out)
    assert "errors" not in answer
    assert list(_mistakes(answer["data"])) == []
