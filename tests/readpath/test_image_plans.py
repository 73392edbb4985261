"""Which indexes lists of pictures use among many of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

import pytest

from tests.readpath.plans import ADA, BOB, Crowd, crowd
from tests.servers import Addresses

MANY: Final = """
    INSERT INTO generated_images (
        id, user_id, prompt, final_prompt, prompt_hash, title, tags, size, composition, key,
        content_type, width, height, byte_size, sha256, has_overlay, version, created_at)
    SELECT gen_random_uuid(), pg_temp.owner(n), 'a cat', 'a cat', '0123456789',
           CASE WHEN n % 1000 = 7 THEN 'a Rare_100% needle' ELSE 'cover' END, 'cat, night',
           '1024x1024', 'portrait', 'k', 'image/png', 1, 1, 1, '', false, 1,
           now() - n * interval '1 second'
    FROM generate_series(1, 40000) n
"""


@pytest.fixture(scope="module")
async def many(addresses: Addresses, worker_number: int) -> AsyncIterator[Crowd]:
    async with crowd(addresses.postgres, f"studio_images_{worker_number}", MANY) as crowded:
        yield crowded


@pytest.mark.parametrize("owner", [ADA, BOB])
@pytest.mark.parametrize(
    ("query", "index", "most"),
    [
        ("images(first: 20)", "ix_images_newest", 50),
        ("images(first: 20, filter: {hasOverlay: false})", "ix_images_newest", 50),
        ('images(first: 20, filter: {tags: ["NIGHT"]})', "ix_images_newest", 50),
        ('images(first: 20, filter: {search: "needle"})', "ix_images_search", 200),
    ],
)
async def test_a_page_reads_little_more_than_itself(
    query: str, index: str, most: int, owner: UUID, many: Crowd
) -> None:
    document = f"{{ {query} {{ nodes {{ id title }} }} }}"
    compiled, ordinary = await many.compiled(owner, document), await many.ordinary(owner, document)
    assert compiled.data == ordinary.data
    if owner == ADA:
        assert len(compiled.data["images"]["nodes"]) == 20
    for plan in (compiled.plans[0], compiled.plans[-1], ordinary.plans[-1]):
        assert index in plan.indexes
        assert plan.most_rows < most
        assert plan.scanned == set()
