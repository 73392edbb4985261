"""What lists read where somebody owns much more than all others do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

import pytest

from app.schema.ids import encode_id
from tests.readpath.plans import ADA, BOB, Crowd, crowd
from tests.servers import Addresses

ROWS: Final = """
    INSERT INTO song_sketches (id, user_id, prompt, workflow, version, created_at)
    SELECT ('a' || lpad(to_hex(n), 31, '0'))::uuid, pg_temp.owner(n), '', 'draft', 1,
           now() - n * interval '1 second'
    FROM generate_series(1, 30000) n;
    INSERT INTO songs (id, user_id, sketch_id, lyrics, prompt, model, is_instrumental, status,
                       version, created_at)
    SELECT ('b' || lpad(to_hex(n), 31, '0'))::uuid, pg_temp.owner(n), CASE
             WHEN n > 25000 THEN ('a' || lpad(to_hex(30000), 31, '0'))::uuid
             WHEN n % 3 > 0 THEN ('a' || lpad(to_hex(n), 31, '0'))::uuid END,
           '', '', '', false, CASE n % 3 WHEN 0 THEN 'FAILURE' ELSE 'SUCCESS' END, 1,
           now() - n * interval '1 second'
    FROM generate_series(1, 30000) n;
    INSERT INTO lyric_revisions (id, sketch_id, lyrics, version, created_at)
    SELECT gen_random_uuid(), ('a' || lpad(to_hex(n), 31, '0'))::uuid, '', version, now()
    FROM generate_series(1, 30000) n, generate_series(1, 2) version;
    INSERT INTO song_choices (id, song_id, choice_index, created_at)
    SELECT gen_random_uuid(), ('b' || lpad(to_hex(n), 31, '0'))::uuid, index, now()
    FROM generate_series(1, 30000) n, generate_series(0, 1) index;
    INSERT INTO jobs (id, user_id, kind, status, stage, attempt, failures, request,
                      checkpoint, payload_hash, last_seq, created_at)
    SELECT ('c' || lpad(to_hex(n), 31, '0'))::uuid, pg_temp.owner(n), 'SONG',
           CASE n % 3 WHEN 0 THEN 'FAILED' ELSE 'SUCCEEDED' END, 'DONE', 1, 0, '{}', '{}', '', 1,
           now() - n * interval '1 second'
    FROM generate_series(1, 30000) n
"""
BIG: Final = encode_id("Sketch", UUID("a".ljust(28, "0") + "7530"))
"""Ada's sketch with 5,000 songs."""


@pytest.fixture(scope="module")
async def many(addresses: Addresses, worker_number: int) -> AsyncIterator[Crowd]:
    async with crowd(addresses.postgres, f"studio_lists_{worker_number}", ROWS) as crowded:
        yield crowded


@pytest.mark.parametrize("owner", [ADA, BOB])
@pytest.mark.parametrize(
    ("index", "query"),
    [
        ("ix_songs_newest", "songs(first: 20)"),
        ("ix_songs_status", "songs(first: 20, filter: {status: SUCCESS})"),
        ("ix_songs_status", "songs(last: 20, filter: {status: FAILURE})"),
        ("ix_songs_sketch", f'songs(first: 20, filter: {{sketchId: "{BIG}"}})'),
        ("ix_sketches_newest", "sketches(first: 20)"),
        ("ix_sketches_workflow", "sketches(first: 20, filter: {workflow: DRAFT})"),
        (
            "ix_sketches_newest",
            "sketches(first: 20, filter: {workflowIn: [DRAFT, USED, ARCHIVED]})",
        ),
        ("ix_jobs_newest", "jobs(first: 20)"),
        ("ix_jobs_newest", "jobs(first: 20, filter: {kind: SONG})"),
        ("ix_jobs_status", "jobs(first: 20, filter: {status: SUCCEEDED})"),
        ("ix_jobs_status", "jobs(first: 20, filter: {status: SUCCEEDED, kind: SONG})"),
    ],
)
async def test_a_page_reads_little_more_than_itself(
    query: str, index: str, owner: UUID, many: Crowd
) -> None:
    document = f"{{ {query} {{ nodes {{ id }} }} }}"
    compiled = await many.compiled(owner, document)
    ordinary = await many.ordinary(owner, document)
    assert compiled.data == ordinary.data
    if owner == ADA:
        assert len(next(iter(compiled.data.values()))["nodes"]) == 20
    for plan in (*compiled.plans[:: len(compiled.plans) - 1], ordinary.plans[-1]):
        assert plan.indexes == {index}
        assert plan.most_rows < 50
        assert plan.scanned == set()


async def test_pages_below_a_list_read_little_more_than_themselves(many: Crowd) -> None:
    query = """{ sketches(last: 20, orderBy: {field: CREATED_AT, direction: ASC}) {
                   nodes { id songs(first: 5) { nodes { id } } } } }"""
    below = f'{{ sketch(id: "{BIG}") {{ id songs(first: 5) {{ nodes {{ id }} }} }} }}'
    for document in (query, below):
        compiled, ordinary = await many.compiled(ADA, document), await many.ordinary(ADA, document)
        assert compiled.data == ordinary.data
        for plan in (compiled.plans[0], compiled.plans[-1], ordinary.plans[-1]):
            assert "ix_songs_sketch" in plan.indexes
            assert plan.most_rows < 200
            assert plan.scanned == set()


@pytest.mark.parametrize(
    ("query", "below", "values"),
    [
        ("sketches(first: 100)", "lyricRevisions { version }", [{"version": 2}, {"version": 1}]),
        ("songs(first: 100)", "choices { index }", [{"index": 0}, {"index": 1}]),
    ],
)
async def test_children_below_a_list_are_found_by_their_parents(
    query: str, below: str, values: list[object], many: Crowd
) -> None:
    document = f"{{ {query} {{ nodes {{ id {below} }} }} }}"
    compiled, ordinary = await many.compiled(ADA, document), await many.ordinary(ADA, document)
    assert compiled.data == ordinary.data
    [page] = compiled.data.values()
    [children] = {name for name in page["nodes"][0] if name != "id"}
    assert [node[children] for node in page["nodes"]] == [values] * 100
    for plan in (*compiled.plans, *ordinary.plans):
        assert plan.most_rows < 1000
        assert plan.scanned == set()
