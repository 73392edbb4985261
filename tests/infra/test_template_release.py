"""Each migration brings everybody's templates in line with the release."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from app.domain.templates.seeds import SEEDS
from app.infra.database import credentials
from app.infra.migrations import upgrade
from tests.servers import TEMPLATE, Addresses, database, execute

PERSON = UUID(int=7)
TITLE = "SELECT * FROM prompt_templates WHERE category = 'titel' AND action = 'generate'"


@pytest.fixture
async def url(addresses: Addresses, worker_number: int) -> AsyncIterator[str]:
    """A migrated database of its own, with one person."""
    name = f"studio_release_{worker_number}"
    await execute(addresses.postgres, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await execute(addresses.postgres, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield database(addresses.postgres, name)
    await execute(addresses.postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def rows(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(**credentials(url))
    try:
        yield connection
    finally:
        await connection.close()


async def everything(rows: asyncpg.Connection) -> list[dict[str, object]]:
    found = await rows.fetch(
        "SELECT t.*, (SELECT json_agg(e ORDER BY e.version) FROM prompt_template_editions e "
        "WHERE e.template_id = t.id)::text AS editions FROM prompt_templates t ORDER BY id"
    )
    return [dict(row) for row in found]


async def test_a_fresh_database_has_every_template_with_its_first_edition(
    rows: asyncpg.Connection,
) -> None:
    found = await everything(rows)
    assert {(row["category"], row["action"]) for row in found} == {seed.key for seed in SEEDS}
    assert len(found) == len(SEEDS)
    for row in found:
        assert (row["user_id"], row["edition"], row["version"]) == (None, "1.0", 1)
    kept = await rows.fetch("SELECT version, changed_by FROM prompt_template_editions")
    assert [tuple(row) for row in kept] == [(1, None)] * len(SEEDS)


async def test_migrating_again_changes_nothing(url: str, rows: asyncpg.Connection) -> None:
    before = await everything(rows)
    await upgrade(url)
    assert await everything(rows) == before


async def test_what_is_missing_comes_and_what_differs_becomes_the_next_edition(
    url: str, rows: asyncpg.Connection
) -> None:
    await rows.execute("DELETE FROM prompt_templates WHERE category = 'music'")
    await rows.execute(
        "UPDATE prompt_templates SET pre_condition = 'old', temperature = 0.1, edition = '9.9', "
        "version = 4 WHERE category = 'titel' AND action = 'generate'"
    )
    [seed] = [each for each in SEEDS if each.key == ("titel", "generate")]

    await upgrade(url)

    row = await rows.fetchrow(TITLE)
    assert row is not None
    assert (row["pre_condition"], row["temperature"]) == (
        seed.content.pre_condition,
        seed.content.temperature,
    )
    assert (row["edition"], row["version"]) == ("10.0", 5)
    assert row["updated_at"] is not None
    [newest, _] = await rows.fetch(
        "SELECT edition, version, changed_by, snapshot ->> 'pre_condition' AS said "
        "FROM prompt_template_editions WHERE template_id = $1 ORDER BY version DESC",
        row["id"],
    )
    assert tuple(newest) == ("10.0", 5, None, seed.content.pre_condition)
    assert len(await everything(rows)) == len(SEEDS)
    changed = await rows.fetchval("SELECT count(*) FROM prompt_templates WHERE version > 1")
    assert changed == 1


async def test_the_templates_of_people_and_operators_stay(
    url: str, rows: asyncpg.Connection
) -> None:
    await rows.execute(
        "INSERT INTO users (id, email, password_hash, is_active, is_verified, created_at) "
        "VALUES ($1, 'a@example.com', 'x', true, true, now())",
        PERSON,
    )
    for person, action in ((PERSON, "generate"), (PERSON, "mine"), (None, "operators")):
        await rows.execute(
            "INSERT INTO prompt_templates (id, user_id, category, action, pre_condition, "
            "post_condition, edition, active, version, created_at) "
            "VALUES (gen_random_uuid(), $1, 'titel', $2, 'own', '', '1.1', true, 1, now())",
            person,
            action,
        )
    await rows.execute(
        "DELETE FROM prompt_templates WHERE category = 'titel' AND pre_condition <> 'own'"
    )
    before = [row for row in await everything(rows) if row["pre_condition"] == "own"]

    await upgrade(url)

    after = await everything(rows)
    assert [row for row in after if row["pre_condition"] == "own"] == before
    assert len(before) == 3
    assert len(after) == len(SEEDS) + 3


async def test_processes_that_migrate_at_once_do_it_once(
    url: str, rows: asyncpg.Connection
) -> None:
    await rows.execute("DELETE FROM prompt_templates WHERE category = 'lyrics'")
    await rows.execute(
        "UPDATE prompt_templates SET description = NULL "
        "WHERE category = 'titel' AND action = 'generate'"
    )

    await asyncio.gather(*(upgrade(url) for _ in range(4)))

    assert len(await everything(rows)) == len(SEEDS)
    row = await rows.fetchrow(TITLE)
    assert row is not None
    assert (row["edition"], row["version"]) == ("1.1", 2)
