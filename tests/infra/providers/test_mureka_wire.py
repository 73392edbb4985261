from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.domain.errors import (
    ErrorCode,
    InsufficientBalance,
    ProviderError,
    ProviderFailure,
    ProviderRefused,
    ProviderUnavailable,
    QuotaExceeded,
)
from app.domain.jobs.outcomes import (
    Accepted,
    Delivered,
    OutcomeUnknown,
    RateLimitedByProvider,
    Refused,
    SubmitOutcome,
)
from app.domain.songs.provider import (
    Busy,
    CancelledUpstream,
    Failed,
    Finished,
    MusicAccount,
    PollOutcome,
    Unreachable,
    Waiting,
)
from app.infra.providers.answer import Answer
from app.infra.providers.mureka_account import account_of
from app.infra.providers.mureka_wire import poll_outcome, stem_outcome, submit_outcome
from app.schema.messages import MESSAGES

NOW = datetime(2026, 3, 1, tzinfo=UTC)
QUOTA = {"error": {"message": "You exceeded your current quota"}}
PACE = {"error": {"message": "You are sending requests too quickly."}}
BILLING = {
    "account_id": 1_000_001,
    "balance": 2544,
    "total_recharge": 3000,
    "total_spending": "456.5",
    "concurrent_request_limit": 1,
}


def answer(status: int, body: object = None, *, wait: str | None = None) -> Answer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status=status, body=content, retry_after=wait)


def submitted(status: int, body: object = None, *, wait: str | None = None) -> SubmitOutcome:
    return submit_outcome(answer(status, body, wait=wait), NOW)


def separated(status: int, body: object = None) -> SubmitOutcome:
    return stem_outcome(answer(status, body), NOW)


def polled(status: int, body: object = None) -> PollOutcome:
    return poll_outcome(answer(status, body), NOW)


@pytest.mark.parametrize(
    ("body", "accepted"),
    [
        (
            {"id": "435", "model": "mureka-7", "status": "queued"},
            Accepted(reference="435", model="mureka-7", status="queued"),
        ),
        ({"id": 43521}, Accepted(reference="43521", model=None, status="preparing")),
        (
            {"id": "7", "error": {"code": 401, "message": "late"}},
            Accepted(reference="7", model=None, status="preparing"),
        ),
    ],
)
def test_an_id_is_the_proof_of_purchase(body: object, accepted: Accepted) -> None:
    assert submitted(200, body) == accepted


@pytest.mark.parametrize("key", [None, "", " ", True, 1.5, [1], {}, "i" * 256, "a\nb", ".", ".."])
def test_an_order_whose_id_nobody_could_ask_about_has_an_unknown_outcome(key: object) -> None:
    assert isinstance(submitted(200, {"id": key}), OutcomeUnknown)


@pytest.mark.parametrize(
    "url", ["https://x.example/s.zip", "HTTP://x.example/s", "https://x/" + "a" * 7990]
)
def test_an_address_is_the_proof_that_stems_were_made(url: str) -> None:
    for body in ({"zip_url": url}, {"zip_url": url, "error": {"code": 401, "message": "late"}}):
        assert separated(200, body) == Delivered(brought={"zip_url": url})


@pytest.mark.parametrize(
    "url", [None, "", " ", 7, True, [], "stems.zip", "ftp://x/s.zip", "https://x/" + "a" * 7991]
)
def test_stems_whose_address_nobody_could_open_have_an_unknown_outcome(url: object) -> None:
    assert isinstance(separated(200, {"zip_url": url}), OutcomeUnknown)


@pytest.mark.parametrize("body", [b"", b'{"zip_url": "https', b"<html>", [], {}, {"id": "1"}])
def test_stems_that_are_not_named_have_an_unknown_outcome(body: object) -> None:
    assert isinstance(separated(200, body), OutcomeUnknown)


@pytest.mark.parametrize("status", [302, 408, 499, 500, 503])
def test_stems_of_a_provider_in_trouble_have_an_unknown_outcome(status: int) -> None:
    assert isinstance(separated(status, {"zip_url": "https://x/s.zip"}), OutcomeUnknown)


def test_refused_stems_carry_their_code() -> None:
    for status, code in ((400, ErrorCode.VALIDATION), (401, ErrorCode.PROVIDER_AUTH)):
        refused = separated(status, {"error": {"message": "no"}})
        assert refused == Refused(code=code, reason="no")
    assert isinstance(separated(429, PACE), RateLimitedByProvider)
    quota = separated(429, QUOTA)
    assert isinstance(quota, Refused)
    assert quota.code is ErrorCode.QUOTA_EXCEEDED


