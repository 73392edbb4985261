"""How one system is asked for one workload, and the bytes that ask it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from app.schema.ids import encode_id
from bench.workloads import WORKLOADS, Call, Fact, Id

SpellId = Callable[[Id], str]


def global_id(row: Id) -> str:
    """How our API writes a key."""
    return encode_id(row.type, row.key)


def raw_id(row: Id) -> str:
    """How everybody else writes it."""
    return str(row.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A request with placeholders: `{name}` inside the path, or as a whole text in the body.

    `extract` has JSON pointers into an answer: to its only `node`, or to its `nodes`, `count` and
    `has_next_page`; and from a node to `id` and `title`.
    """

    method: str
    path: str
    extract: Mapping[str, str]
    body: Any = None
    spell_id: SpellId = raw_id

    def spelled(self, fact: Fact) -> str | int | float:
        """A fact as this system's answers write it."""
        return self.spell_id(fact) if isinstance(fact, Id) else fact

    def target(self, call: Call) -> str:
        """The path of a call."""
        texts = self._texts(call)
        return re.sub(r"\{(\w+)\}", lambda name: quote(texts[name[1]], safe=""), self.path)

    def content(self, call: Call) -> bytes:
        """The body of a call; empty for none."""
        if self.body is None:
            return b""
        texts = {f"{{{name}}}": text for name, text in self._texts(call).items()}
        return json.dumps(_filled(self.body, texts), separators=(",", ":")).encode()

    def request(self, call: Call, headers: Mapping[str, str]) -> bytes:
        """The HTTP/1.1 request of a call, Host and Content-Length apart from `headers`."""
        content = self.content(call)
        lines = [f"{self.method} {self.target(call)} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if self.body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
        return "\r\n".join([*lines, "", ""]).encode() + content

    def _texts(self, call: Call) -> dict[str, str]:
        return {name: str(self.spelled(value)) for name, value in call.values.items()}


def our_operations() -> dict[str, Operation]:
    """Every workload as GraphQL over HTTP against our schema."""
    return {
        workload.name: Operation(
            method="POST",
            path="/graphql",
            body={
                "query": workload.document,
                "operationName": workload.document.split("(")[0].split()[-1],
                "variables": workload.variables,
            },
            extract=workload.extract,
            spell_id=global_id,
        )
        for workload in WORKLOADS
    }


def read_operations(file: Path) -> dict[str, Operation]:
    """The operations that a peer's `operations.json` describes, by workload."""
    described: dict[str, dict[str, Any]] = json.loads(file.read_text())
    return {
        name: Operation(
            method=each["method"],
            path=each["path"],
            extract=each["extract"],
            body=each.get("body"),
        )
        for name, each in described.items()
    }


def _filled(template: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(template, dict):
        return {name: _filled(value, texts) for name, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, texts) for value in template]
    return texts.get(template, template) if isinstance(template, str) else template
