from __future__ import annotations

import pytest

from app.domain.errors import ErrorCode
from app.domain.jobs.outcomes import (
    NotDelivered,
    OutcomeUnknown,
    RateLimitedByProvider,
    Refused,
)
from app.domain.language.failures import failure_of
from app.domain.language.model import Delivery, ModelFailedError


@pytest.mark.parametrize(
    ("code", "delivery", "outcome"),
    [
        (ErrorCode.PROVIDER_UNAVAILABLE, Delivery.NOT_SENT, NotDelivered(reason="no")),
        (
            ErrorCode.RATE_LIMITED,
            Delivery.TURNED_AWAY,
            RateLimitedByProvider(retry_after=7, reason="no"),
        ),
        (
            ErrorCode.QUOTA_EXCEEDED,
            Delivery.TURNED_AWAY,
            Refused(code=ErrorCode.QUOTA_EXCEEDED, reason="no"),
        ),
        (ErrorCode.PROVIDER_TIMEOUT, Delivery.UNKNOWN, OutcomeUnknown(reason="no")),
        (ErrorCode.RATE_LIMITED, Delivery.UNKNOWN, OutcomeUnknown(reason="no")),
    ],
)
def test_a_failure_is_the_end_of_a_paid_call(
    code: ErrorCode, delivery: Delivery, outcome: object
) -> None:
    assert ModelFailedError(code, "no", delivery, retry_after=7).outcome == outcome


@pytest.mark.parametrize(
    ("code", "retry_after", "params"),
    [
        (ErrorCode.RATE_LIMITED, 6.2, {"retryAfter": 7}),
        (ErrorCode.RATE_LIMITED, None, {}),
        (ErrorCode.PROVIDER_TIMEOUT, 6.2, {}),
    ],
)
def test_an_error_says_when_to_come_back(
    code: ErrorCode, retry_after: float | None, params: dict[str, int]
) -> None:
    failed = ModelFailedError(code, "no", Delivery.TURNED_AWAY, retry_after=retry_after)
    assert failure_of(failed).params == params
