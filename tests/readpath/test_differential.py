"""Hand-picked operations: both paths answer the same bytes, and each was answered as it ought to.

The outcome is part of every expectation: else a test might compare the resolvers with themselves.
"""

from __future__ import annotations

from typing import Final

import pytest

from app.schema.ids import encode_id
from tests.readpath.both import COMPILED, UNREAD, Both, both
from tests.readpath.dataset import choice_key, job_id, sketch_id, song_id, song_key
from tests.readpath.values import BOBS

__all__ = ["both"]

PAGE: Final = "pageInfo { __typename hasNextPage hasPreviousPage startCursor endCursor }"
ERROR: Final = "error { __typename code message path params }"
SKETCH: Final = (
    "__typename id title lyrics prompt tags info descriptionLong descriptionShort descriptionTags "
    "workflow version createdAt updatedAt"
)
REVISION: Final = "__typename id lyrics version createdAt"
CHOICE: Final = (
    "__typename id index title tags rating durationMs durationText mp3Url flacUrl imageUrl "
    "videoUrl stemsUrl stemsGeneratedAt createdAt"
)
JOB: Final = (
    f"__typename id kind status stage progress attempt createdAt startedAt finishedAt {ERROR}"
)
SONG: Final = f"""
  __typename id title lyrics prompt model instrumental status providerStatus version
  createdAt updatedAt completedAt {ERROR} sketch {{ {SKETCH} }} choices {{ {CHOICE} }}
  job {{ {JOB} }}
"""
A_SONG: Final = song_id(3)
"""Of Ada, with three choices, an error and a job."""
LONGEST: Final = "a" * 63

SEVERAL: Final = """
  { a: songs(first: 0) { totalCount } b: song(id: "x") { id } c: jobs(after: "x") { totalCount }
    d: sketch(id: "y") { id } me { id } }
"""

