"""One person who does everything at once, or two who pretend to be one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import httpx

from app.bootstrap import Studio
from app.rows.equipment import EquipmentRow
from app.rows.users import SessionRow, UserRow
from tests.api.equipment import create, delete, exported, report
from tests.api.test_account import CHANGE, NEW, REVOKE, another_session, change, sessions
from tests.api.test_users import LOGOUT, login, register
from tests.attack.accounts import alive, sign_in
from tests.graphql_ws import websocket
from tests.studio import PASSWORD, Person

ONE_ADDRESS = (
    "k\u00e4the@b\u00fccher.de",
    "K\u00c4THE@B\u00dcCHER.DE",
    " ka\u0308the@bu\u0308cher.de\n",
    "\u212aa\u0308THE@xn--bcher-kva.de",
    "k\u00e4the@b\u00fccher\u3002de",
    "k\u00e4the@\uff42\u00fccher.de",
)
CONFUSABLE = (
    "\u043a\u00e4the@b\u00fccher.de",
    "\uff4b\u00e4the@b\u00fccher.de",
    "kathe@b\u00fccher.de",
    "k\u00e4the@bucher.de",
)


async def test_an_address_in_all_its_spellings_at_once_opens_one_account(
    http: httpx.AsyncClient,
) -> None:
    """What only looks like it is somebody else, who has nothing of the first."""
    spellings = [ONE_ADDRESS[number % len(ONE_ADDRESS)] for number in range(20)]
    told = await asyncio.gather(*(register(http, email=each) for each in spellings))
    opened = [each for each in told if each["token"]]
    assert [each["user"]["email"] for each in opened] == [ONE_ADDRESS[0]]
    refused = [each["userErrors"][0]["code"] for each in told if not each["token"]]
    assert refused == ["CONFLICT"] * 19
    assert await UserRow.all().count() == await SessionRow.all().count() == 1

    await asyncio.gather(*(register(http, email=each, password="other" * 3) for each in CONFUSABLE))
    assert await UserRow.all().count() == 1 + len(CONFUSABLE)
    for each in CONFUSABLE:
        assert (await login(http, each, "other" * 3))["user"]["email"] == each
    assert not (await login(http, ONE_ADDRESS[0], "other" * 3))["token"]


async def test_of_two_new_passwords_at_once_one_counts(ada: Person) -> None:
    elsewhere = await another_session(ada)
    new = ["a first new password", "a second new password"]
    told = await asyncio.gather(
        *(change(who, new=each) for who, each in zip((ada, elsewhere), new, strict=True))
    )
    [winner] = [number for number, errors in enumerate(told) if errors == []]
    [loser] = told[1 - winner]
    assert loser["path"] == ["input", "currentPassword"]
    assert (await login(ada.http, ada.email, new[winner]))["token"]
    assert not (await login(ada.http, ada.email, new[1 - winner]))["token"]
    dead, living = (elsewhere, ada) if winner == 0 else (ada, elsewhere)
    assert "errors" in await dead.ask("{ me { id } }")
    assert (await living.get("{ me { id } }"))["me"]


async def test_nobody_stays_who_came_in_by_the_old_password_meanwhile(ada: Person) -> None:
    """Whoever proves the old password while the new one is taken has proved nothing."""
    came: list[dict[str, Any]] = []
    changing = asyncio.create_task(change(ada))

    async def come() -> None:
        while not changing.done():
            came.append(await login(ada.http, ada.email, PASSWORD))

    changed, *_ = await asyncio.gather(changing, *(come() for _ in range(3)))
    assert changed == []
    for each in came:
        guest = Person(ada.id, ada.email, each["token"] or "nothing", ada.http)
        assert "errors" in await guest.ask("{ me { id } }")
    assert [each["current"] for each in await sessions(ada)] == [True]


async def test_a_session_that_ends_while_it_works_ends_everywhere(
    ada: Person, studio: Studio, studio_url: str
) -> None:
    """What it is in the midst of is finished; the sessions stay dead, and its stream ends."""
    async with websocket(studio_url, ada.token) as socket:
        await socket.send(
            {
                "id": "1",
                "type": "subscribe",
                "payload": {"query": "subscription { activity { __typename } }"},
            }
        )
        changed, ended, created = await _all(
            ada.ask(CHANGE, input={"currentPassword": PASSWORD, "newPassword": NEW}),
            ada.ask(LOGOUT, all=True),
            create(ada, name="in the midst"),
        )
        async with asyncio.timeout(30):
            assert await socket.closed_by("{ me { id } }") == 4403
    for told in (changed, ended):
        assert isinstance(told, dict)
        codes = {each["extensions"]["code"] for each in told.get("errors", [])}
        assert codes <= {"UNAUTHENTICATED"}
    assert isinstance(created, dict | AssertionError)
    assert await EquipmentRow.all().count() == isinstance(created, dict)
    assert await SessionRow.filter(revoked_at=None).count() == 0
    assert "errors" in await ada.ask("{ me { id } }")


async def test_a_session_is_ended_once_however_often_that_is_asked_at_once(
    ada: Person, studio: Studio
) -> None:
    device = await sign_in(studio, ada.id)
    ids = [each["id"] for each in await sessions(ada) if not each["current"]]
    told = await asyncio.gather(*(ada.get(REVOKE, id=ids[0]) for _ in range(8)))
    errors = [each["revokeSession"]["userErrors"] for each in told]
    assert sorted(map(len, errors)) == [0] + [1] * 7
    assert {each[0]["code"] for each in errors if each} == {"NOT_FOUND"}
    assert await alive(device) == [False]
    told = await asyncio.gather(*(ada.ask(LOGOUT, all=False) for _ in range(8)))
    ended = [each for each in told if "errors" not in each]
    assert ended
    for each in told:
        assert each in ended or each["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_imports_deletions_and_exports_at_once_leave_no_double(ada: Person) -> None:
    content = "type,name,password\n" + "".join(f"Plugin,{n},pw{n}\n" for n in range(30))
    await report(ada, content)
    listed = await ada.get("{ equipmentItems(first: 100) { nodes { id } } }")
    ids = [each["id"] for each in listed["equipmentItems"]["nodes"]]
    first, second, gone, *_ = await asyncio.gather(
        report(ada, content),
        report(ada, content),
        delete(ada, *ids[:20]),
        delete(ada, *ids[10:]),
        exported(ada, format="CSV"),
    )
    for each in (first, second):
        assert (each["rows"], each["failed"]) == (30, 0)
        assert each["created"] + each["skipped"] == 30
    names = await EquipmentRow.filter(user_id=ada.id).values_list("name", flat=True)
    assert len(names) == len(set(names)) == first["created"] + second["created"]
    assert gone["summary"]["requested"] == 20


async def _all(*asked: Awaitable[Any]) -> list[Any]:
    """What came of each, errors included."""
    return list(await asyncio.gather(*asked, return_exceptions=True))
