from __future__ import annotations

import json
from typing import Any

import pytest

from app.bootstrap import Studio
from tests.api.conversations import CREATE, UPDATE, create, read, said, send
from tests.studio import Person, working

LIST = """
query ($filter: ConversationFilter, $order: ConversationOrder, $first: Int, $after: String) {
  conversations(filter: $filter, orderBy: $order, first: $first, after: $after) {
    totalCount nodes { title } pageInfo { hasNextPage endCursor }
  }
}
"""
DELETE = """
mutation ($id: ID!) {
  deleteConversation(input: {id: $id}) { deletedId userErrors { code message } }
}
"""
COMPRESS = """
mutation ($id: ID!, $keep: Int!) {
  compressConversation(input: {id: $id, keepRecent: $keep}) {
    archivedCount summarisedByModel conversation { messageCount archivedCount tokenCount }
    userErrors { code message path }
  }
}
"""
RESTORE = """
mutation ($id: ID!, $all: Boolean!) {
  restoreConversation(input: {id: $id, all: $all}) {
    restoredCount conversation { messageCount archivedCount } userErrors { code message }
  }
}
"""
PREVIEW = """
query ($id: ID!, $keep: Int!) {
  conversation(id: $id) {
    compressionPreview(keepRecent: $keep) { messages tokensBefore tokensAfter tokensSaved }
  }
}
"""
EXPORT = """
query ($id: ID!, $format: ExportFormat!) {
  exportConversation(id: $id, format: $format) {
    format filename contentType content messageCount
  }
}
"""


async def update(person: Person, **changes: object) -> dict[str, Any]:
    return dict((await person.get(UPDATE, input=changes))["updateConversation"])


async def titles(person: Person, **variables: object) -> list[str]:
    answer = await person.get(LIST, **variables)
    return [each["title"] for each in answer["conversations"]["nodes"]]


async def test_a_conversation_begins_with_the_window_of_its_model(ada: Person) -> None:
    made = await create(ada, systemContext="  Be brief. ")
    assert (made["provider"], made["model"]) == ("INTERNAL", "llama3.2:3b")
    assert made["contextWindow"] == 8192  # the model's 131,072 are more than OLLAMA_MAX_NUM_CTX
    assert made["systemContext"] == "Be brief."
    assert (made["messageCount"], made["tokenCount"], made["usageLevel"]) == (1, 0, "FINE")
    [context] = (await read(ada, made["id"]))["messages"]["nodes"]
    assert (context["role"], context["content"], context["tokenCount"]) == (
        "SYSTEM",
        "Be brief.",
        2,
    )

    external = await create(ada, provider="EXTERNAL", model="gpt-4o-2024-08-06")
    assert external["contextWindow"] == 128_000
    assert (await create(ada, provider="EXTERNAL"))["model"] == "gpt-5-mini"


async def test_mistakes_are_told_in_the_readers_language(ada: Person) -> None:
    ada.headers["Accept-Language"] = "de"
    answer = await ada.get(CREATE, input={"title": " ", "model": "x" * 101})
    errors = answer["createConversation"]["userErrors"]
    assert [each["path"] for each in errors] == [["input", "title"], ["input", "model"]]
    assert {each["code"] for each in errors} == {"VALIDATION"}
    assert answer["createConversation"]["conversation"] is None


async def test_a_key_makes_one_conversation(ada: Person, bob: Person) -> None:
    wish = {"title": "A", "systemContext": "Be brief.", "idempotencyKey": "k"}
    first, second = await create(ada, **wish), await create(ada, **wish)
    assert first["id"] == second["id"]
    assert (await create(bob, **wish))["id"] != first["id"]
    answer = await ada.get(CREATE, input={**wish, "title": "B"})
    [error] = answer["createConversation"]["userErrors"]
    assert error["code"] == "CONFLICT"
    assert await titles(ada) == ["A"]


