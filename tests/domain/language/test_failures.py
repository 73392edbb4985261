from __future__ import annotations

import pytest

from app.domain.errors import ErrorCode
from app.domain.jobs.outcomes import (
    NotDelivered,
    OutcomeUnknown,
    RateLimitedByProvider,
    Refused,
)
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
