"""Password hashes: argon2id for new ones, bcrypt still verified."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar

from loguru import logger
from passlib.context import CryptContext  # type: ignore[import-untyped]  # libpass has no types

from app.domain.errors import RateLimited
from app.domain.users.ports import Verdict

# OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, two passes, one lane.
MEMORY_KIB: Final = 19 * 1024
PASSES: Final = 2
LANES: Final = 1

BCRYPT_LIMIT: Final = 72
"""Bytes that bcrypt can tell apart; a longer password never matches a bcrypt hash."""

P = ParamSpec("P")
T = TypeVar("T")


class PasslibHasher:
    """Hashes in a few threads of its own, so that the event loop never waits for a password.

    At most `longest_queue` passwords are hashed or wait at a time; the next one is refused
    with RateLimited (`auth.busy`), which bounds memory and waiting under a flood of logins.
    """

    def __init__(self, *, threads: int = 2, longest_queue: int = 64) -> None:
        self._context = CryptContext(
            schemes=["argon2", "bcrypt"],
            deprecated=["bcrypt"],
            argon2__type="ID",
            argon2__memory_cost=MEMORY_KIB,
            argon2__time_cost=PASSES,
            argon2__parallelism=LANES,
        )
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="password")
        self._longest_queue = longest_queue
        self._in_queue = 0
        self._stand_in = secrets.token_urlsafe(16)
        self._nobodys_hash: str = self._context.hash(secrets.token_urlsafe(16))

    async def hash(self, password: str) -> str:
        """A salted argon2id hash. Raises RateLimited (`auth.busy`)."""
        return await self._run(self._hash, password)

    async def verify(self, password: str, password_hash: str | None) -> Verdict:
        """Check a password; without a hash, the work of one check and WRONG.

        OUTDATED asks for a new hash: the old one is bcrypt or has other argon2 parameters.
        Raises RateLimited (`auth.busy`).
        """
        return await self._run(self._verify, password, password_hash)

    def close(self) -> None:
        """End the threads; passwords still waiting are dropped."""
        self._threads.shutdown(cancel_futures=True)

    async def _run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._in_queue >= self._longest_queue:
            raise RateLimited("auth.busy", retryAfter=1)
        self._in_queue += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, lambda: work(*args, **kwargs))
        finally:
            self._in_queue -= 1

    def _hash(self, password: str) -> str:
        hashed: str = self._context.hash(password)
        return hashed

    def _verify(self, password: str, password_hash: str | None) -> Verdict:
        kind = self._context.identify(password_hash) if password_hash is not None else None
        if password_hash is None or kind is None:
            if password_hash is not None:
                logger.error("A stored password hash is of an unknown kind")
            return self._pretend(self._nobodys_hash)
        if kind == "bcrypt" and len(password.encode()) > BCRYPT_LIMIT:
            return self._pretend(password_hash)
        try:
            matches, better = self._context.verify_and_update(password, password_hash)
        except ValueError:
            # Without the exception: its text quotes the hash.
            logger.error("A stored password hash of kind {} is malformed", kind)
            return self._pretend(self._nobodys_hash)
        if not matches:
            return Verdict.WRONG
        return Verdict.RIGHT if better is None else Verdict.OUTDATED

    def _pretend(self, password_hash: str) -> Verdict:
        self._context.verify(self._stand_in, password_hash)
        return Verdict.WRONG