async def test_changes_need_the_newest_version_and_bring_another_window(ada: Person) -> None:
    made = await create(ada)
    changed = await update(ada, id=made["id"], expectedVersion=1, title="B", model="llama2")
    assert changed["conversation"]["title"] == "B"
    assert changed["conversation"]["contextWindow"] == 4096
    assert changed["conversation"]["version"] == 2

    stale = await update(ada, id=made["id"], expectedVersion=1, title="C")
    assert stale["userErrors"][0]["code"] == "CONFLICT"
    assert stale["conversation"]["title"] == "B"
    nothing = await update(ada, id=made["id"])
    assert nothing["userErrors"][0]["code"] == "VALIDATION"
    provider = await update(ada, id=made["id"], provider="EXTERNAL")
    assert provider["userErrors"][0]["path"] == ["input", "model"]


async def test_another_context_takes_the_place_of_its_message(ada: Person) -> None:
    made = await create(ada, systemContext="Be brief.")
    await update(ada, id=made["id"], systemContext="Be long.")
    found = await read(ada, made["id"])
    assert [each["content"] for each in found["messages"]["nodes"]] == ["Be long."]
    assert found["messageCount"] == 1
    await update(ada, id=made["id"], systemContext=None)
    found = await read(ada, made["id"])
    assert (found["messages"]["nodes"], found["systemContext"]) == ([], None)
    await update(ada, id=made["id"], systemContext="Back.")
    assert (await read(ada, made["id"]))["messageCount"] == 1


@pytest.mark.usefixtures("worker")
async def test_the_list_knows_states_providers_words_and_orders(
    ada: Person, bob: Person, studio_url: str
) -> None:
    harbour = await create(ada, title="Harbour")
    await create(ada, title="Alps", provider="EXTERNAL")
    await create(bob, title="Bob's")
    archived = await create(ada, title="Old")
    await update(ada, id=archived["id"], archived=True)
    await said(studio_url, ada, harbour["id"], "Tell me about lighthouses")

    assert await titles(ada) == ["Harbour", "Alps"]
    assert await titles(ada, filter={"state": "ARCHIVED"}) == ["Old"]
    assert await titles(ada, filter={"state": "ALL"}) == ["Harbour", "Old", "Alps"]
    assert await titles(ada, filter={"provider": "EXTERNAL"}) == ["Alps"]
    assert await titles(ada, filter={"search": "hARB"}) == ["Harbour"]
    assert await titles(ada, filter={"search": "LIGHTHOUSES"}) == ["Harbour"]
    assert await titles(ada, filter={"search": "lps"}) == ["Alps"]
    assert await titles(ada, filter={"search": "zq"}) == []
    assert await titles(ada, filter={"search": "%"}) == []
    order = {"field": "TITLE", "direction": "ASC"}
    assert await titles(ada, order=order) == ["Alps", "Harbour"]
    assert await titles(bob, filter={"search": "lighthouses"}) == []


async def test_the_list_pages_both_ways(ada: Person) -> None:
    for n in range(5):
        await create(ada, title=f"{n}")
    page = (await ada.get(LIST, first=2))["conversations"]
    assert [each["title"] for each in page["nodes"]] == ["4", "3"]
    assert page["totalCount"] == 5
    rest = await ada.get(LIST, first=10, after=page["pageInfo"]["endCursor"])
    assert [each["title"] for each in rest["conversations"]["nodes"]] == ["2", "1", "0"]


@pytest.mark.usefixtures("worker")
async def test_deleting_takes_everything_along(ada: Person, studio_url: str) -> None:
    made = await create(ada)
    reply = await said(studio_url, ada, made["id"], "Hello")
    gone = (await ada.get(DELETE, id=made["id"]))["deleteConversation"]
    assert gone["deletedId"] == made["id"]
    assert (await ada.get("query ($id: ID!) { node(id: $id) { id } }", id=reply["id"]))[
        "node"
    ] is None
    again = (await ada.get(DELETE, id=made["id"]))["deleteConversation"]
    assert again["userErrors"][0]["code"] == "NOT_FOUND"


