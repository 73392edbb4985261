"""What a model's failure is called when people hear of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.domain.errors import ErrorCode
from app.domain.jobs.model import JobError
from app.domain.jobs.outcomes import asked_wait
from app.domain.language.model import Delivery, ModelFailedError

_KEYS: Final[Mapping[ErrorCode, str]] = MappingProxyType(
    {
        ErrorCode.PROVIDER_AUTH: "model.auth",
        ErrorCode.QUOTA_EXCEEDED: "model.quota",
        ErrorCode.INSUFFICIENT_BALANCE: "model.quota",
        ErrorCode.RATE_LIMITED: "model.rate_limited",
        ErrorCode.PROVIDER_TIMEOUT: "model.timeout",
        ErrorCode.PROVIDER_UNAVAILABLE: "model.unavailable",
    }
)
EMPTY_ANSWER: Final = JobError(code=ErrorCode.PROVIDER_ERROR, key="model.empty")


def failure_of(error: ModelFailedError) -> JobError:
    """The error of a job whose model failed."""
    if key := error.key or _KEYS.get(error.code):
        limited = error.code is ErrorCode.RATE_LIMITED
        params = asked_wait(error.retry_after) if limited else {}
        return JobError(code=error.code, key=key, params=params)
    refused = error.delivery is Delivery.TURNED_AWAY
    key = "model.refused" if refused else "model.broke_off"
    return JobError(code=error.code, key=key, params={"reason": error.reason})
