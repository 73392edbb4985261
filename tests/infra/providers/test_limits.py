from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.infra.providers.limits import Limit, limit_of, retry_after

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "message",
    [
        "You are sending requests too quickly. Pace your requests.",
        "Rate limit exceeded",
        "RATE LIMIT reached, see billing for higher limits",
        "Too many requests",
        "whatever",
        "",
    ],
)
def test_a_429_about_pace_is_a_rate_limit(message: str) -> None:
    assert limit_of(message) is Limit.RATE


@pytest.mark.parametrize(
    "message",
    [
        "You exceeded your current quota, please check your billing details.",
        "Not enough CREDITS",
        "Monthly maximum exceeded",
        "see Billing",
    ],
)
def test_a_429_about_money_is_a_quota(message: str) -> None:
    assert limit_of(message) is Limit.QUOTA


@pytest.mark.parametrize(
    ("message", "label", "limit"),
    [
        ("You exceeded something", "rate_limit_exceeded", Limit.RATE),
        ("Rate limit reached", "insufficient_quota", Limit.QUOTA),
        ("You exceeded something", "TooManyRequests", Limit.RATE),
        ("You exceeded something", "too-many-requests", Limit.RATE),
        ("You exceeded something", "429", Limit.QUOTA),
    ],
)
def test_the_labels_of_an_error_outweigh_its_prose(message: str, label: str, limit: Limit) -> None:
    assert limit_of(message, None, label) is limit


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("12", 12.0),
        (" 1.5 ", 1.5),
        ("0", 0.0),
        ("999999999", 3600.0),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
        ("Sun, 01 Mar 2026 13:00:30 +0100", 30.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("Sun, 01 Mar 2037 11:00:00 GMT", 3600.0),
        ("-5", None),
        ("nan", None),
        ("soon", None),
        ("²", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_both_forms_and_bounded(
    header: str | None, seconds: float | None
) -> None:
    assert retry_after(header, NOW) == seconds