@pytest.mark.usefixtures("worker")
async def test_compressing_and_restoring_leaves_the_export_as_it_was(
    ada: Person, studio_url: str
) -> None:
    made = await create(ada, systemContext="Be brief.")
    for n in range(3):
        await said(studio_url, ada, made["id"], f"Question {n}")

    async def export(kind: str) -> dict[str, Any]:
        return dict((await ada.get(EXPORT, id=made["id"], format=kind))["exportConversation"])

    whole, before = await export("JSON"), await read(ada, made["id"])
    preview = (await ada.get(PREVIEW, id=made["id"], keep=2))["conversation"]["compressionPreview"]
    done = (await ada.get(COMPRESS, id=made["id"], keep=2))["compressConversation"]
    assert done["userErrors"] == []
    assert done["archivedCount"] == preview["messages"] == 4
    assert preview["tokensSaved"] == preview["tokensBefore"] - preview["tokensAfter"]
    assert done["summarisedByModel"] is True
    assert done["conversation"]["archivedCount"] == 4

    small = await read(ada, made["id"])
    assert [each["isSummary"] for each in small["messages"]["nodes"]] == [False, True, False, False]
    assert small["messages"]["nodes"][1]["content"].startswith("[Summary: 4 msgs archived]\n")
    assert await export("JSON") == whole
    back = (await ada.get(RESTORE, id=made["id"], all=False))["restoreConversation"]
    assert (back["restoredCount"], back["conversation"]["archivedCount"]) == (4, 0)
    after = await read(ada, made["id"])
    assert after["messages"] == before["messages"]
    assert await export("JSON") == whole
    nothing = (await ada.get(RESTORE, id=made["id"], all=True))["restoreConversation"]
    assert (nothing["restoredCount"], nothing["userErrors"]) == (0, [])

    assert [each["content"] for each in json.loads(whole["content"])["messages"]] == [
        each["content"] for each in before["messages"]["nodes"]
    ]
    markdown = await export("MARKDOWN")
    assert markdown["filename"] == "Harbour-songs.md"
    assert markdown["content"].startswith("# Harbour songs\n\n## System")
    assert markdown["messageCount"] == 7
    assert "\n## You, " in markdown["content"]
    ada.headers["Accept-Language"] = "de"
    assert "\n## Du, " in (await export("MARKDOWN"))["content"]


async def test_the_kept_messages_have_bounds(ada: Person) -> None:
    made = await create(ada)
    for keep, fine in ((0, False), (1, True), (20, True), (21, False)):
        done = (await ada.get(COMPRESS, id=made["id"], keep=keep))["compressConversation"]
        assert (done["userErrors"] == []) is fine
        answer = await ada.ask(PREVIEW, id=made["id"], keep=keep)
        assert ("errors" not in answer) is fine


async def test_a_summary_without_its_model_is_an_excerpt(
    ada: Person, studio: Studio, studio_url: str
) -> None:
    made = await create(ada)
    async with working(studio):
        await said(studio_url, ada, made["id"], "Hello")
        await said(studio_url, ada, made["id"], "Say 0003 something")
    done = (await ada.get(COMPRESS, id=made["id"], keep=1))["compressConversation"]
    assert done["userErrors"] == []
    assert done["archivedCount"] == 3


async def test_what_is_somebody_elses_is_not_there(ada: Person, bob: Person) -> None:
    made = await create(ada)
    for answer in (
        (await update(bob, id=made["id"], title="Mine")),
        (await bob.get(DELETE, id=made["id"]))["deleteConversation"],
        (await bob.get(COMPRESS, id=made["id"], keep=2))["compressConversation"],
        (await bob.get(RESTORE, id=made["id"], all=True))["restoreConversation"],
        (await send(bob, made["id"], "Hello")),
    ):
        assert [each["code"] for each in answer["userErrors"]] == ["NOT_FOUND"]
    exported = await bob.get(EXPORT, id=made["id"], format="JSON")
    assert exported["exportConversation"] is None
    assert (await bob.get("query ($id: ID!) { conversation(id: $id) { id } }", id=made["id"])) == {
        "conversation": None
    }
