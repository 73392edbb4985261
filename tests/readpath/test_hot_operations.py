"""The operations that clients ask most are compiled, and cost one statement."""

from __future__ import annotations

from typing import Any

import pytest

from app.bootstrap import Studio
from app.readpath.run import ReadPath
from tests.api.conversations import create, said
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
    "conversation": """
        query ($talk: ID!) { conversation(id: $talk) {
          id title provider model usagePercent usageLevel version runningReply { id status }
          messages(last: 50) { totalCount pageInfo { hasPreviousPage startCursor } nodes {
            id role content status position isSummary createdAt replyTo { id }
            error { code message } job { id status } } } } }
    """,
    "earlier messages": """
        query ($talk: ID!, $cursor: String) { conversation(id: $talk) {
          messages(last: 50, before: $cursor) { edges { cursor node { id content } } } } }
    """,
    "conversations": """
        { conversations(first: 20) { totalCount pageInfo { endCursor } nodes {
            id title model usageLevel updatedAt runningReply { id } messages(last: 1) {
              nodes { role content } } } } }
    """,
    "conversations with something in them": """
        query ($term: String) { conversations(first: 20, filter: {search: $term, state: ALL},
                                              orderBy: {field: UPDATED_AT, direction: DESC}) {
          totalCount nodes { id title updatedAt } } }
    """,
    "me": "{ me { id email firstName artistName lastLogin } }",
}


@pytest.fixture
async def ids(ada: Person, worker: None, studio_url: str) -> dict[str, Any]:
    made = 'mutation { createSketch(input: {prompt: "folk"}) { sketch { id } } }'
    sketch = (await ada.get(made))["createSketch"]["sketch"]["id"]
    started = await generate(ada, sketchId=sketch)
    await finished(ada, started["song"]["id"])
    talk = (await create(ada, systemContext="Be brief."))["id"]
    await said(studio_url, ada, talk, "Tell me about lighthouses")
    cursors = "query ($id: ID!) { conversation(id: $id) { messages { edges { cursor } } } }"
    found = await ada.get(cursors, id=talk)
    return {
        "id": started["song"]["id"],
        "job": started["job"]["id"],
        "sketch": sketch,
        "talk": talk,
        "term": "lighthouse",
        "cursor": found["conversation"]["messages"]["edges"][-1]["cursor"],
    }


@pytest.mark.parametrize("name", HOT)
async def test_a_hot_operation_is_compiled_to_one_statement(
    name: str, ada: Person, ids: dict[str, Any], studio: Studio, reads: ReadPath
) -> None:
    compiled, asked = reads.counts.compiled, studio.lanes.asked
    data = await ada.get(HOT[name], **ids)
    assert data
    assert reads.counts.compiled == compiled + 1, (reads.counts.refused, reads.counts.replayed)
    assert studio.lanes.asked == asked + 1, "it asks whose session it is, too"
