from __future__ import annotations

import base64
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image

from app.domain.errors import ErrorCode
from app.domain.images.provider import (
    LONGEST_PICTURE_URL,
    LONGEST_REVISED_PROMPT,
    ImageOrder,
    ImageOutcome,
    Painted,
    Picture,
    PictureFacts,
)
from app.domain.jobs.outcomes import OutcomeUnknown, RateLimitedByProvider, Refused
from app.domain.storage.media import MediaKind
from app.infra.providers.answer import Answer
from app.infra.providers.openai_wire import image_outcome, order_body

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def _drawn() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (20, 10)).save(file, "PNG")
    return file.getvalue()


PNG = _drawn()
PACKED = base64.b64encode(PNG).decode()
URL = "https://pictures.example/1.png?sig=%F0&se=2"


def read(
    status: int, body: object = None, *, retry_after: str | None = None, broken: str | None = None
) -> ImageOutcome:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = Answer(status=status, body=content, retry_after=retry_after, broken=broken)
    return image_outcome(answer, NOW)


def error(message: str = "no", **labels: object) -> dict[str, object]:
    return {"error": {"message": message, "type": None, "param": None, "code": None, **labels}}


def data(*pictures: object) -> dict[str, object]:
    return {"created": 1, "data": [*pictures]}


def test_an_order_of_dall_e_asks_for_an_address() -> None:
    order = ImageOrder(prompt="Ka\u0308tzchen \U0001f408\r\n", model="dall-e-3", size="1792x1024")
    assert json.loads(order_body(order)) == {
        "model": "dall-e-3",
        "prompt": "Ka\u0308tzchen \U0001f408\r\n",
        "size": "1792x1024",
        "n": 1,
        "response_format": "url",
    }


def test_an_order_of_gpt_image_asks_for_png_and_nothing_that_it_does_not_know() -> None:
    order = ImageOrder(prompt="a cat", model="gpt-image-1", size="auto")
    assert json.loads(order_body(order)) == {
        "model": "gpt-image-1",
        "prompt": "a cat",
        "size": "auto",
        "n": 1,
        "output_format": "png",
    }


def test_base64_is_a_picture_that_was_looked_at() -> None:
    assert read(200, data({"b64_json": PACKED})) == Painted(
        picture=Picture(content=PNG, facts=PictureFacts(kind=MediaKind.PNG, width=20, height=10)),
        revised_prompt=None,
    )


def test_an_address_is_passed_on_with_the_revised_prompt() -> None:
    outcome = read(200, data({"url": URL, "revised_prompt": "A cat.\0 \U0001f408"}))
    assert outcome == Painted(picture=URL, revised_prompt="A cat. \U0001f408")


def test_a_picture_outweighs_an_address_and_an_error() -> None:
    outcome = read(200, {**data({"b64_json": PACKED, "url": URL}), **error(code="400")})
    assert isinstance(outcome, Painted)
    assert isinstance(outcome.picture, Picture)


@pytest.mark.parametrize("empty", [None, "", 5, []])
def test_an_address_counts_where_there_is_no_base64(empty: object) -> None:
    assert read(200, data({"b64_json": empty, "url": URL})) == Painted(
        picture=URL, revised_prompt=None
    )


def test_a_revised_prompt_is_cut_to_its_limit() -> None:
    for length in (LONGEST_REVISED_PROMPT, LONGEST_REVISED_PROMPT + 1):
        outcome = read(200, data({"url": URL, "revised_prompt": "x" * length}))
        assert outcome == Painted(picture=URL, revised_prompt="x" * LONGEST_REVISED_PROMPT)


@pytest.mark.parametrize("revised", [None, "", " ", {"a": 1}, True])
def test_a_revised_prompt_that_is_none_is_none(revised: object) -> None:
    outcome = read(200, data({"url": URL, "revised_prompt": revised}))
    assert outcome == Painted(picture=URL, revised_prompt=None)


def test_an_address_has_a_limit() -> None:
    longest = URL + "x" * (LONGEST_PICTURE_URL - len(URL))
    assert read(200, data({"url": longest})) == Painted(picture=longest, revised_prompt=None)
    assert isinstance(read(200, data({"url": longest + "x"})), OutcomeUnknown)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"\xff\xfe",
        b"<!doctype html>",
        [],
        {},
        {"data": None},
        {"data": {}},
        data(),
        data(None),
        data([]),
        data({}),
        data({"url": None}),
        data({"url": "file:///etc/passwd"}),
        data({"url": "data:image/png;base64,AAAA"}),
        data({"url": 5}),
        data({"b64_json": "not base64!"}),
        data({"b64_json": "AAA"}),
        data({"b64_json": base64.b64encode(b"<html>").decode()}),
        data({"b64_json": base64.b64encode(PNG[:-20]).decode()}),
        error(),
        error(code="500"),
    ],
)
def test_a_2xx_without_a_picture_leaves_the_outcome_unknown(body: object) -> None:
    assert isinstance(read(200, body), OutcomeUnknown)


