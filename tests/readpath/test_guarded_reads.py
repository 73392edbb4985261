"""A compiled statement asks whether the session counts, and reads nothing where it does not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.bootstrap import Studio
from app.domain.users.ports import Claims, Purpose
from app.http.visits import Recognition
from app.infra.repositories.users import session_guard
from app.readpath.run import ReadPath
from app.rows.users import SessionRow, UserRow
from app.schema.ids import encode_id
from tests.studio import Person

READS = {
    "a page": "{ sketches { nodes { id } totalCount } }",
    "oneself": "{ me { email } }",
    "two fields": "{ me { email } jobs { totalCount } }",
    "the type alone": "{ __typename }",
    "a look-up of nothing": f'{{ sketch(id: "{encode_id("Sketch", uuid4())}") {{ id }} }}',
    "an ordinary resolver": "{ me { mediaTicket { ticket } } }",
    "a mutation": 'mutation { createSketch(input: {prompt: "folk"}) { userErrors { code } } }',
    "what does not parse": "{ sketches {",
    "what does not fit": "{ nothing }",
}


async def revoke(ada: Person) -> None:
    await SessionRow.filter(user_id=ada.id).update(revoked_at=datetime.now(UTC))


async def expire(ada: Person) -> None:
    await SessionRow.filter(user_id=ada.id).update(expires_at=datetime.now(UTC))


async def delete(ada: Person) -> None:
    await SessionRow.filter(user_id=ada.id).delete()


async def deactivate(ada: Person) -> None:
    await UserRow.filter(id=ada.id).update(is_active=False)


async def post(person: Person, query: str) -> httpx.Response:
    headers = {
        "Authorization": f"Bearer {person.token}",
        "Accept": "application/graphql-response+json",
    }
    return await person.http.post("/graphql", json={"query": query}, headers=headers)


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("end", [revoke, expire, delete, deactivate])
async def test_a_session_that_ended_reads_nothing(
    end: Callable[[Person], Awaitable[None]], name: str, ada: Person
) -> None:
    assert (await post(ada, "{ me { id } }")).status_code == 200
    await end(ada)
    for _ in range(2):  # the second time it is known that the session has ended
        answer = await post(ada, READS[name])
        assert answer.status_code == 401
        [error] = answer.json()["errors"]
        assert error["extensions"]["messageKey"] == "auth.invalid_token"
        assert "data" not in answer.json()


async def test_a_session_of_somebody_else_reads_nothing(
    ada: Person, bob: Person, studio: Studio
) -> None:
    bobs = await SessionRow.get(user_id=bob.id)
    ada.token = studio.services.users.signer.sign(
        Claims(user_id=ada.id, session_id=bobs.id),
        Purpose.API,
        issued_at=datetime.now(UTC),
        expires_at=bobs.expires_at,
    )
    assert (await post(ada, "{ me { id } }")).status_code == 401
    assert (await post(bob, "{ me { id } }")).status_code == 200


async def test_one_statement_is_enough(ada: Person, studio: Studio, reads: ReadPath) -> None:
    before = studio.lanes.asked, reads.counts.compiled
    for name in ("a page", "oneself", "the type alone"):
        await ada.get(READS[name])
    assert (studio.lanes.asked, reads.counts.compiled) == (before[0] + 3, before[1] + 3)


async def test_a_statement_that_is_left_to_the_resolvers_asks_for_the_session_first(
    ada: Person, studio: Studio
) -> None:
    before = studio.lanes.asked
    await ada.get(READS["an ordinary resolver"])
    assert studio.lanes.asked == before + 2


def recognition() -> tuple[Recognition, dict[str, Claims]]:
    tokens: dict[str, Claims] = {}
    now = datetime.now(UTC)
    return Recognition(tokens.get, lambda session: session_guard(session, now)), tokens


def test_who_was_lost_is_asked_about_first() -> None:
    people, tokens = recognition()
    tokens["a"] = Claims(user_id=uuid4(), session_id=uuid4())
    tokens["b"] = Claims(user_id=tokens["a"].user_id, session_id=uuid4())
    visit = people.visit("a")
    assert visit is not None
    assert visit.user_id == tokens["a"].user_id
    people.lost(visit)
    assert people.visit("a") is None
    assert people.visit("b") is not None
    assert people.visit("unsigned") is None


async def test_a_dead_token_spends_little_of_its_persons_allowance(
    ada: Person, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    charged: list[str] = []
    take = studio.rate_limiter.take

    async def counted(key: str, cost: float = 1) -> Any:
        charged.append(key)
        return await take(key, cost)

    monkeypatch.setattr(studio.rate_limiter, "take", counted)
    await revoke(ada)
    for _ in range(5):
        assert (await post(ada, "{ me { id } }")).status_code == 401
    assert [key.partition(":")[0] for key in charged] == ["user", *["address"] * 4]
