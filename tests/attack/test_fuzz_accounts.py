"""Whatever is sent to what begins and ends sessions: it happens whole, or nothing happens.

Each example has people of its own, and may guess as often as if it were the first.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from hypothesis import strategies as st
from hypothesis_graphql import mutations

from app.bootstrap import Studio
from app.domain.users.model import normal_email
from app.domain.users.ports import Verdict
from app.rows.users import SessionRow, UserRow
from tests.attack.accounts import OLD_HASH, Device, account, alive, sign_in
from tests.attack.documents import document
from tests.attack.fuzzing import (
    DOCUMENTS,
    EXAMPLES,
    SCHEMA,
    Body,
    ask_as,
    quiet_log,
    try_all,
    waiting_in,
)
from tests.attack.values import NASTY, TEXTS, arguments, nodes
from tests.studio import PASSWORD

CANARY = "canary-5f1d"
SECRETS = (PASSWORD, CANARY)
EMAILS = st.sampled_from(
    [
        *("ada@example.com", "ADA@Example.com ", "ada@ex\uff41mple.com", "\u0430da@example.com"),
        *("old@example.com", "shut@example.com", "nobody@example.com", "a\u0308da@example.com"),
        *("\u00c4da@b\u00fccher.de", "a" * 64 + "@b.de", "a" * 65 + "@b.de", "ada@example.com\0"),
    ]
)
MAYBE = st.sampled_from(NASTY).map(lambda nasty: CANARY + nasty) | TEXTS.map(CANARY.__add__)
PASSWORDS = st.sampled_from([PASSWORD, PASSWORD, PASSWORD.upper(), PASSWORD + "\0"]) | MAYBE

Check = Callable[["Scene", Body], Awaitable[str]]


class Scene:
    """Ada with two sessions, Bob, and others who cannot sign in."""

    def __init__(self, studio: Studio, client: httpx.Client, new_hash: str) -> None:
        self.studio = studio
        self.client = client
        self.new_hash = new_hash

    async def begin(self) -> None:
        await UserRow.all().delete()
        await self.studio.redis.flushdb()
        self.ada = await account("ada@example.com", self.new_hash)
        self.bob = await account("bob@example.com", self.new_hash)
        await account("old@example.com", OLD_HASH)
        await account("shut@example.com", self.new_hash, active=False)
        await account("\u00e4da@example.com", None)
        self.here, self.there = [await sign_in(self.studio, self.ada) for _ in range(2)]
        self.bobs: Device = await sign_in(self.studio, self.bob)

    async def ask(self, body: Body, *, signed_in: bool) -> Body:
        token = self.here.token if signed_in else None
        return await asyncio.to_thread(ask_as, self.client, token, body)

    async def check_others(self) -> None:
        assert await alive(self.bobs) == [True]
        assert (await UserRow.get(id=self.bob)).password_hash == self.new_hash


async def _login(scene: Scene, body: Body) -> str:
    before = await SessionRow.all().count()
    told = await scene.ask(body, signed_in=False)
    payload = (told.get("data") or {}).get("login") or {}
    wish = body["variables"]["input"]
    right = (
        isinstance(wish, dict)
        and isinstance(wish.get("email"), str)
        and normal_email(wish["email"]) in ("ada@example.com", "old@example.com")
        and wish.get("password") == PASSWORD
    )
    assert bool(payload.get("token")) is right
    assert right or "userErrors" not in payload or payload["userErrors"]
    assert await SessionRow.all().count() - before == right
    seen = await UserRow.exclude(last_login=None).values_list("email", flat=True)
    assert seen == ([payload["user"]["email"]] if right else [])
    return "in" if right else "out"


async def _logout(scene: Scene, body: Body) -> str:
    told = await scene.ask(body, signed_in=True)
    payload = (told.get("data") or {}).get("logout")
    ended = payload is not None and payload["userErrors"] == []
    everywhere = ended and body["variables"]["input"].get("everywhere") is True
    assert await alive(scene.here, scene.there) == [not ended, not everywhere]
    return "out" if ended else "in"


async def _register(scene: Scene, body: Body) -> str:
    before = set(await UserRow.all().values_list("id", flat=True))
    told = await scene.ask(body, signed_in=False)
    payload = (told.get("data") or {}).get("register") or {}
    new = await UserRow.exclude(id__in=before)
    assert await SessionRow.exclude(user_id__in=before).count() == len(new)
    if not payload.get("token"):
        assert new == []
        assert "errors" in told or payload["userErrors"]
        return "refused"
    [row] = new
    wish = body["variables"]["input"]
    assert (row.email, payload["userErrors"]) == (normal_email(wish["email"]), [])
    hasher = scene.studio.services.users.hasher
    assert await hasher.verify(wish["password"], row.password_hash) is Verdict.RIGHT
    me = {"query": "{ me { email } }"}
    found = await asyncio.to_thread(ask_as, scene.client, payload["token"], me)
    assert found["data"]["me"]["email"] == row.email
    return "registered"


async def _change_password(scene: Scene, body: Body) -> str:
    told = await scene.ask(body, signed_in=True)
    payload = (told.get("data") or {}).get("changePassword")
    changed = payload is not None and payload["userErrors"] == []
    now = (await UserRow.get(id=scene.ada)).password_hash
    if not changed:
        assert now == scene.new_hash, "the old password is the one that counts"
    else:
        wish = body["variables"]["input"]
        assert wish["currentPassword"] == PASSWORD
        hasher = scene.studio.services.users.hasher
        assert await hasher.verify(wish["newPassword"], now) is Verdict.RIGHT
    assert await alive(scene.here, scene.there) == [True, not changed]
    return "changed" if changed else "kept"


ATTACKED: dict[str, tuple[Check, dict[str, st.SearchStrategy[Any]]]] = {
    "login": (_login, {"email": EMAILS, "password": PASSWORDS}),
    "logout": (_logout, {"everywhere": st.booleans()}),
    "register": (
        _register,
        {"email": EMAILS | st.emails(), "password": PASSWORDS, "firstName": st.none() | TEXTS},
    ),
    "changePassword": (_change_password, {"currentPassword": PASSWORDS, "newPassword": MAYBE}),
}


@pytest.fixture
async def scene(studio: Studio, studio_url: str) -> AsyncIterator[Scene]:
    new_hash = await studio.services.users.hasher.hash(PASSWORD)
    with httpx.Client(base_url=studio_url, timeout=30) as client:
        yield Scene(studio, client, new_hash)


@pytest.mark.parametrize("name", ATTACKED)
async def test_any_variables_do_all_or_nothing(name: str, scene: Scene) -> None:
    check, likely = ATTACKED[name]
    run = waiting_in(asyncio.get_running_loop())
    query = document(SCHEMA, "mutation", name)
    assert SCHEMA.mutation_type is not None
    any_wish = arguments(SCHEMA.mutation_type.fields[name].args, [])
    wishes = st.fixed_dictionaries({"input": st.fixed_dictionaries(likely)})
    outcomes: Counter[str] = Counter()

    async with quiet_log(*SECRETS) as hidden:

        async def one(variables: Body) -> None:
            await scene.begin()
            hidden.extend([scene.here.token, scene.there.token])
            outcomes[await check(scene, {"query": query, "variables": variables})] += 1
            await scene.check_others()

        ways = wishes | wishes | any_wish
        await asyncio.to_thread(try_all, ways, lambda each: run(one(each)), EXAMPLES * 2)
    assert len(outcomes) == 2, outcomes


@pytest.mark.parametrize("name", ATTACKED)
async def test_any_document_leaves_others_alone(name: str, scene: Scene) -> None:
    run = waiting_in(asyncio.get_running_loop())
    documents = mutations(SCHEMA, fields=[name], custom_scalars=nodes([]))

    async with quiet_log(*SECRETS) as hidden:

        async def one(query: str) -> None:
            await scene.begin()
            hidden.append(scene.here.token)
            await scene.ask({"query": query}, signed_in=name in ("logout", "changePassword"))
            await scene.check_others()

        await asyncio.to_thread(try_all, documents, lambda each: run(one(each)), DOCUMENTS)
