"""What is asked of every system: adding a workload is one more entry in `WORKLOADS`.

The GraphQL document is ours; a peer says in its `operations.json` how it is asked for the same.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bench.dataset import MESSAGES, Conversation, Owner, Sketch, Song

PAGE = 20
_TITLES_EACH = 4


@dataclass(frozen=True, slots=True)
class Id:
    """A row's key; every system has its own way of writing it."""

    type: str
    key: UUID


Fact = Id | str | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A row of an answer: its id, its title, and values that it or what it nests must have."""

    id: Id
    title: str
    facts: Sequence[Fact] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request of a workload and what is true of its answer.

    `values` stand where an operation has `{name}`; `marker` is in every right answer; `nodes`
    come in this order. Of a page `count` tells how many there are in all.
    """

    values: Mapping[str, Fact] = field(default_factory=dict)
    marker: Fact
    nodes: Sequence[Node]
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """A GraphQL operation, the calls that are made with it, and how good we want to be.

    `extract` points into our answer (see `Operation`).
    `goals` are ratios of server CPU per request by system: 2 means that ours takes half. The gate
    defends the one to the limit.
    """

    name: str
    title: str
    document: str
    variables: Mapping[str, Any]
    extract: Mapping[str, str]
    calls: Callable[[Owner], Sequence[Call]]
    goals: Mapping[str, float]
    writes: str | None = None
    """The table that is written, whose dead rows are removed before each measurement."""


def _first_page(owner: Owner) -> Sequence[Call]:
    songs = owner.newest_songs[:PAGE]
    return [
        Call(
            marker=Id("Song", songs[-1].id),
            nodes=[_detailed(song) for song in songs],
            count=len(owner.songs),
        )
    ]


def _detailed(song: Song) -> Node:
    return Node(
        id=Id("Song", song.id),
        title=song.title,
        facts=[
            *(song.lyrics, song.prompt, song.model, "SUCCESS"),
            Id("Sketch", song.sketch.id),
            *(Id("SongChoice", choice.id) for choice in song.choices),
            *(choice.title for choice in song.choices),
            *(choice.duration_ms for choice in song.choices),
        ],
    )


def _every_conversation(owner: Owner) -> Sequence[Call]:
    talks = list(owner.conversations)
    random.Random(0).shuffle(talks)  # noqa: S311 - the same order every time
    return [_opened(talk) for talk in talks]


def _opened(talk: Conversation) -> Call:
    """What its messages say stands for their titles."""
    return Call(
        values={"id": Id("Conversation", talk.id)},
        marker=Id("Message", talk.messages[0].id),
        nodes=[
            Node(id=Id("Message", said.id), title=said.content, facts=[said.position])
            for said in talk.messages
        ],
        count=len(talk.messages),
    )


def _every_song(owner: Owner) -> Sequence[Call]:
    songs = list(owner.songs)
    random.Random(0).shuffle(songs)  # noqa: S311 - the same order every time
    return [_look_up(song) for song in songs]


def _look_up(song: Song) -> Call:
    key = Id("Song", song.id)
    node = Node(id=key, title=song.title, facts=["SUCCESS"])
    return Call(values={"id": key}, marker=key, nodes=[node])


def _every_sketch(owner: Owner) -> Sequence[Call]:
    """Two visits of the same sketch lie a whole round over all of them apart."""
    return [
        _rename(sketch, f"Renamed {visit} of {index}")
        for visit in range(_TITLES_EACH)
        for index, sketch in enumerate(owner.sketches)
    ]


def _rename(sketch: Sketch, title: str) -> Call:
    key = Id("Sketch", sketch.id)
    node = Node(id=key, title=title)
    return Call(values={"id": key, "title": title}, marker=title, nodes=[node])


WORKLOADS = (
    Workload(
        name="W1",
        title=f"page of {PAGE} songs with choices and sketch, count and page info",
        document="""query Songs($first: Int!) {
  songs(first: $first) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      node {
        id title lyrics prompt model instrumental status createdAt
        choices { id index title durationMs mp3Url flacUrl }
        sketch { id title }
      }
    }
  }
}""",
        variables={"first": PAGE},
        extract={
            "nodes": "/data/songs/edges",
            "id": "/node/id",
            "title": "/node/title",
            "count": "/data/songs/totalCount",
            "has_next_page": "/data/songs/pageInfo/hasNextPage",
        },
        calls=_first_page,
        goals={"L": 0.6, "postgraphile": 6, "mercurius": 2, "fastapi": 10},
    ),
    Workload(
        name="W2",
        title=f"a conversation with its last {MESSAGES} messages and their count",
        document="""query Conversation($id: ID!, $last: Int!) {
  conversation(id: $id) {
    id title model usagePercent usageLevel
    messages(last: $last) {
      totalCount
      pageInfo { hasPreviousPage }
      nodes { id role content status position createdAt }
    }
  }
}""",
        variables={"id": "{id}", "last": MESSAGES},
        extract={
            "nodes": "/data/conversation/messages/nodes",
            "id": "/id",
            "title": "/content",
            "count": "/data/conversation/messages/totalCount",
            "has_next_page": "/data/conversation/messages/pageInfo/hasPreviousPage",
        },
        calls=_every_conversation,
        goals={"L": 0.7, "postgraphile": 5, "mercurius": 2, "fastapi": 10},
    ),
    Workload(
        name="W3",
        title="one song by its id",
        document="query Song($id: ID!) { song(id: $id) { id title status createdAt } }",
        variables={"id": "{id}"},
        extract={"node": "/data/song", "id": "/id", "title": "/title"},
        calls=_every_song,
        goals={"L": 0.7, "postgraphile": 2.5, "mercurius": 1.1, "fastapi": 7},
    ),
    Workload(
        name="W4",
        title="rename a sketch",
        document="""mutation Rename($input: UpdateSketchInput!) {
  updateSketch(input: $input) { sketch { id title version } userErrors { code } }
}""",
        variables={"input": {"id": "{id}", "title": "{title}"}},
        extract={"node": "/data/updateSketch/sketch", "id": "/id", "title": "/title"},
        calls=_every_sketch,
        goals={"postgraphile": 1, "fastapi": 1.5},
        writes="song_sketches",
    ),
)
