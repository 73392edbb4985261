"""The tree of `python -m app dev`, with real servers: how it starts, and that it always ends."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
import redis.asyncio

from app.infra.embedded.identity import Identity
from tests.infra.embedded.studio import ROOT, Studio

StudioFactory = Callable[..., Studio]


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """One directory for the module: a second start must find what the first one left."""
    parent = Path(tempfile.mkdtemp(prefix="studio-"))
    parent.chmod(0o711)
    yield parent / "data"
    shutil.rmtree(parent)


@pytest.fixture
def studio() -> Iterator[StudioFactory]:
    with contextlib.ExitStack() as stack:

        def make(data_dir: Path, **options: object) -> Studio:
            made = Studio(data_dir, **options)  # type: ignore[arg-type]
            stack.callback(made.close)
            return made

        yield make


async def visits(data_dir: Path) -> tuple[int, int]:
    """Count this visit in PostgreSQL and in Valkey."""
    connection = await asyncpg.connect(f"postgresql://postgres@/app?host={data_dir}/postgres")
    await connection.execute("create table if not exists visits (at timestamptz default now())")
    await connection.execute("insert into visits default values")
    rows = await connection.fetchval("select count(*) from visits")
    await connection.close()
    client = redis.asyncio.Redis.from_url(f"unix://{data_dir}/valkey/valkey.sock")
    counted = await client.incr("visits")
    await client.aclose()
    return rows, counted


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_everything_in_order(
    studio: StudioFactory, data_dir: Path, number: signal.Signals
) -> None:
    running = studio(data_dir)
    running.start()
    assert len(running.processes) > 10

    running.signal(number)

    assert running.status() == 0, running.output
    assert running.survivors(timeout=0) == []
    assert "Stopped." in running.output
    assert "database system is shut down" in (data_dir / "logs" / "postgres.log").read_text()


async def test_a_killed_supervisor_leaves_nobody_behind_and_no_data_is_lost(
    studio: StudioFactory, data_dir: Path
) -> None:
    first = studio(data_dir, variables={"STAND_IN_STUBBORN": "1"})
    first.start()
    rows, counted = await visits(data_dir)
    secret = (data_dir / "jwt_secret_key").read_text()
    login = json.loads((data_dir / "login.json").read_text())
    keys = (data_dir / "encryption_secret_keys").read_text()
    for private in ("jwt_secret_key", "encryption_secret_keys", "login.json"):
        assert (data_dir / private).stat().st_mode & 0o777 == 0o600

    first.signal(signal.SIGKILL)
    first.status()
    assert first.survivors() == []

    second = studio(data_dir)
    second.start()
    assert await visits(data_dir) == (rows + 1, counted + 1)
    assert (data_dir / "jwt_secret_key").read_text() == secret
    assert (data_dir / "encryption_secret_keys").read_text() == keys
    assert json.loads((data_dir / "login.json").read_text())["password"] == login["password"]


async def test_the_dead_are_started_again_and_a_second_instance_is_refused(
    studio: StudioFactory, data_dir: Path
) -> None:
    first = studio(data_dir)
    first.start()
    await visits(data_dir)

    second = studio(data_dir, terminal="second")
    second.begin()
    assert second.status() == 2
    assert f"in use by another instance (pid {first.running.pid})" in second.output

    for victim in [first.named("postgres"), first.named("web")]:
        victim.kill()
    first.wait_for("web was ended by SIGKILL; starting it again in 0.5 s")
    first.wait_for("postgres was ended by SIGKILL; starting it again in 0.5 s")
    deadline = time.monotonic() + 10
    while True:
        try:
            await visits(data_dir)
            break
        except (OSError, asyncpg.PostgresError):
            assert time.monotonic() < deadline, first.output
            await asyncio.sleep(0.1)


def test_a_second_ctrl_c_does_not_wait_for_a_stubborn_worker(
    studio: StudioFactory, data_dir: Path
) -> None:
    running = studio(data_dir, variables={"STAND_IN_STUBBORN": "1"})
    running.start()

    running.signal(signal.SIGINT)
    running.wait_for("Stopping")
    with pytest.raises(subprocess.TimeoutExpired):
        running.status(timeout=0.7)
    running.signal(signal.SIGINT)

    assert running.status(timeout=5) == 0
    assert running.survivors(timeout=0) == []


def test_an_interruption_in_the_middle_of_the_start_leaves_nothing_and_complains_of_nothing(
    studio: StudioFactory, tmp_path: Path
) -> None:
    running = studio(tmp_path / "data")
    running.begin()
    running.wait_for("Starting the studio")
    time.sleep(0.2)
    running.signal(signal.SIGINT)
    assert running.status() == 0
    assert running.survivors(timeout=0) == []
    assert "Traceback" not in running.output
    assert not [path.name for path in (tmp_path / "data").iterdir() if ".new-" in path.name]


def test_a_wrong_setting_is_told_in_one_line_each() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "dev"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORT": "x", "RATE_LIMIT": "0"},
        cwd=tempfile.gettempdir(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["PORT", "RATE_LIMIT"]


def test_failed_migrations_end_the_start_with_status_1(
    studio: StudioFactory, data_dir: Path
) -> None:
    running = studio(data_dir, variables={"STAND_IN_MIGRATION_STATUS": "3"})
    running.begin()
    assert running.status() == 1
    assert "because migrate ended with status 3" in running.output
    assert running.survivors(timeout=0) == []


def test_a_taken_port_gives_way_unless_it_was_asked_for(
    studio: StudioFactory, data_dir: Path
) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        running = studio(data_dir, variables={"PORT": str(port)})
        running.begin()
        assert running.status() == 2
    assert running.output.splitlines()[-1] == (
        f"cannot start: port {port} is taken; set PORT to another one"
    )


def test_a_long_path_with_spaces_gets_its_sockets_elsewhere_and_leaves_none(
    studio: StudioFactory, tmp_path: Path
) -> None:
    temporary = Path(tempfile.mkdtemp(prefix="s-"))
    temporary.chmod(0o711)
    data_dir = tmp_path / "a path with spaces" / ("x" * 200) / "data"
    data_dir.parent.mkdir(parents=True)
    try:
        killed = studio(data_dir, variables={"TMPDIR": str(temporary)})
        killed.start()
        assert len(list(temporary.glob("mac-ai-*"))) == 2
        killed.signal(signal.SIGKILL)
        assert killed.survivors() == []
        running = studio(data_dir, variables={"TMPDIR": str(temporary)})
        running.start()
        assert len(list(temporary.glob("mac-ai-*"))) == 2
        running.signal(signal.SIGTERM)
        assert running.status() == 0
        assert list(temporary.glob("mac-ai-*")) == []
    finally:
        shutil.rmtree(temporary)


def test_an_ordinary_user_needs_no_root(studio: StudioFactory) -> None:
    if os.geteuid() != 0:
        pytest.skip("not root: every other test has just shown it")
    nobody = pwd.getpwnam("nobody")
    python = _python_for(Identity(nobody.pw_uid, nobody.pw_gid))
    parent = Path(tempfile.mkdtemp(prefix="studio-"))
    os.chown(parent, nobody.pw_uid, nobody.pw_gid)
    try:
        running = studio(
            parent / "data",
            python=(str(python),),
            user=nobody,
            variables={"PYTHONPATH": os.pathsep.join([str(ROOT), _site_packages()])},
        )
        running.start()
        assert {process.uids().real for process in running.processes} == {nobody.pw_uid}
        running.signal(signal.SIGKILL)
        assert running.survivors() == []
    finally:
        shutil.rmtree(parent)


def _site_packages() -> str:
    return str(Path(asyncpg.__file__).parents[1])


def _python_for(user: Identity) -> Path:
    """An interpreter of our version that `user` can run with our packages, or a loud skip."""
    for place in (ROOT / "app" / "cli", Path(_site_packages(), "asyncpg")):
        if not user.reaches(place):
            pytest.skip(f"SKIPPED LOUDLY: an ordinary user cannot enter {place}")
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidates = [Path(sys.executable), Path("/usr/bin", name), Path("/usr/local/bin", name)]
    for python in candidates:
        if python.exists() and user.reaches(python.resolve()) and user.reaches(python):
            return python
    pytest.skip(f"SKIPPED LOUDLY: no {name} that an ordinary user can run among {candidates}")