COMPILING: Final[dict[str, str]] = {
    "every field of songs": f"{{ __typename songs(first: 100) {{ __typename totalCount {PAGE} "
    f"edges {{ __typename cursor node {{ {SONG} }} }} nodes {{ {SONG} }} }} }}",
    "every field of sketches": f"{{ sketches(first: 100) {{ __typename totalCount {PAGE} "
    f"edges {{ __typename cursor node {{ {SKETCH} }} }} nodes {{ {SKETCH} }} }} }}",
    "every field of jobs": f"{{ jobs(first: 100) {{ __typename totalCount {PAGE} edges {{ "
    f"__typename cursor node {{ {JOB} song {{ {SONG} }} }} }} nodes {{ {JOB} }} }} }}",
    "every field of one song": f'{{ song(id: "{A_SONG}") {{ {SONG} }} }}',
    "every field of one sketch": f'{{ sketch(id: "{sketch_id(0)}") {{ {SKETCH} }} }}',
    "every field of revisions": "{ sketches(first: 100, filter: {workflowIn: [DRAFT, USED, "
    f"ARCHIVED]}}) {{ nodes {{ id lyricRevisions {{ {REVISION} }} }} }} }}",
    "revisions below a song": f'{{ song(id: "{song_id(7)}") {{ sketch {{ lyricRevisions {{ '
    f"{REVISION} }} }} }} }}",
    "every field of one job": f'{{ job(id: "{job_id(4)}") {{ {JOB} song {{ {SONG} }} }} }}',
    "choices of jobs": f"{{ jobs(first: 100) {{ nodes {{ id choice {{ {CHOICE} }} }} }} }}",
    "every field of oneself": "{ me { __typename id email firstName lastName artistName createdAt "
    "lastLogin } }",
    "only the type": "{ __typename a: __typename }",
    "aliases": "{ b: songs(first: 2) { z: nodes { title id: title title2: title a: id } } "
    "a: songs(last: 1) { nodes { id } } c: me { __typename: email } }",
    "the same field with different arguments": "{ a: songs(first: 1) { totalCount } "
    "b: songs(filter: {status: FAILURE}) { totalCount } c: songs(offset: 40) { nodes { id } } }",
    "merged fields": "{ songs(first: 3) { nodes { id } } songs(first: 3) { nodes { title id } "
    "edges { cursor } edges { node { sketch { id } sketch { title } } cursor } } }",
    "root fields in an unusual order": "{ jobs(first: 1) { totalCount } __typename "
    "me { id } sketches(first: 1) { totalCount } t: __typename }",
    "named fragments": "{ songs { ...page } } fragment page on SongConnection { nodes { ...song } "
    "pageInfo { ...info } } fragment song on Song { id choices { ...choice } ...more } "
    "fragment more on Song { title job { ... { status } } } fragment info on PageInfo { "
    "endCursor } fragment choice on SongChoice { index }",
    "fragments on the interface": "{ songs { nodes { ...n ... on Node { __typename ... on Song { "
    "title ... on Node { x: id } } ... on Job { stage } } sketch { ...n } choices { ...n } } } } "
    "fragment n on Node { id ... on Sketch { workflow } ... on SongChoice { index } }",
    "fragments at the root": "{ ...a ... { me { id } } ... on Query @include(if: true) { "
    "s: songs { totalCount } } } fragment a on Query { __typename me { email } }",
    "directives with literals": "{ songs(first: 4) { nodes { id @include(if: true) "
    "title @skip(if: true) lyrics @include(if: false) prompt @skip(if: false) "
    "... @skip(if: true) { model } ...s @include(if: false) } } } "
    "fragment s on Song { status }",
    "everything skipped in nodes": "{ songs { nodes { id @skip(if: true) } edges { node { "
    "title @skip(if: true) } } pageInfo { endCursor @include(if: false) } } "
    "me { id @skip(if: true) } }",
    "everything skipped in edges": "{ songs { edges { cursor @skip(if: true) } } }",
    "everything skipped in a connection": "{ songs { totalCount @skip(if: true) } }",
    "everything skipped in relations": "{ songs { nodes { sketch { id @skip(if: true) } "
    "choices { id @skip(if: true) } job { id @skip(if: true) } } } }",
    "everything skipped in errors": "{ songs { nodes { error { code @skip(if: true) } } } }",
    "everything skipped at the root": "{ songs @skip(if: true) { totalCount } }",
    "an error beside itself": "{ songs { nodes { a: error { code } b: error { message params } } } "
    "jobs { nodes { error { c: code } } } }",
    "an alias of 63 characters": f"{{ songs {{ {LONGEST}: nodes {{ {LONGEST}: title }} }} }}",
    "an alias of 64 characters at the root": f"{{ a{LONGEST}: songs {{ totalCount }} }}",
    "aliases that are SQL": "{ songs { select: nodes { from: title where: id null: prompt "
    "user: status order: sketch { limit: id } o1: choices { o1: index SELECT: title } } o1: "
    "totalCount page2: pageInfo { o1: endCursor array: hasNextPage } h: edges { p: cursor } } }",
    "an alias like a row of the statement": "{ songs { nodes { r: title } } }",
    "a relation with an alias like a row": "{ songs { nodes { r: sketch { id } } } }",
    "a page with an alias like a row": "{ songs { r: totalCount } }",
    "the deepest": "{ songs(first: 100) { nodes { "
    + "job { song { " * 5
    + "choices { id } title job { id } "
    + "} } " * 5
    + "} } }",
    "foreign things": f'{{ a: song(id: "{song_id(BOBS)}") {{ id }} b: sketch(id: '
    f'"{sketch_id(BOBS)}") {{ id }} c: job(id: "{job_id(BOBS)}") {{ id }} }}',
    "unknown things": f'{{ a: song(id: "{song_id(999)}") {{ {SONG} }} '
    f'b: sketch(id: "{sketch_id(999)}") {{ id }} c: job(id: "{job_id(999)}") {{ id }} }}',
    "twenty root fields": "{ "
    + " ".join(f"a{n}: songs(first: 2, offset: {n}) {{ nodes {{ id title }} }}" for n in range(20))
    + " }",
    "no filter in every way": "{ a: songs(filter: null) { totalCount } b: songs(filter: {}) { "
    "totalCount } c: songs(filter: {status: null, sketchId: null}) { totalCount } "
    "d: jobs(filter: {kind: null}) { totalCount } e: sketches(filter: {workflow: null}) { "
    "totalCount } f: sketches(first: null, after: null, last: null, before: null, offset: null, "
    "filter: null, orderBy: null) { totalCount nodes { workflow } } }",
    **{
        f"songs that are {status}": f"{{ songs(filter: {{status: {status}}}) {{ totalCount "
        "nodes { id status } } }"
        for status in ("PENDING", "PROGRESS", "SUCCESS", "FAILURE", "CANCELLED")
    },
    **{
        f"sketches that are {workflow}": f"{{ sketches(filter: {{workflow: {workflow}}}) {{ "
        "totalCount nodes { id workflow } } }"
        for workflow in ("DRAFT", "USED", "ARCHIVED")
    },
    **{
        f"sketches in any of {workflows}": f"{{ sketches(filter: {{workflowIn: {workflows}}}) {{ "
        "totalCount nodes { id workflow } } }"
        for workflows in ("[DRAFT]", "[ARCHIVED, USED]", "[DRAFT, USED, ARCHIVED]", "null", "USED")
    },
    **{
        f"jobs that are {status} {kind}": f"{{ jobs(filter: {{kind: {kind}, status: {status}}}) "
        "{ totalCount nodes { id kind status } } }"
        for kind in ("SONG", "INSTRUMENTAL")
        for status in ("QUEUED", "RUNNING", "WAITING", "SUCCEEDED", "FAILED", "CANCELLED")
    },
    **{
        f"songs of a sketch, {direction}": f'{{ songs(filter: {{sketchId: "{sketch_id(4)}"}}, '
        f"orderBy: {{field: CREATED_AT, direction: {direction}}}) {{ totalCount {PAGE} nodes {{ "
        "id sketch { id } } } }"
        for direction in ("ASC", "DESC")
    },
    "songs of a sketch that nobody has": f'{{ songs(filter: {{sketchId: "{sketch_id(999)}"}}) '
    f"{{ totalCount {PAGE} edges {{ cursor }} nodes {{ id }} }} }}",
}