@pytest.mark.parametrize("body", [b"", b'{"id": ', b"<html>", [], None, {}, {"error": "no"}])
def test_a_success_that_says_nothing_has_an_unknown_outcome(body: object) -> None:
    assert isinstance(submitted(200, body), OutcomeUnknown)


@pytest.mark.parametrize("status", [301, 302, 307, 408, 499, 500, 501, 502, 503, 504, 520])
def test_a_status_that_leaves_it_open_has_an_unknown_outcome(status: int) -> None:
    assert isinstance(submitted(status, {"error": {"message": "boom"}}), OutcomeUnknown)


def test_an_answer_that_broke_off_has_an_unknown_outcome_even_with_an_id() -> None:
    broken = Answer(status=200, body=b'{"id": "1"}', broken="the answer broke off")
    assert submit_outcome(broken, NOW) == OutcomeUnknown(reason="the answer broke off")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, ErrorCode.VALIDATION),
        (401, ErrorCode.PROVIDER_AUTH),
        (402, ErrorCode.INSUFFICIENT_BALANCE),
        (403, ErrorCode.PROVIDER_AUTH),
        (404, ErrorCode.PROVIDER_ERROR),
        (422, ErrorCode.PROVIDER_ERROR),
    ],
)
def test_a_clear_no_is_refused_with_its_code_and_words(status: int, code: ErrorCode) -> None:
    body = {"error": {"message": "no\0pe"}, "trace_id": "t"}
    assert submitted(status, body) == Refused(code=code, reason="nope")
    assert submitted(status, b"<html>") == Refused(code=code, reason=f"HTTP {status}")


def test_a_quota_is_refused_and_a_pace_may_be_tried_again() -> None:
    assert submitted(429, QUOTA, wait="9") == Refused(
        code=ErrorCode.QUOTA_EXCEEDED, reason="You exceeded your current quota"
    )
    assert submitted(429, PACE, wait="9") == RateLimitedByProvider(
        retry_after=9.0, reason="You are sending requests too quickly."
    )
    assert submitted(429, b"slow down") == RateLimitedByProvider(
        retry_after=None, reason="HTTP 429"
    )


def test_the_code_and_type_of_a_429_are_heard() -> None:
    typed = {"error": {"message": "exceeded", "type": "rate_limit_error"}}
    coded = {"error": "insufficient_quota", "message": "slower please"}
    assert isinstance(submitted(429, typed), RateLimitedByProvider)
    assert submitted(429, coded) == Refused(code=ErrorCode.QUOTA_EXCEEDED, reason="slower please")


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (
            {"error": {"code": 401, "message": "bad key"}},
            Refused(code=ErrorCode.PROVIDER_AUTH, reason="bad key"),
        ),
        (
            {"error": "bad input", "code": "400"},
            Refused(code=ErrorCode.VALIDATION, reason="bad input"),
        ),
        (
            {"error": {"status": 429, "message": "slower"}},
            RateLimitedByProvider(retry_after=None, reason="slower"),
        ),
        ({"error": {"code": 500, "message": "boom"}}, OutcomeUnknown(reason="boom")),
        ({"error": {"code": 408, "message": "late"}}, OutcomeUnknown(reason="late")),
        ({"error": {"code": "bad", "message": "what"}}, OutcomeUnknown(reason="what")),
    ],
)
def test_an_error_in_a_200_counts_as_the_4xx_that_it_names(
    body: object, outcome: SubmitOutcome
) -> None:
    assert submitted(200, body) == outcome


def test_the_words_of_an_error_are_cut_to_a_bearable_length() -> None:
    outcome = submitted(401, {"error": {"message": "x" * 9000}})
    assert isinstance(outcome, Refused)
    assert len(outcome.reason) == 500


@pytest.mark.parametrize("status", ["preparing", "queued", "running", "streaming", "reticulating"])
def test_whatever_is_no_end_is_waited_for(status: str) -> None:
    assert polled(200, {"status": status}) == Waiting(status=status)


def test_a_finished_song_brings_its_choices() -> None:
    outcome = polled(200, {"status": "succeeded", "model": "m", "choices": [{"id": "a"}]})
    assert isinstance(outcome, Finished)
    assert [choice.mureka_choice_id for choice in outcome.choices] == ["a"]


