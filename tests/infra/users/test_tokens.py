from __future__ import annotations

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest

from app.domain.users.ports import Claims, Purpose
from app.infra.tokens import CLOCK_SKEW, JwtSigner

SECRET = "a secret of this test, long enough"
WHO = Claims(user_id=uuid4(), session_id=uuid4())


@pytest.fixture
def signer() -> JwtSigner:
    return JwtSigner(SECRET)


def now() -> datetime:
    return datetime.now(UTC)


def signed(signer: JwtSigner, purpose: Purpose = Purpose.API, lifetime: float = 60) -> str:
    issued_at = min(now(), now() + timedelta(seconds=lifetime))
    return signer.sign(
        WHO, purpose, issued_at=issued_at, expires_at=now() + timedelta(seconds=lifetime)
    )


def payload(**changes: Any) -> dict[str, Any]:
    seconds = int(now().timestamp())
    claims = {
        "sub": str(WHO.user_id),
        "jti": str(WHO.session_id),
        "aud": "api",
        "iat": seconds,
        "exp": seconds + 60,
    }
    return {name: value for name, value in (claims | changes).items() if value is not None}


def forged(
    claims: dict[str, Any], *, key: Any = SECRET, algorithm: str = "HS256", **header: Any
) -> str:
    return jwt.encode(claims, key, algorithm=algorithm, headers=header)


def segment(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def test_what_was_signed_is_read_back(signer: JwtSigner) -> None:
    assert signer.read(signed(signer), Purpose.API) == WHO
    assert signer.read(signed(signer, Purpose.MEDIA), Purpose.MEDIA) == WHO
    assert signer.read(forged(payload()), Purpose.API) == WHO


def test_a_token_says_who_and_when_and_nothing_else(signer: JwtSigner) -> None:
    header, body, _ = signed(signer).split(".")
    assert json.loads(base64.urlsafe_b64decode(header + "==")) == {"alg": "HS256", "typ": "JWT"}
    assert json.loads(base64.urlsafe_b64decode(body + "==")).keys() == payload().keys()


def test_a_token_for_one_purpose_serves_no_other(signer: JwtSigner) -> None:
    assert signer.read(signed(signer, Purpose.API), Purpose.MEDIA) is None
    assert signer.read(signed(signer, Purpose.MEDIA), Purpose.API) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"jti": None},
        {"aud": None},
        {"aud": ""},
        {"aud": ["api"]},
        {"aud": ["api", "media"]},
        {"aud": "API"},
        {"sub": "1"},
        {"sub": 7},
        {"jti": "x"},
        pytest.param({"jti": [str(WHO.session_id)]}, id="a list of ids"),
        {"exp": "never"},
        {"exp": 1},
        {"iat": "now"},
        {"nbf": 2**40},
        {"iat": 2**40, "exp": 2**41},
    ],
    ids=str,
)
def test_a_token_with_wrong_claims_is_refused_even_when_it_is_signed(
    signer: JwtSigner, changes: dict[str, Any]
) -> None:
    assert signer.read(forged(payload(**changes)), Purpose.API) is None


def test_a_token_ends_but_for_the_skew_of_clocks(signer: JwtSigner) -> None:
    assert signer.read(signed(signer, lifetime=-CLOCK_SKEW + 5), Purpose.API) == WHO
    assert signer.read(signed(signer, lifetime=-CLOCK_SKEW - 1), Purpose.API) is None


def test_a_token_without_a_signature_is_refused(signer: JwtSigner) -> None:
    body = segment(json.dumps(payload()).encode())
    for algorithm in ("none", "None", "NONE", "nOnE", ""):
        header = segment(json.dumps({"alg": algorithm, "typ": "JWT"}).encode())
        assert signer.read(f"{header}.{body}.", Purpose.API) is None
    head, body, _ = signed(signer).split(".")
    assert signer.read(f"{head}.{body}.", Purpose.API) is None
    assert signer.read(f"{head}.{body}", Purpose.API) is None


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
@pytest.mark.filterwarnings("ignore::jwt.InsecureKeyLengthWarning")
def test_our_own_key_with_another_algorithm_is_refused(signer: JwtSigner, algorithm: str) -> None:
    assert signer.read(forged(payload(), algorithm=algorithm), Purpose.API) is None


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "PS256", "EdDSA", "hs256", "HS256 "])
def test_our_own_signature_under_the_name_of_another_algorithm_is_refused(
    signer: JwtSigner, algorithm: str
) -> None:
    header = segment(json.dumps({"alg": algorithm, "typ": "JWT"}).encode())
    signing_input = f"{header}.{segment(json.dumps(payload()).encode())}"
    signature = hmac.digest(SECRET.encode(), signing_input.encode(), "sha256")
    assert signer.read(f"{signing_input}.{segment(signature)}", Purpose.API) is None


def test_a_key_that_the_token_brings_along_is_not_used(signer: JwtSigner) -> None:
    foreign = "another secret of somebody else!!"
    oct_key = {"kty": "oct", "k": segment(foreign.encode())}
    token = forged(payload(), key=foreign, jwk=oct_key, kid="../../dev/null")
    assert signer.read(token, Purpose.API) is None


def test_a_token_of_a_foreign_key_is_refused(signer: JwtSigner) -> None:
    stranger = JwtSigner("another secret of somebody else!!")
    assert signer.read(signed(stranger), Purpose.API) is None


def test_a_changed_token_is_refused(signer: JwtSigner) -> None:
    head, body, signature = signed(signer).split(".")
    other = segment(json.dumps(payload(sub=str(uuid4()))).encode())
    assert signer.read(f"{head}.{other}.{signature}", Purpose.API) is None
    for at in (0, len(signature) // 2):
        changed = "B" if signature[at] == "A" else "A"
        wrong = signature[:at] + changed + signature[at + 1 :]
        assert signer.read(f"{head}.{body}.{wrong}", Purpose.API) is None


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "....",
        "Bearer x",
        "é.é.é",
        "\ud800.a.b",
        "\0",
        segment(b"[" * 1500) + ".e30.AA",
        segment(b'{"alg":["HS256"]}') + ".e30.AA",
        segment(b'{"alg":"HS256","crit":["b64"],"b64":false}') + ".e30.AA",
        segment(b'"HS256"') + ".e30.AA",
        segment(b"\xff") + ".e30.AA",
        "a" * 10_000_000,
    ],
    ids=lambda token: ascii(token[:12]),
)
def test_what_is_no_token_is_refused_quietly(signer: JwtSigner, token: str) -> None:
    assert signer.read(token, Purpose.API) is None


def test_a_short_secret_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        JwtSigner("x" * 31)
    JwtSigner("x" * 32)
