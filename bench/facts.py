"""Checks, before anything is measured, that a system's answers carry what the seed holds."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping
from typing import Any

from bench.operations import Operation
from bench.workloads import Call

_OK = 200
_PATIENCE = 30
_CURSOR = "/endCursor/"


class WrongFacts(Exception):
    """An answer is not what the seed says."""


def ask(port: int, operation: Operation, call: Call, headers: Mapping[str, str]) -> Any:
    """The answer to one call. Raises WrongFacts unless it is 200 with JSON without errors."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request(
            operation.method,
            operation.target(call),
            operation.content(call) or None,
            {**headers, "Content-Type": "application/json"},
        )
        response = connection.getresponse()
        text = response.read()
    finally:
        connection.close()
    if response.status != _OK:
        raise WrongFacts(f"status {response.status}: {text[:500]!r}")
    answer = json.loads(text)
    if isinstance(answer, dict) and "errors" in answer:
        raise WrongFacts(f"errors: {answer['errors']!r}")
    return answer


def check(answer: Any, operation: Operation, call: Call) -> None:
    """Raises WrongFacts unless an answer has a call's nodes in order, with all of their facts.

    Systems name fields in their own way: of what a node nests only the values are compared.
    """
    extract = operation.extract
    nodes = pointed(answer, extract["nodes"]) if "nodes" in extract else None
    found = [pointed(answer, extract["node"])] if nodes is None else nodes
    expected = [(operation.spelled(node.id), node.title) for node in call.nodes]
    listed = [(pointed(each, extract["id"]), pointed(each, extract["title"])) for each in found]
    if listed != expected:
        raise WrongFacts(f"expected {expected}, found {listed}")
    for node, each in zip(call.nodes, found, strict=True):
        present = set(_leaves(each))
        facts = [operation.spelled(fact) for fact in node.facts]
        if missing := [fact for fact in facts if fact not in present]:
            raise WrongFacts(f"{node.title} lacks {missing}")
    if call.count is not None:
        page = (pointed(answer, extract["count"]), pointed(answer, extract["has_next_page"]))
        if page != (call.count, call.count > len(call.nodes)):
            raise WrongFacts(f"count and next page should be right, but are {page}")


def difference(one: Any, other: Any, place: str = "/") -> str | None:
    """Where two JSON values first differ, and how; None where they are equal.

    Cursors are opaque: each has to be a text.
    """
    if place.endswith(_CURSOR) and one and other and isinstance(one, str):
        return None if isinstance(other, str) else place
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        pairs = [(name, one[name], other[name]) for name in one]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = [(str(index), *pair) for index, pair in enumerate(zip(one, other, strict=True))]
    else:
        return None if one == other else f"{place}: {str(one)[:200]} and {str(other)[:200]}"
    below = (difference(left, right, f"{place}{name}/") for name, left, right in pairs)
    return next(filter(None, below), None)


def pointed(value: Any, pointer: str) -> Any:
    """What a JSON pointer (RFC 6901, without escapes) points to. Raises WrongFacts."""
    for name in pointer.split("/")[1:]:
        try:
            value = value[int(name)] if isinstance(value, list) else value[name]
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise WrongFacts(f"{pointer} points to nothing in {str(value)[:200]}") from error
    return value


def check_written(before: Mapping[str, Any], after: Mapping[str, Any], call: Call) -> None:
    """Raises WrongFacts unless a row took a call's values and its version grew by one."""
    wanted = {name: value for name, value in call.values.items() if name != "id"}
    wanted["version"] = before["version"] + 1
    kept = {name: after[name] for name in wanted}
    if kept != wanted:
        raise WrongFacts(f"the row should hold {wanted}, but holds {kept}")


def _leaves(value: Any) -> Iterator[str | int | float | bool | None]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    else:
        yield value
