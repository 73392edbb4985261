"""Conversations and what was said in them, on both paths."""

from __future__ import annotations

from typing import Any, Final

import pytest

from app.rows.conversations import ConversationRow, MessageRow
from tests.readpath.both import COMPILED, Both, both
from tests.readpath.talks import (
    BUSY,
    CONVERSATIONS,
    LONG,
    LONGEST,
    conversation_id,
    conversation_key,
    message_id,
)
from tests.readpath.values import BOBS

__all__ = ["both"]

TALK: Final = """
  __typename id title provider model systemContext contextWindow tokenCount usagePercent usageLevel
  messageCount archivedCount archived version createdAt updatedAt
"""
SAID: Final = """
  __typename id role content status position tokenCount promptTokens completionTokens isSummary
  archivedAt model durationMs clientMessageId createdAt finishedAt
  error { code message path params } replyTo { id content } summary { id isSummary }
  conversation { id title } job { id kind status error { code message } message { id } }
"""
PAGE: Final = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
LIST: Final = f"""
  query ($filter: ConversationFilter, $order: ConversationOrder, $first: Int = 100) {{
    conversations(first: $first, filter: $filter, orderBy: $order) {{
      {PAGE} nodes {{ {TALK} runningReply {{ {SAID} }} messages(first: 3) {{ {PAGE}
      nodes {{ {SAID} }} }} }} }} }}
"""
WHOLE: Final = f"""
  query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $offset: Int) {{
    conversation(id: $id) {{ {TALK} runningReply {{ id status }}
      messages(first: $first, after: $after, last: $last, before: $before, offset: $offset) {{
        {PAGE} edges {{ cursor node {{ {SAID} }} }} }} }} }}
"""


async def ask(both: Both, query: str, who: str = "ada", **variables: Any) -> Any:
    told = await both.tell(query, variables=variables, who=who)
    assert told.outcome == COMPILED
    assert "errors" not in told.body
    return next(iter(told.body["data"].values()))


async def found(both: Both, **wanted: Any) -> list[dict[str, Any]]:
    page = await ask(both, LIST, filter=wanted)
    assert page["totalCount"] == len(page["nodes"])
    return list(page["nodes"])


async def test_every_field_of_a_list_is_compiled(both: Both) -> None:
    rows = await found(both, state="ALL")
    assert len(rows) == CONVERSATIONS
    assert {each["usageLevel"] for each in rows} == {"FINE", "NOTICE", "COMPRESS", "WARNING"}
    running = {each["id"] for each in rows if each["runningReply"]}
    assert running == {conversation_id(n) for n in range(BUSY, CONVERSATIONS, BUSY) if n % 6}


async def test_numbers_that_only_python_writes_are_left_to_the_resolvers(both: Both) -> None:
    told = await both.tell("{ conversations { nodes { usagePercent } } }", who="bob")
    assert told.outcome.startswith("replayed")


@pytest.mark.parametrize("page", [{}, {"first": 50}, {"last": 50}, {"offset": 7}, {"last": 1}])
async def test_every_field_of_one_with_its_messages_is_compiled(
    page: dict[str, Any], both: Both
) -> None:
    talk = await ask(both, WHOLE, id=conversation_id(LONG), **page)
    active = LONGEST - LONGEST // 3 + 1
    assert talk["messages"]["totalCount"] == active
    positions = [each["node"]["position"] for each in talk["messages"]["edges"]]
    assert positions == sorted(positions)
    assert not any(each["node"]["archivedAt"] for each in talk["messages"]["edges"])


async def test_messages_from_one_end_to_the_other_both_ways(both: Both) -> None:
    whole = (await ask(both, WHOLE, id=conversation_id(LONG), first=100))["messages"]["edges"]
    forwards: list[Any] = []
    backwards: list[Any] = []
    after = before = None
    for _ in range(0, len(whole), 9):
        there = (await ask(both, WHOLE, id=conversation_id(LONG), first=9, after=after))["messages"]
        forwards += there["edges"]
        after = there["pageInfo"]["endCursor"]
        back = (await ask(both, WHOLE, id=conversation_id(LONG), last=9, before=before))["messages"]
        backwards = back["edges"] + backwards
        before = back["pageInfo"]["startCursor"]
    assert forwards == backwards == whole


async def test_what_a_message_points_at_is_never_somebody_elses(both: Both) -> None:
    rows = await found(both, state="ALL")
    messages = [said for each in rows for said in each["messages"]["nodes"]]
    strangers = {message_id(BOBS + 1, n) for n in (0, 1)}
    pointed = [each[name] for each in messages for name in ("replyTo", "summary")]
    assert any(pointed)
    assert not strangers & {each["id"] for each in pointed if each}
    jobs = [each["job"] for each in messages if each["job"]]
    assert {each["kind"] for each in jobs} == {"CHAT"}


async def test_errors_of_replies_in_german(both: Both) -> None:
    told = await both.tell(
        LIST, variables={"filter": {"state": "ALL"}}, headers={"Accept-Language": "de"}
    )
    assert told.outcome == COMPILED
    assert "Guthaben" in told.text or "aufgegeben" in told.text


@pytest.mark.parametrize(
    ("state", "archived"),
    [(None, {False}), ("ACTIVE", {False}), ("ARCHIVED", {True}), ("ALL", {False, True})],
)
@pytest.mark.parametrize("provider", [None, "INTERNAL", "EXTERNAL"])
async def test_filters(
    state: str | None, provider: str | None, archived: set[bool], both: Both
) -> None:
    rows = await found(both, state=state, provider=provider)
    assert {each["archived"] for each in rows} == archived
    if provider:
        assert {each["provider"] for each in rows} == {provider}


@pytest.mark.parametrize("field", ["UPDATED_AT", "CREATED_AT", "TITLE"])
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
async def test_orders(field: str, direction: str, both: Both) -> None:
    order = {"field": field, "direction": direction}
    page = await ask(both, LIST, order=order, filter={"state": "ALL"})
    other = {**order, "direction": "ASC" if direction == "DESC" else "DESC"}
    back = await ask(both, LIST, order=other, filter={"state": "ALL"})
    assert page["nodes"] == back["nodes"][::-1]


@pytest.mark.parametrize(
    "term",
    ["plain", "LAIN", "la", "ümläute", "ẞ É", "漢字", "😀", "%", "_", "\\n", "'", "x" * 100, "null",
     "la la la", "a la", "nothing like it", "p_ain"],
)  # fmt: skip
async def test_search_finds_titles_and_everything_that_was_ever_said(term: str, both: Both) -> None:
    def has_it(text: str) -> bool:
        return term.lower() in text.lower()

    titles = await ConversationRow.filter(user_id=both.people["ada"].id)
    contents = await MessageRow.filter(user_id=both.people["ada"].id)
    wanted = {each.id for each in titles if has_it(each.title)}
    wanted |= {each.conversation_id for each in contents if has_it(each.content)}
    rows = await found(both, state="ALL", search=term)
    known = {conversation_id(n): conversation_key(n) for n in range(CONVERSATIONS)}
    assert {known[each["id"]] for each in rows} == wanted
