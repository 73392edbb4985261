"""Everything of a person, on one socket."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.bootstrap import Studio
from tests.api.equipment import create, delete, duplicate, kept, update
from tests.api.songs import generate
from tests.graphql_ws import Socket, websocket
from tests.studio import Person, working

ACTIVITY = """
subscription {
  activity {
    __typename
    ... on JobChanged { event { seq stage status job { id kind } } }
    ... on EquipmentReminder { expiresOn daysLeft kind equipment { id name } }
  }
}
"""


def today() -> date:
    return datetime.now(UTC).date()


def day(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


class Activity:
    """What comes over a socket."""

    def __init__(self, socket: Socket) -> None:
        self._events = socket.subscribe(ACTIVITY)

    async def next(self) -> dict[str, Any]:
        async with asyncio.timeout(20):
            return dict((await anext(self._events))["data"]["activity"])

    async def reminder(self) -> tuple[str | None, int]:
        found = await self.next()
        assert found["__typename"] == "EquipmentReminder"
        return found["equipment"] and found["equipment"]["name"], found["daysLeft"]


async def test_unfinished_jobs_first_and_then_every_change_of_every_job(
    ada: Person, bob: Person, studio: Studio, studio_url: str
) -> None:
    first = (await generate(ada))["job"]["id"]
    await generate(bob)
    async with websocket(studio_url, ada.token) as socket:
        activity = Activity(socket)
        snapshot = (await activity.next())["event"]
        assert (snapshot["job"]["id"], snapshot["seq"]) == (first, 1)
        second = (await generate(ada))["job"]["id"]
        seen: dict[str, list[int]] = {first: [snapshot["seq"]]}
        ended: set[str] = set()
        async with working(studio):
            while ended != {first, second}:
                event = (await activity.next())["event"]
                seen.setdefault(event["job"]["id"], []).append(event["seq"])
                if event["status"] == "SUCCEEDED":
                    ended.add(event["job"]["id"])
    assert set(seen) == {first, second}
    for seqs in seen.values():
        assert seqs == list(range(1, len(seqs) + 1))


async def test_what_ends_soon_is_told_at_the_start_and_when_it_becomes_due(
    ada: Person, bob: Person, studio_url: str
) -> None:
    await kept(ada, name="trial", status="TRIAL", expiresOn=day(0))
    await kept(ada, name="ended", expiresOn=day(-7))
    await kept(ada, name="long ago", expiresOn=day(-8))
    await kept(ada, name="put away", status="ARCHIVED", expiresOn=day(1))
    far = await kept(ada, name="far", expiresOn=day(31))
    await kept(bob, name="bob's", expiresOn=day(1))

    async with websocket(studio_url, ada.token) as socket:
        activity = Activity(socket)
        assert await activity.reminder() == ("ended", -7)
        trial = await activity.next()
        assert (trial["kind"], trial["expiresOn"]) == ("TRIAL", day(0))
        await update(ada, id=far["id"], name="near", expiresOn=day(30))
        assert await activity.reminder() == ("near", 30)
        await update(ada, id=far["id"], expiresOn=day(29))
        await kept(bob, name="bob's too", expiresOn=day(1))
        new = await create(ada, name="new", expiresOn=day(2))
        assert await activity.reminder() == ("new", 2)
        # A copy has no end, and what is deleted has nobody to be told of.
        await duplicate(ada, id=new["equipment"]["id"])
        await delete(ada, new["equipment"]["id"])
        await create(ada, name="last", expiresOn=day(3))
        assert await activity.reminder() == ("last", 3)


async def test_a_second_subscriber_is_told_everything_again(ada: Person, studio_url: str) -> None:
    await kept(ada, name="soon", expiresOn=day(1))
    for _ in range(2):
        async with websocket(studio_url, ada.token) as socket:
            assert await Activity(socket).reminder() == ("soon", 1)
