from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import bcrypt
import pytest
from loguru import logger

from app.domain.errors import RateLimited
from app.domain.users.ports import Verdict
from app.infra.passwords import PasslibHasher

PASSWORD = "correct hörse 🎵"


@pytest.fixture(scope="module")
async def hasher() -> AsyncIterator[PasslibHasher]:
    hasher = PasslibHasher()
    yield hasher
    hasher.close()


@pytest.fixture
def log() -> Iterator[list[str]]:
    lines: list[str] = []
    sink = logger.add(lines.append, format="{message} {exception}")
    yield lines
    logger.remove(sink)


def bcrypted(password: bytes, prefix: str = "2b") -> str:
    hashed = bcrypt.hashpw(password, bcrypt.gensalt(4)).decode()
    return hashed.replace("$2b$", f"${prefix}$")


async def test_a_new_hash_is_argon2id_with_the_recommended_work(hasher: PasslibHasher) -> None:
    hashed = await hasher.hash(PASSWORD)
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert len(hashed) <= 255
    assert hashed != await hasher.hash(PASSWORD)
    assert await hasher.verify(PASSWORD, hashed) is Verdict.RIGHT
    assert await hasher.verify(PASSWORD + " ", hashed) is Verdict.WRONG


async def test_a_long_password_counts_to_its_last_character(hasher: PasslibHasher) -> None:
    hashed = await hasher.hash("🎵" * 127 + "a")
    assert await hasher.verify("🎵" * 127 + "a", hashed) is Verdict.RIGHT
    assert await hasher.verify("🎵" * 127 + "b", hashed) is Verdict.WRONG


@pytest.mark.parametrize("prefix", ["2a", "2b", "2y"])
async def test_a_bcrypt_hash_is_right_but_outdated(hasher: PasslibHasher, prefix: str) -> None:
    hashed = bcrypted(b"password", prefix)
    assert await hasher.verify("password", hashed) is Verdict.OUTDATED
    assert await hasher.verify("passwort", hashed) is Verdict.WRONG


async def test_an_argon2_hash_of_less_work_is_outdated(hasher: PasslibHasher) -> None:
    weak = (
        "$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHQxMjM0NTY3OA$"
        "qFm4t7o7ftFKqAM3mEsacvMGLl2O3g7WcxZZNnSYP8k"
    )
    assert await hasher.verify("weak password", weak) is Verdict.OUTDATED


@pytest.mark.parametrize("character", ["p", "ä"])
async def test_bcrypt_is_never_given_more_than_it_can_tell_apart(
    hasher: PasslibHasher, log: list[str], character: str
) -> None:
    longest = character * (72 // len(character.encode()))
    hashed = bcrypted(longest.encode())
    assert await hasher.verify(longest, hashed) is Verdict.OUTDATED
    assert await hasher.verify(longest + "p", hashed) is Verdict.WRONG
    assert await hasher.verify(longest + character * 20, hashed) is Verdict.WRONG
    assert log == []


async def test_a_check_that_cannot_succeed_works_as_hard_as_one_that_fails(
    hasher: PasslibHasher,
) -> None:
    async def work(password: str, password_hash: str | None) -> float:
        """Seconds of this process's CPU, which waiting does not count."""
        begin = time.process_time()
        for _ in range(3):
            assert await hasher.verify(password, password_hash) is Verdict.WRONG
        return time.process_time() - begin

    argon2 = await hasher.hash(PASSWORD)
    moved = bcrypt.hashpw(b"password", bcrypt.gensalt(10)).decode()
    assert await work("x", None) > 0.3 * await work("x", argon2)
    assert await work("x", "a damaged hash") > 0.3 * await work("x", argon2)
    assert await work("x" * 73, moved) > 0.3 * await work("x", moved)


async def test_without_a_hash_every_password_is_wrong(hasher: PasslibHasher) -> None:
    for password in ("", PASSWORD, "\ud800", "x" * 1_000_000):
        assert await hasher.verify(password, None) is Verdict.WRONG


CUT_SHORT = pytest.param(bcrypted(b"x")[:-3], id="cut short")


@pytest.mark.parametrize(
    "stored",
    ["", "plain text", "$argon2id$broken", "$2b$12$short", "$1$abc$def", CUT_SHORT],
)
async def test_a_damaged_hash_is_wrong_and_logged_without_its_text(
    hasher: PasslibHasher, log: list[str], stored: str
) -> None:
    assert await hasher.verify(PASSWORD, stored) is Verdict.WRONG
    assert len(log) == 1
    assert "password hash" in log[0]
    assert PASSWORD not in log[0]
    assert not stored or stored not in log[0]


@contextmanager
def one_busy_thread(hasher: PasslibHasher) -> Iterator[None]:
    """Keep the hasher's only thread occupied, so that what comes next has to wait."""
    free = threading.Event()
    hasher._threads.submit(free.wait)
    try:
        yield
    finally:
        free.set()


async def test_a_flood_of_logins_is_refused_instead_of_piling_up() -> None:
    hasher = PasslibHasher(threads=1, longest_queue=3)
    with one_busy_thread(hasher):
        waiting = [asyncio.create_task(hasher.verify(PASSWORD, None)) for _ in range(3)]
        await asyncio.sleep(0)
        for work in (hasher.verify(PASSWORD, None), hasher.hash(PASSWORD)):
            with pytest.raises(RateLimited) as refused:
                await work
            assert refused.value.key == "auth.busy"
            assert refused.value.params == {"retryAfter": 1}
    assert await asyncio.gather(*waiting) == [Verdict.WRONG] * 3
    assert await hasher.verify(PASSWORD, None) is Verdict.WRONG
    hasher.close()


async def test_a_person_who_gives_up_waiting_leaves_the_queue() -> None:
    hasher = PasslibHasher(threads=1, longest_queue=1)
    with one_busy_thread(hasher):
        for _ in range(5):
            waiting = asyncio.create_task(hasher.hash(PASSWORD))
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
    assert await hasher.verify(PASSWORD, None) is Verdict.WRONG
    hasher.close()


async def test_the_event_loop_goes_on_while_passwords_are_hashed(hasher: PasslibHasher) -> None:
    hashing = asyncio.gather(*(hasher.hash(PASSWORD) for _ in range(8)))
    turns = 0
    while not hashing.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 8
    await hashing
