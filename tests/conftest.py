from __future__ import annotations

import gc
import ipaddress
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest
from tortoise import Tortoise

from app.asgi import GARBAGE
from app.infra.database import close_database, open_database
from tests.servers import (
    LANES,
    TEMPLATE,
    Addresses,
    Servers,
    database,
    execute,
    redis_database,
)

pytest_plugins = ["tests.studio", "tests.s3", "tests.measured"]

PROCESS_TESTS = (
    "tests/chaos/",
    "tests/infra/embedded/",
    "tests/cli/test_backup.py",
    "tests/cli/test_chat.py",
    "tests/cli/test_song_in_a_terminal.py",
    "tests/cli/test_song_through_a_proxy.py",
    "tests/cli/test_storage_migrate.py",
)

S3_TESTS = (
    "tests/api/test_images_on_s3.py",
    "tests/api/test_overlay_on_s3.py",
    "tests/api/test_songs_on_s3.py",
    "tests/cli/test_storage_migrate.py",
    "tests/deploy/test_signed_addresses.py",
    "tests/infra/backups/test_backups.py",
    "tests/infra/storage/test_contract.py",
    "tests/infra/storage/test_migration.py",
    "tests/infra/storage/test_migration_job.py",
    "tests/infra/storage/test_s3.py",
)

ADDRESSES = pytest.StashKey[Addresses]()
SERVERS = pytest.StashKey[Servers]()


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # until all tests are collected, which makes much and drops nothing
    signal.signal(signal.SIGINT, _interrupt)
    sys.addaudithook(_only_loopback)
    worker_input: dict[str, Any] | None = getattr(config, "workerinput", None)
    if worker_input is not None:
        config.stash[ADDRESSES] = Addresses(**worker_input["addresses"])
    elif not config.option.collectonly:
        servers = Servers()
        config.stash[SERVERS] = servers
        config.stash[ADDRESSES] = servers.start()
        # Nobody outside is reached: to read every authority would take each client 40 ms.
        os.environ["SSL_CERT_FILE"] = str(servers.one_authority())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(PROCESS_TESTS):
            item.add_marker(pytest.mark.process)


def pytest_collection_finish(session: pytest.Session) -> None:
    _begin_what_is_needed(session.config, (item.nodeid for item in session.items))
    _leave_the_collected_alone()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: Iterable[str]) -> None:
    _begin_what_is_needed(node.config, ids)


def _begin_what_is_needed(config: pytest.Config, ids: Iterable[str]) -> None:
    if SERVERS in config.stash and any(each.startswith(S3_TESTS) for each in ids):
        config.stash[SERVERS].begin_s3()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["addresses"] = vars(node.config.stash[ADDRESSES])


def _leave_the_collected_alone() -> None:
    """Keep the garbage collector off eight thousand tests and all code, as the web process does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 50)
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    if SERVERS in config.stash:
        config.stash[SERVERS].stop()


def _interrupt(*_: object) -> None:
    """What Python does at Ctrl-C anyway.

    In place of Python's own function it keeps asyncio from setting a handler for each fixture and
    test, which has the whole task written out as text.
    """
    raise KeyboardInterrupt


def _only_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    """Fail every connection that would leave this machine."""
    if event != "socket.connect" or not isinstance(arguments[1], tuple):
        return
    host = str(arguments[1][0])
    if host != "localhost" and not ipaddress.ip_address(host.partition("%")[0]).is_loopback:
        raise AssertionError(f"a test tried to reach {host}")


@pytest.fixture(scope="session")
def addresses(request: pytest.FixtureRequest) -> Addresses:
    return request.config.stash[ADDRESSES]


@pytest.fixture(scope="session")
def worker_number(worker_id: str) -> int:
    return 0 if worker_id == "master" else int(worker_id.removeprefix("gw")) + 1


@pytest.fixture(scope="session")
async def database_url(addresses: Addresses, worker_number: int) -> AsyncIterator[str]:
    """A clone of the migrated template, with Tortoise connected to it.

    It is dropped by the next run, not by this one: a drop waits for a checkpoint.
    """
    name = f"studio_test_{worker_number}"
    await execute(addresses.postgres, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await execute(addresses.postgres, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    url = database(addresses.postgres, name)
    await open_database(url, minsize=1, maxsize=30)  # studios of the tests share it
    yield url
    await LANES.aclose()
    await close_database()


@pytest.fixture
async def db(database_url: str) -> str:
    """An empty database."""
    await _wipe()
    return database_url


async def _wipe() -> None:
    """DELETE, which is ten times faster than TRUNCATE on small tables."""
    connection = Tortoise.get_connection("default")
    await connection.execute_script(
        "DELETE FROM users; DELETE FROM stored_objects; DELETE FROM doomed_files;"
        "DELETE FROM api_costs_monthly;"
    )


@pytest.fixture(scope="session")
def redis_url(addresses: Addresses, worker_number: int) -> str:
    return redis_database(addresses.redis, worker_number)