REFUSED: Final[dict[str, tuple[str, str]]] = {
    "node": (
        f'{{ node(id: "{A_SONG}") {{ id __typename ... on Song {{ {SONG} }} }} }}',
        "resolver Query.node",
    ),
    "nodes": (
        '{ nodes(ids: ["'
        + '", "'.join((A_SONG, song_id(BOBS), encode_id("Ghost", song_key(1)), sketch_id(1),
                       encode_id("SongChoice", choice_key(3, 0)), job_id(1)))
        + '"]) { __typename id ... on SongChoice { durationMs } } }',
        "resolver Query.nodes",
    ),
    "a resolver among columns": (
        "{ me { mediaTicket { ticket expiresAt } } songs { totalCount } }",
        "resolver User.mediaTicket",
    ),
    "introspection": (
        '{ songs { totalCount } __type(name: "Song") { name } __schema { queryType { name } } }',
        "resolver Query.__type",
    ),
    "an alias of 64 characters": (
        f"{{ songs {{ nodes {{ a{LONGEST}: title }} }} }}",
        "an alias of more than 63 characters",
    ),
}  # fmt: skip

REPLAYED: Final[dict[str, tuple[str, str]]] = {
    "first 0": ("{ songs(first: 0) { totalCount } }", "InvalidInput"),
    "first 101": ("{ songs(first: 101) { totalCount } }", "InvalidInput"),
    "last -1": ("{ songs(last: -1) { totalCount } }", "InvalidInput"),
    "first and last": ("{ jobs(first: 1, last: 1) { totalCount } }", "InvalidInput"),
    "offset -1": ("{ jobs(offset: -1) { totalCount } }", "InvalidInput"),
    "offset and last": ("{ jobs(offset: 1, last: 1) { totalCount } }", "InvalidInput"),
    "a list among others": (
        "{ me { id } sketches(first: 0) { totalCount } songs { totalCount } }", "InvalidInput"
    ),
    "several mistakes": (SEVERAL, "InvalidInput"),
    "several nulls": (
        '{ a: song(id: "x") { id } b: job(id: "") { id } me { id } }', "InvalidInput"
    ),
    "an id that is a number": ("{ me { id } song(id: 5) { id } }", "InvalidInput"),
    "a sketch as a song": (f'{{ song(id: "{sketch_id(1)}") {{ id }} }}', "InvalidInput"),
    "a song as the filter's sketch": (
        f'{{ songs(filter: {{sketchId: "{A_SONG}"}}) {{ totalCount }} }}', "InvalidInput"
    ),
}  # fmt: skip

INVALID: Final[dict[str, str]] = {
    "an unknown field": "{ songs { nodes { nope } } }",
    "an unknown argument": "{ songs(nope: 1) { totalCount } }",
    "an unknown fragment": "{ songs { ...nope } }",
    "an unused fragment": "{ me { id } } fragment unused on Song { id }",
    "a literal of a wrong type": '{ songs(first: "1") { totalCount } }',
    "an enum's value that there is not": "{ songs(filter: {status: NOPE}) { totalCount } }",
    "no selection": "{ songs }",
    "fields that cannot be merged": "{ songs { nodes { id: title id } } }",
    "no document": "nothing",
    "an unclosed brace": "{ songs { totalCount }",
    "too deep": '{ job(id: "x") { ' + "song { job { " * 9 + "id " + "} } " * 9 + "} }",
    "too dear": "{ songs(first: 100) { " + "nodes { choices { id } } " * 30 + "} }",
}  # fmt: skip


@pytest.mark.parametrize("name", COMPILING)
async def test_a_compiled_operation(name: str, both: Both) -> None:
    told = await both.tell(COMPILING[name])
    assert told.outcome == COMPILED
    assert "errors" not in told.body


@pytest.mark.parametrize("name", ["every field of songs", "every field of jobs"])
async def test_errors_in_german(name: str, both: Both) -> None:
    told = await both.tell(COMPILING[name], headers={"Accept-Language": "de-AT, en;q=0.5"})
    assert told.outcome == COMPILED
    assert "Der Musikanbieter hat aufgegeben" in told.text


@pytest.mark.parametrize("name", REFUSED)
async def test_a_refused_operation(name: str, both: Both) -> None:
    query, why = REFUSED[name]
    assert (await both.tell(query)).outcome == f"refused: {why}"


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", REPLAYED)
async def test_an_operation_that_fails(name: str, language: str, both: Both) -> None:
    query, error = REPLAYED[name]
    told = await both.tell(query, headers={"Accept-Language": language})
    assert told.outcome == f"replayed: {error}"
    assert told.body["errors"]


@pytest.mark.parametrize("name", INVALID)
async def test_an_invalid_operation(name: str, both: Both) -> None:
    told = await both.tell(INVALID[name])
    assert told.outcome == UNREAD
    assert "data" not in told.body