def test_a_picture_that_is_too_large_leaves_the_outcome_unknown() -> None:
    packed = "A" * (54 * 1024 * 1024)
    assert read(200, data({"b64_json": packed})) == OutcomeUnknown(
        reason="a picture that is none: it is too large"
    )


def test_a_broken_2xx_leaves_the_outcome_unknown_though_it_reads_well() -> None:
    whole = json.dumps(data({"url": URL})).encode()
    assert read(200, whole, broken="it broke off") == OutcomeUnknown(reason="it broke off")


@pytest.mark.parametrize("status", [101, 199, 300, 302, 408, 499, 500, 502, 503, 504, 529, 599])
def test_what_is_neither_yes_nor_no_leaves_the_outcome_unknown(status: int) -> None:
    assert read(status, error("busy", code="insufficient_quota")) == OutcomeUnknown(reason="busy")
    assert read(status, b"<html>") == OutcomeUnknown(reason=f"HTTP {status}")


@pytest.mark.parametrize(
    ("status", "labels", "code"),
    [
        (400, {"code": "content_policy_violation"}, ErrorCode.VALIDATION),
        (400, {"code": "moderation_blocked"}, ErrorCode.VALIDATION),
        (403, {"code": "moderation_blocked"}, ErrorCode.PROVIDER_AUTH),
        (400, {"type": "moderation_blocked"}, ErrorCode.VALIDATION),
        (400, {"code": "billing_hard_limit_reached"}, ErrorCode.QUOTA_EXCEEDED),
        (400, {"code": "invalid_value", "param": "size"}, ErrorCode.PROVIDER_ERROR),
        (400, {}, ErrorCode.PROVIDER_ERROR),
        (401, {"code": "invalid_api_key"}, ErrorCode.PROVIDER_AUTH),
        (402, {}, ErrorCode.INSUFFICIENT_BALANCE),
        (403, {"code": "insufficient_quota"}, ErrorCode.QUOTA_EXCEEDED),
        (403, {}, ErrorCode.PROVIDER_AUTH),
        (404, {"code": "model_not_found"}, ErrorCode.PROVIDER_ERROR),
        (413, {}, ErrorCode.PROVIDER_ERROR),
        (429, {"code": "insufficient_quota"}, ErrorCode.QUOTA_EXCEEDED),
        (429, {"type": "insufficient_quota"}, ErrorCode.QUOTA_EXCEEDED),
        (429, {"code": "billing_hard_limit_reached"}, ErrorCode.QUOTA_EXCEEDED),
    ],
)
def test_a_no_is_a_refusal_with_the_providers_words(
    status: int, labels: dict[str, Any], code: ErrorCode
) -> None:
    assert read(status, error("These are words.", **labels)) == Refused(
        code=code, reason="These are words."
    )


@pytest.mark.parametrize(
    "words",
    [
        "Your request was rejected as a result of our safety system.",
        "This request has been blocked by our content policies.",
    ],
)
def test_the_safety_system_is_known_by_its_words_where_it_gives_no_code(words: str) -> None:
    assert read(400, error(words)) == Refused(code=ErrorCode.VALIDATION, reason=words)


@pytest.mark.parametrize(
    ("labels", "words", "limited"),
    [
        ({"code": "rate_limit_exceeded"}, "You exceeded your quota.", True),
        ({"code": "insufficient_quota"}, "Rate limit reached.", False),
        ({"type": "requests", "code": None}, "Rate limit exceeded for images.", True),
        ({}, "You exceeded your current quota, check your billing details.", False),
        ({}, "Come back.", True),
    ],
)
def test_429_is_pace_or_money_by_its_labels_first_and_then_by_its_words(
    labels: dict[str, Any], words: str, *, limited: bool
) -> None:
    outcome = read(429, error(words, **labels), retry_after="7")
    if limited:
        assert outcome == RateLimitedByProvider(retry_after=7, reason=words)
    else:
        assert outcome == Refused(code=ErrorCode.QUOTA_EXCEEDED, reason=words)


@pytest.mark.parametrize("body", [b"", b"slow down", {"error": "x" * 10}])
def test_a_429_that_says_nothing_is_a_rate_limit(body: object) -> None:
    outcome = read(429, body)
    assert isinstance(outcome, RateLimitedByProvider)
    assert outcome.retry_after is None


def test_a_2xx_that_carries_a_client_error_is_read_as_that_error() -> None:
    assert read(200, error("Blocked.", status=400, code="moderation_blocked")) == Refused(
        code=ErrorCode.VALIDATION, reason="Blocked."
    )


def test_a_key_that_the_provider_quotes_is_blacked_out() -> None:
    outcome = read(401, error("Incorrect API key provided: sk-proj-ab****yz. See the docs."))
    assert isinstance(outcome, Refused)
    assert "sk-*** See the docs." in outcome.reason
    assert "ab*" not in outcome.reason
    assert "yz" not in outcome.reason


def test_reasons_can_be_stored() -> None:
    outcome = read(400, error("a\0b \U0001f408" + "x" * 1000))
    assert isinstance(outcome, Refused)
    assert "\0" not in outcome.reason
    assert len(outcome.reason) <= 500
