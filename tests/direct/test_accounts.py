"""What happens to an account counts at once on the short way, too."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from app.rows.songs import SongRow
from app.rows.users import UserRow
from tests.api.songs import generate
from tests.api.test_account import another_session, change
from tests.api.test_settings import update
from tests.direct.conftest import Ways
from tests.direct.wire import Wire, lasting, request
from tests.studio import Person

SONGS: dict[str, Any] = {"query": "{ songs { nodes { error { message } } } }"}


def headers_of(person: Person) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {person.token}",
        "Content-Type": "application/json",
        "Accept": "application/graphql-response+json",
    }


async def answer(port: int, person: Person, **more: str) -> bytes:
    async with Wire.to(port) as wire:
        await wire.send([request(SONGS, headers_of(person) | more)])
        return await wire.answer()


async def straight(ways: Ways, person: Person, **more: str) -> bytes:
    """An answer that came the short way, which is taken by now.

    An allowance holds for a moment only, which a busy machine may outlast: it is asked again then.
    """
    await answer(ways.direct, person, **more)
    for _ in range(20):
        before = ways.reads.counts.direct
        told = await answer(ways.direct, person, **more)
        assert b" 200 " in told
        if ways.reads.counts.direct == before + 1:
            return told
    raise AssertionError("nothing goes straight")


async def refused_alike(ways: Ways, person: Person) -> None:
    short, long = await answer(ways.direct, person), await answer(ways.ordinary, person)
    assert b" 401 " in short
    assert lasting(short) == lasting(long)


async def test_a_changed_password_ends_the_other_sessions_and_not_this_one(
    ways: Ways, ada: Person
) -> None:
    elsewhere = await another_session(ada)
    for each in (ada, elsewhere):
        await straight(ways, each)
    assert await change(ada) == []
    await refused_alike(ways, elsewhere)
    await straight(ways, ada)


async def test_somebody_who_is_shut_out_reads_nothing_more(
    ways: Ways, ada: Person, bob: Person
) -> None:
    for each in (ada, bob):
        await straight(ways, each)
    await UserRow.filter(id=ada.id).update(is_active=False)
    await refused_alike(ways, ada)
    await straight(ways, bob)


@pytest.mark.parametrize(
    ("chosen", "begins"), [("DE", "Der Musik"), ("EN", "The music"), (None, "")]
)
async def test_an_error_that_is_kept_is_told_alike_on_both_ways(
    ways: Ways, ada: Person, chosen: str | None, begins: str
) -> None:
    await generate(ada)
    error = {"code": "PROVIDER_ERROR", "key": "provider.error", "params": {}}
    await SongRow.filter(user_id=ada.id).update(error=error)
    await update(ada, language=chosen)
    await straight(ways, ada)
    for asked in ("de", "en", "fr;q=1, de;q=0.5"):
        short = await straight(ways, ada, **{"Accept-Language": asked})
        assert lasting(short) == lasting(
            await answer(ways.ordinary, ada, **{"Accept-Language": asked})
        )
        [song] = orjson.loads(short.partition(b"\r\n\r\n")[2])["data"]["songs"]["nodes"]
        told = song["error"]["message"]
        expected = begins or ("The music" if asked == "en" else "Der Musik")
        assert told.startswith(expected), told
