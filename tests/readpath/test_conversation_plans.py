"""Which indexes conversations and their messages are read by, among many of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

import pytest

from app.schema.ids import encode_id
from tests.readpath.plans import ADA, BOB, Crowd, crowd
from tests.servers import Addresses

MANY: Final = """
    INSERT INTO conversations (
        id, user_id, title, model, provider, context_window, token_count, usage_percent,
        usage_level, message_count, archived_count, last_position, archived, version, created_at,
        updated_at)
    SELECT ('a' || lpad(to_hex(n), 31, '0'))::uuid, pg_temp.owner(n),
           CASE WHEN n % 1000 = 7 THEN 'a Rare_100% needle' ELSE 'talk' END, 'llama3.2:3b',
           CASE WHEN n % 200 = 9 THEN 'external' ELSE 'internal' END, 8192, 0, 0, 'fine', 0, 0, 0,
           n % 10 = 3, 1, now() - n * interval '1 second', now() - n * interval '1 second'
    FROM generate_series(1, 30000) n;
    INSERT INTO messages (
        id, user_id, conversation_id, role, content, status, position, is_summary, summary_id,
        created_at)
    SELECT gen_random_uuid(), pg_temp.owner(n), ('a' || lpad(to_hex(n), 31, '0'))::uuid,
           CASE place % 2 WHEN 0 THEN 'user' ELSE 'assistant' END,
           CASE WHEN n % 1000 = 8 AND place = 1 THEN 'a Seldom_50% thread' ELSE 'hello again' END,
           'complete', place, false, CASE WHEN place = 0 THEN gen_random_uuid() END,
           now() - n * interval '1 second'
    FROM generate_series(1, 30000) n, generate_series(0, 3) place;
    INSERT INTO messages (
        id, user_id, conversation_id, role, content, status, position, is_summary, created_at)
    SELECT gen_random_uuid(), pg_temp.owner(30000), ('a' || lpad(to_hex(30000), 31, '0'))::uuid,
           'user', 'one of many', CASE place WHEN 20000 THEN 'streaming' ELSE 'complete' END, place,
           false, now()
    FROM generate_series(4, 20000) place;
"""
BIG: Final = encode_id("Conversation", UUID("a".ljust(28, "0") + "7530"))
"""Ada's conversation of 20,001 messages."""
OWN: Final = 20_000
"""Conversations of Ada's, one in 200 with a model that runs elsewhere."""


@pytest.fixture(scope="module")
async def many(addresses: Addresses, worker_number: int) -> AsyncIterator[Crowd]:
    async with crowd(addresses.postgres, f"studio_talks_{worker_number}", MANY) as crowded:
        yield crowded


@pytest.mark.parametrize("owner", [ADA, BOB])
@pytest.mark.parametrize(
    ("query", "indexes", "most"),
    [
        ("conversations(first: 20)", {"ix_conversations_archived"}, 50),
        ("conversations(last: 20)", {"ix_conversations_archived"}, 50),
        ("conversations(first: 20, filter: {state: ARCHIVED})", {"ix_conversations_archived"}, 50),
        ("conversations(first: 20, filter: {state: ALL})", {"ix_conversations_newest"}, 50),
        (
            "conversations(first: 20, filter: {provider: INTERNAL})",
            {"ix_conversations_archived"},
            50,
        ),
        (
            'conversations(first: 20, filter: {search: "needle"})',
            {"ix_conversations_search", "ix_messages_search"},
            200,
        ),
        (
            'conversations(first: 20, filter: {search: "DOM_50% THR"})',
            {"ix_conversations_search", "ix_messages_search"},
            200,
        ),
    ],
)
async def test_a_page_reads_little_more_than_itself(
    query: str, indexes: set[str], most: int, owner: UUID, many: Crowd
) -> None:
    document = f"{{ {query} {{ nodes {{ id title }} }} }}"
    compiled, ordinary = await many.compiled(owner, document), await many.ordinary(owner, document)
    assert compiled.data == ordinary.data
    if owner == ADA:
        assert len(compiled.data["conversations"]["nodes"]) > 15
    for plan in (compiled.plans[0], compiled.plans[-1], ordinary.plans[-1]):
        assert plan.indexes >= indexes
        assert plan.most_rows < (most if many.plans_well or most < 200 else OWN)
        assert plan.scanned == set()


async def test_a_provider_that_is_seldom_used_is_found_among_ones_own(many: Crowd) -> None:
    document = "{ conversations(first: 20, filter: {provider: EXTERNAL}) { nodes { id } } }"
    compiled, ordinary = await many.compiled(ADA, document), await many.ordinary(ADA, document)
    assert compiled.data == ordinary.data
    assert len(compiled.data["conversations"]["nodes"]) == 20
    for plan in (compiled.plans[0], compiled.plans[-1], ordinary.plans[-1]):
        assert plan.most_rows < OWN
        assert plan.scanned == set()


@pytest.mark.parametrize(
    "page", ["first: 50", "last: 50", "last: 50, before: $cursor", "first: 50, after: $cursor"]
)
async def test_messages_of_one_conversation_are_read_by_their_places(
    page: str, many: Crowd
) -> None:
    whole = f"""{{ conversation(id: "{BIG}") {{
        messages(offset: 9000, first: 1) {{ edges {{ cursor }} }} }} }}"""
    [edge] = (await many.compiled(ADA, whole)).data["conversation"]["messages"]["edges"]
    page = page.replace("$cursor", f'"{edge["cursor"]}"')
    document = f"""{{ conversation(id: "{BIG}") {{
        title messages({page}) {{ nodes {{ position content }} pageInfo {{ endCursor }} }} }} }}"""
    compiled, ordinary = await many.compiled(ADA, document), await many.ordinary(ADA, document)
    assert compiled.data == ordinary.data
    nodes = compiled.data["conversation"]["messages"]["nodes"]
    assert [each["position"] for each in nodes] == sorted(each["position"] for each in nodes)
    assert len(nodes) == 50
    for plan in (compiled.plans[0], compiled.plans[-1], ordinary.plans[-1]):
        assert "ix_messages_order" in plan.indexes
        assert plan.most_rows < 100
        assert plan.scanned == set()


async def test_the_reply_that_is_being_written_is_found_at_once(many: Crowd) -> None:
    below = "runningReply { id position }"
    one = f'{{ conversation(id: "{BIG}") {{ {below} }} }}'
    several = f"{{ conversations(first: 20, filter: {{state: ALL}}) {{ nodes {{ {below} }} }} }}"
    for document in (one, several):
        compiled = await many.compiled(ADA, document)
        ordinary = await many.ordinary(ADA, document)
        assert compiled.data == ordinary.data
        for plan in (compiled.plans[0], compiled.plans[-1], ordinary.plans[-1]):
            assert "ux_messages_streaming" in plan.indexes
            assert plan.most_rows < 100
            assert plan.scanned == set()
