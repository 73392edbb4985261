"""The operations that clients ask most are compiled, and cost one statement."""

from __future__ import annotations

from typing import Any

import pytest

from app.bootstrap import Studio
from app.readpath.run import ReadPath
from tests.api.songs import finished, generate
from tests.studio import Person

HOT = {
    "songs": """
        query ($first: Int) { songs(first: $first) {
          totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          edges { cursor node {
            id title lyrics prompt model instrumental status createdAt
            choices { id index title durationMs mp3Url flacUrl } sketch { id title } } } } }
    """,
    "songs with errors and jobs": """
        { songs(filter: {status: FAILURE}) { nodes {
          id error { code message path params } job { id status progress stage } } } }
    """,
    "song": "query ($id: ID!) { song(id: $id) { id title status createdAt } }",
    "sketches": """
        query ($after: String) { sketches(first: 5, after: $after, filter: {workflow: DRAFT},
                                          orderBy: {field: CREATED_AT, direction: ASC}) {
          nodes { id title prompt workflow version } pageInfo { endCursor } totalCount } }
    """,
    "sketch": "query ($sketch: ID!) { sketch(id: $sketch) { id title lyrics tags updatedAt } }",
    "jobs": "{ jobs(last: 3) { nodes { id kind status song { id title } } totalCount } }",
    "job": "query ($job: ID!) { job(id: $job) { stage progress attempt finishedAt } }",
    "me": "{ me { id email firstName artistName lastLogin } }",
}


@pytest.fixture
async def ids(ada: Person, worker: None) -> dict[str, Any]:
    made = 'mutation { createSketch(input: {prompt: "folk"}) { sketch { id } } }'
    sketch = (await ada.get(made))["createSketch"]["sketch"]["id"]
    started = await generate(ada, sketchId=sketch)
    await finished(ada, started["song"]["id"])
    return {"id": started["song"]["id"], "job": started["job"]["id"], "sketch": sketch}


@pytest.mark.parametrize("name", HOT)
async def test_a_hot_operation_is_compiled_to_one_statement(
    name: str, ada: Person, ids: dict[str, Any], studio: Studio, reads: ReadPath
) -> None:
    compiled, asked = reads.counts.compiled, studio.lanes.asked
    data = await ada.get(HOT[name], **ids)
    assert data
    assert reads.counts.compiled == compiled + 1, (reads.counts.refused, reads.counts.replayed)
    assert studio.lanes.asked == asked + 1, "it asks whose session it is, too"