def test_a_finished_song_is_kept_whatever_else_is_said() -> None:
    body = {"status": "succeeded", "choices": [{"id": "a"}], "error": {"message": "a warning"}}
    assert isinstance(polled(200, body), Finished)


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (
            {"status": "failed", "failed_reason": "bad lyrics"},
            Failed(code=ErrorCode.PROVIDER_ERROR, reason="bad lyrics", status="failed"),
        ),
        (
            {"status": "failed"},
            Failed(code=ErrorCode.PROVIDER_ERROR, reason="failed", status="failed"),
        ),
        (
            {"status": "timeouted"},
            Failed(code=ErrorCode.PROVIDER_TIMEOUT, reason="timeouted", status="timeouted"),
        ),
        ({"status": "cancelled"}, CancelledUpstream()),
        (
            {"status": "failed", "error": {"message": "too quickly", "code": 429}},
            Failed(code=ErrorCode.PROVIDER_ERROR, reason="too quickly", status="failed"),
        ),
        ({"status": "cancelled", "error": {"message": "by hand"}}, CancelledUpstream()),
        (
            {"status": ["failed"], "error": {"message": "gone"}},
            Failed(code=ErrorCode.PROVIDER_ERROR, reason="gone"),
        ),
        (
            {"status": "running", "error": {"message": "gone"}},
            Failed(code=ErrorCode.PROVIDER_ERROR, reason="gone"),
        ),
        (
            {"error": {"message": "who", "code": 401}},
            Failed(code=ErrorCode.PROVIDER_AUTH, reason="who"),
        ),
    ],
)
def test_an_end_without_a_song_says_why(body: object, outcome: PollOutcome) -> None:
    assert polled(200, body) == outcome


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, PACE),
        (408, None),
        (425, None),
        (302, None),
        (500, None),
        (502, b"<html>"),
        (503, None),
        (504, None),
        (520, None),
        (200, b'{"status'),
        (200, []),
        (200, {}),
        (200, {"status": ""}),
        (200, {"status": ["running"]}),
    ],
)
def test_a_provider_that_cannot_answer_now_is_asked_again_later(status: int, body: object) -> None:
    assert isinstance(polled(status, body), Busy)


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (400, None, ErrorCode.PROVIDER_ERROR),
        (401, None, ErrorCode.PROVIDER_AUTH),
        (404, None, ErrorCode.PROVIDER_ERROR),
        (429, QUOTA, ErrorCode.QUOTA_EXCEEDED),
    ],
)
def test_a_clear_no_ends_the_polling(status: int, body: object, code: ErrorCode) -> None:
    outcome = polled(status, body)
    assert isinstance(outcome, Failed)
    assert outcome.code is code


def test_an_answer_that_broke_off_was_no_answer() -> None:
    broken = Answer(status=200, body=b'{"status": "failed"}', broken="cut")
    assert poll_outcome(broken, NOW) == Unreachable(reason="cut")


def test_the_account_is_read_exactly() -> None:
    assert account_of(answer(200, BILLING), NOW) == MusicAccount(
        account_id="1000001",
        balance=Decimal(2544),
        total_recharge=Decimal(3000),
        total_spending=Decimal("456.5"),
        concurrent_request_limit=1,
    )


@pytest.mark.parametrize(
    ("status", "body", "failure"),
    [
        (401, None, ProviderRefused),
        (403, None, ProviderRefused),
        (402, None, InsufficientBalance),
        (429, QUOTA, QuotaExceeded),
        (429, PACE, ProviderUnavailable),
        (503, None, ProviderUnavailable),
        (500, None, ProviderError),
        (404, None, ProviderError),
        (302, None, ProviderError),
        (200, b"<html>", ProviderError),
        (200, {**BILLING, "balance": None}, ProviderError),
        (200, {**BILLING, "balance": "much"}, ProviderError),
        (200, {**BILLING, "account_id": None}, ProviderError),
        (200, {"error": {"message": "who", "code": 401}}, ProviderRefused),
        (200, {"error": {"message": "boom"}}, ProviderError),
    ],
)
def test_an_account_that_cannot_be_read_is_a_typed_failure_with_words(
    status: int, body: object, failure: type[ProviderFailure]
) -> None:
    with pytest.raises(failure) as raised:
        account_of(answer(status, body), NOW)
    assert type(raised.value) is failure
    assert raised.value.key in MESSAGES
