from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest

from app.domain.users.ports import Claims, Purpose
from app.infra.tokens import CLOCK_SKEW, LONGEST_TOKEN, JwtSigner
from app.rows.users import SessionRow
from tests.studio import Person

SECRET = "a secret of this test, long enough"
OTHER = "another secret of somebody else!!"
WHO = Claims(user_id=uuid4(), session_id=uuid4())


class Counting(JwtSigner):
    """Counts how many signatures it checks."""

    def __init__(self, secret: str = SECRET) -> None:
        super().__init__(secret)
        self.checks = 0

    def _checked(self, token: str) -> Any:
        self.checks += 1
        return super()._checked(token)


class Clock:
    """Stands in for the module `time`."""

    def __init__(self) -> None:
        self.seconds = datetime.now(UTC).timestamp()

    def time(self) -> float:
        return self.seconds


@pytest.fixture
def signer() -> Counting:
    return Counting()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("app.infra.tokens.time", clock)
    return clock


def signed(signer: JwtSigner, purpose: Purpose = Purpose.API, who: Claims = WHO) -> str:
    now = datetime.now(UTC)
    return signer.sign(who, purpose, issued_at=now, expires_at=now + timedelta(seconds=60))


def test_a_signature_is_checked_once(signer: Counting) -> None:
    token = signed(signer)
    assert [signer.read(token, Purpose.API) for _ in range(5)] == [WHO] * 5
    assert signer.checks == 1
    other = Claims(user_id=uuid4(), session_id=uuid4())
    assert signer.read(signed(signer, who=other), Purpose.API) == other
    assert signer.checks == 2
    assert signer.read(token, Purpose.API) == WHO
    assert signer.checks == 2


def test_whoever_changes_a_remembered_token_is_refused(signer: Counting) -> None:
    token = signed(signer)
    assert signer.read(token, Purpose.API) == WHO
    head, body, signature = token.split(".")
    forged = jwt.encode({"sub": str(uuid4())}, OTHER, algorithm="HS256").split(".")
    for changed in (
        f"{head}.{forged[1]}.{signature}",
        f"{head}.{body}.{forged[2]}",
        f"{head}.{body}.",
        f"{head}.{body}",
        f"{head}.{body}.{signature[:-4]}",
        token[:-10] + token[-10:].swapcase(),
        token.swapcase(),
        f" {token}",
        f"{token}.",
    ):
        assert changed != token
        assert signer.read(changed, Purpose.API) is None, changed
    assert signer.read(token, Purpose.API) == WHO


def test_a_remembered_token_ends_when_it_expires(signer: Counting, clock: Clock) -> None:
    token = signed(signer)
    expires_at = jwt.decode(token, options={"verify_signature": False})["exp"]
    assert signer.read(token, Purpose.API) == WHO
    clock.seconds = expires_at + CLOCK_SKEW - 0.001
    assert signer.read(token, Purpose.API) == WHO
    clock.seconds = expires_at + CLOCK_SKEW
    assert signer.read(token, Purpose.API) is None
    clock.seconds += 10**6
    assert signer.read(token, Purpose.API) is None
    assert signer.checks == 1


@pytest.mark.parametrize(
    ("made_for", "read_for"), [(Purpose.API, Purpose.MEDIA), (Purpose.MEDIA, Purpose.API)]
)
def test_a_remembered_token_serves_no_other_purpose(
    signer: Counting, made_for: Purpose, read_for: Purpose
) -> None:
    token = signed(signer, made_for)
    for _ in range(2):
        assert signer.read(token, read_for) is None
        assert signer.read(token, made_for) == WHO


def test_what_one_signer_remembers_is_unknown_to_one_with_another_secret() -> None:
    ours, theirs = Counting(), Counting(OTHER)
    token = signed(ours)
    assert ours.read(token, Purpose.API) == WHO
    assert theirs.read(token, Purpose.API) is None
    assert theirs.read(signed(theirs), Purpose.API) == WHO
    assert ours.read(signed(theirs), Purpose.API) is None


def test_nothing_is_remembered_of_a_token_that_is_not_good(signer: Counting) -> None:
    bad = signed(JwtSigner(OTHER))
    assert [signer.read(bad, Purpose.API) for _ in range(3)] == [None] * 3
    assert signer.checks == 3
    assert len(signer._known) == 0


def test_an_overlong_token_is_neither_checked_nor_remembered(signer: Counting) -> None:
    long = {"sub": str(uuid4()), "jti": str(uuid4()), "aud": "api", "iat": 1, "exp": 2**33}
    shorter = jwt.encode({**long, "x": "x" * 1000}, SECRET, algorithm="HS256")
    assert signer.read(shorter, Purpose.API) is not None
    longer = jwt.encode({**long, "x": "x" * LONGEST_TOKEN}, SECRET, algorithm="HS256")
    assert signer.read(longer, Purpose.API) is None
    assert (signer.checks, len(signer._known)) == (1, 1)


def test_the_memory_keeps_those_used_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.infra.tokens.MOST_KNOWN", 3)
    signer = Counting()
    people = [Claims(user_id=uuid4(), session_id=uuid4()) for _ in range(20)]
    tokens = [signed(signer, who=each) for each in people]
    for token in tokens:
        assert signer.read(tokens[0], Purpose.API) is not None
        assert signer.read(token, Purpose.API) is not None
    assert len(signer._known) == 3
    assert signer.checks == 20
    assert signer.read(tokens[1], Purpose.API) is not None
    assert signer.checks == 21


def test_a_time_in_quotes_is_no_time(signer: Counting) -> None:
    claims = {"sub": str(uuid4()), "jti": str(uuid4()), "aud": "api", "iat": 1}
    token = jwt.encode({**claims, "exp": str(2**33)}, SECRET, algorithm="HS256")
    assert signer.read(token, Purpose.API) is None


async def test_a_session_that_is_revoked_ends_though_its_token_is_remembered(ada: Person) -> None:
    async def code() -> str | None:
        answer = await ada.ask("{ me { email } }")
        errors = answer.get("errors")
        return errors[0]["extensions"]["code"] if errors else None

    assert [await code() for _ in range(2)] == [None, None]
    session = SessionRow.filter(user_id=ada.id)
    await session.update(revoked_at=datetime.now(UTC))
    assert await code() == "UNAUTHENTICATED"
    await session.update(revoked_at=None)
    assert await code() is None
    await session.update(expires_at=datetime.now(UTC))
    assert await code() == "UNAUTHENTICATED"
    await session.delete()
    assert await code() == "UNAUTHENTICATED"


async def test_who_signs_out_everywhere_is_out_at_once(ada: Person) -> None:
    assert (await ada.get("{ me { email } }"))["me"]["email"] == ada.email
    await ada.get("mutation { logout(input: {everywhere: true}) { userErrors { code } } }")
    answer = await ada.ask("{ me { email } }")
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
