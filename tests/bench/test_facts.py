from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from bench.facts import WrongFacts, check, check_written, difference, pointed
from bench.operations import Operation, global_id
from bench.workloads import Call, Id, Node

SONG = Id("Song", UUID(int=1))
CHOICE = Id("SongChoice", UUID(int=2))
CALL = Call(
    values={"id": SONG, "title": "A & B"},
    marker=SONG,
    nodes=[Node(id=SONG, title="Night", facts=[CHOICE, "la la", 90.0])],
    count=7,
)
LIST = Operation(
    method="POST",
    path="/songs/{id}?title={title}",
    body={"id": "{id}", "with": ["{title}", "not {title}"], "first": 20},
    extract={
        "nodes": "/edges",
        "id": "/node/id",
        "title": "/node/name",
        "count": "/n",
        "has_next_page": "/more",
    },
)


def answer(**changes: Any) -> dict[str, Any]:
    node = {
        "id": str(SONG.key),
        "name": "Night",
        "lyrics": "la la",
        "choices": [{"key": str(CHOICE.key), "ms": 90}],
    }
    return {"n": 7, "more": True, "edges": [{"node": {**node, **changes}}]}


def test_a_true_answer_passes() -> None:
    check(answer(), LIST, CALL)


@pytest.mark.parametrize(
    "wrong",
    [
        answer(id=str(CHOICE.key)),
        answer(name="Day"),
        answer(lyrics="la"),
        answer(choices=[]),
        answer() | {"n": 8},
        answer() | {"more": False},
        answer() | {"edges": []},
        answer() | {"edges": answer()["edges"] * 2},
        {"edges": [{}]},
        {},
    ],
)
def test_a_wrong_answer_does_not(wrong: dict[str, Any]) -> None:
    with pytest.raises(WrongFacts):
        check(wrong, LIST, CALL)


def test_a_write_must_have_reached_the_row_and_raised_its_version() -> None:
    before = {"version": 3, "title": "Night"}
    check_written(before, {"version": 4, "title": "A & B"}, CALL)
    for after in ({"version": 3, "title": "A & B"}, {"version": 4, "title": "Night"}):
        with pytest.raises(WrongFacts):
            check_written(before, after, CALL)


def test_values_stand_where_the_placeholders_were() -> None:
    key = str(SONG.key)

    assert LIST.target(CALL) == f"/songs/{key}?title=A%20%26%20B"
    assert LIST.content(CALL) == (
        f'{{"id":"{key}","with":["A & B","not {{title}}"],"first":20}}'.encode()
    )


def test_our_ids_are_global() -> None:
    assert global_id(SONG) == "U29uZzowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE"


def test_a_request_says_how_long_its_body_is() -> None:
    head, _, body = LIST.request(CALL, {"Authorization": "Bearer t"}).partition(b"\r\n\r\n")

    assert f"Content-Length: {len(body)}".encode() in head.split(b"\r\n")
    assert b"Authorization: Bearer t" in head.split(b"\r\n")


def test_the_first_difference_is_named() -> None:
    assert difference({"a": [1, {"b": 2.0}]}, {"a": [1, {"b": 2}]}) is None
    assert difference({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}) == "/a/1/b/: 2 and 3"
    assert difference({"a": 1}, {"b": 1}) is not None


def test_cursors_may_differ_but_have_to_be_there() -> None:
    assert difference({"endCursor": "a"}, {"endCursor": "b"}) is None
    assert difference({"endCursor": "a"}, {"endCursor": None}) is not None
    assert difference({"endCursor": "a"}, {}) is not None


def test_a_pointer_goes_through_lists() -> None:
    assert pointed({"a": [{"b": 1}]}, "/a/0/b") == 1
    assert pointed({"a": 1}, "") == {"a": 1}
