"""Counting what is asked of providers, and leaving a line for each request."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import httpx
from loguru import logger

from app.domain.language.model import ModelFailedError
from app.infra.metrics import PROVIDER_CALLS, PROVIDER_SECONDS

NEVER_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""The errors that prove that no byte of the request left."""


@dataclass(slots=True)
class ProviderCall:
    """One request. `code` is the status of its answer, or what became of it instead."""

    code: str = "none"


@contextmanager
def provider_call(provider: str) -> Iterator[ProviderCall]:
    """Measures the request that is made inside, until its answer is whole.

    The line tells provider, code and milliseconds, no address: those of files open them.
    """
    call, began = ProviderCall(), time.perf_counter()
    try:
        yield call
    except (Exception, asyncio.CancelledError, GeneratorExit) as error:
        call.code = _code_of(error, call.code)
        raise
    finally:
        seconds = time.perf_counter() - began
        PROVIDER_SECONDS.labels(provider).observe(seconds)
        PROVIDER_CALLS.labels(provider, call.code).inc()
        logger.bind(provider=provider, code=call.code, ms=round(seconds * 1000, 1)).log(
            "DEBUG" if call.code.startswith("2") else "INFO", "{} answered: {}", provider, call.code
        )


def _code_of(error: BaseException, code: str) -> str:
    match error:
        case asyncio.CancelledError() | GeneratorExit():
            return "cancelled"
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return "unreachable"
        case httpx.TimeoutException() | TimeoutError():
            return "timeout"
        case ModelFailedError():
            return code if code != "none" and not code.startswith("2") else "broken"
    return "unreachable" if isinstance(error, NEVER_SENT) else "broken"
