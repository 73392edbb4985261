"""Secrets sent through every path are found nowhere but in the two answers that tell them.

A process of its own serves, and says all that it can: nothing of the tests filters its log.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.bootstrap import Studio
from app.infra.database import connection
from app.infra.embedded.ports import free_port
from app.infra.settings import Settings
from app.rows.equipment import EquipmentRow
from tests.api.equipment import (
    CREATE,
    DUPLICATE,
    EXPORT,
    IMPORT,
    LIST,
    REVEAL,
    SPENDING,
    TRAIL,
    UPDATE,
)
from tests.chaos.processes import api
from tests.graphql_ws import websocket
from tests.studio import PASSWORD, Person

CURRENCY = "XTS"
"""The code that ISO 4217 keeps for tests."""
CALL = "mutation {{ createEquipment(input: {wish}) {{ userErrors {{ message params }} }} }}"
ACTIVITY = """
subscription { activity { __typename ... on EquipmentReminder { equipment { id name version } } } }
"""


@dataclass
class Canaries:
    """Secrets that are all different, and everything that was heard of them."""

    sung: list[str] = field(default_factory=list)
    heard: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        number = len(self.sung)
        secret = f"canary-{hashlib.sha256(str(number).encode()).hexdigest()[:20]}"
        self.sung.append(secret)
        return secret

    def price(self) -> dict[str, str]:
        number = int(hashlib.sha256(str(len(self.sung)).encode()).hexdigest()[:8], 16)
        amount = f"{number + 10**10}.4711"
        self.sung.append(amount)
        return {"amount": amount, "currency": CURRENCY}

    def secrets(self) -> dict[str, Any]:
        return {"password": self.text(), "licenseKey": self.text(), "price": self.price()}

    def traces(self, text: str) -> set[str]:
        """The secrets that a text has in it, in whatever spelling."""
        return {each for each in self.sung if any(spelled in text for spelled in spellings(each))}


def spellings(secret: str) -> list[str]:
    raw = secret.encode()
    inner = base64.b64encode(raw)[2:-4].decode()
    hashed = [hashlib.new(name, raw).hexdigest() for name in ("md5", "sha1", "sha256")]
    return [secret, secret.replace("-", "\\u002d"), raw.hex(), inner, *hashed]


@pytest.fixture
async def served_loudly(settings: Settings, tmp_path: Path) -> AsyncIterator[tuple[str, Any]]:
    """The address of an API that logs everything, and its process."""
    port = free_port("127.0.0.1", 0, may_move=True)
    loud = settings.model_copy(
        update={"port": port, "log_level": "TRACE", "data_dir": tmp_path, "host": "127.0.0.1"}
    )
    async with api(loud, tmp_path) as process:
        url = f"http://127.0.0.1:{port}"
        async with asyncio.timeout(30), httpx.AsyncClient(base_url=url) as client:
            while True:
                try:
                    (await client.get("/health/ready")).raise_for_status()
                    break
                except httpx.HTTPError:
                    assert process.alive, process.log
                    await asyncio.sleep(0.05)
        yield url, process


class Caller:
    """Ada, whose every answer is kept by what she asked."""

    def __init__(self, canaries: Canaries, http: httpx.AsyncClient, token: str) -> None:
        self._canaries = canaries
        self._http = http
        self._headers = {"Authorization": f"Bearer {token}", "GraphQL-Require-Preflight": "1"}

    def _keep(self, label: str, answer: httpx.Response) -> Any:
        self._canaries.heard[label] = answer.text + str(answer.headers)
        return answer.json()

    async def ask(self, label: str, query: str, **variables: Any) -> Any:
        body = {"query": query, "variables": variables}
        answer = await self._http.post("/graphql", json=body, headers=self._headers)
        return self._keep(label, answer)

    async def upload(self, label: str, content: str, **wish: Any) -> Any:
        variables = {"input": {**wish, "file": None}}
        answer = await self._http.post(
            "/graphql",
            data={
                "operations": json.dumps({"query": IMPORT, "variables": variables}),
                "map": '{"0": ["variables.input.file"]}',
            },
            files={"0": ("inventory.csv", content.encode())},
            headers=self._headers,
        )
        return self._keep(label, answer)


async def sing(canaries: Canaries, ada: Caller) -> dict[str, str]:
    """Every path that a secret can take; answers the ids of what was made."""
    first = {"type": "PLUGIN", "name": "first", "idempotencyKey": "k", **canaries.secrets()}
    made = await ada.ask("create", CREATE, input=first)
    key = made["data"]["createEquipment"]["equipment"]["id"]
    await ada.ask("create again", CREATE, input=first)
    other = {**first, "password": canaries.text()}
    await ada.ask("create another by the same key", CREATE, input=other)
    await ada.ask("update", UPDATE, input={"id": key, **canaries.secrets()})
    stale = {"id": key, "expectedVersion": 1, **canaries.secrets()}
    await ada.ask("update of a stale version", UPDATE, input=stale)
    await ada.ask("update of nothing", UPDATE, input={"id": "x", "password": canaries.text()})
    await ada.ask("duplicate", DUPLICATE, input={"id": key})
    await ada.ask("look-up", "query ($id: ID!) { node(id: $id) { id __typename } }", id=key)
    await lie(canaries, ada)
    await bring(canaries, ada)
    # A sum of several prices, which is none of them.
    for name, query in {"list": LIST, "trail": TRAIL, "spending": SPENDING}.items():
        await ada.ask(name, query)
    return {"first": key}


async def lie(canaries: Canaries, ada: Caller) -> None:
    """Secrets that are too long, of a wrong type, or in a wrong place."""
    right = {"type": "PLUGIN", "name": "wrong"}
    too_long = {"password": canaries.text() * 50, "licenseKey": canaries.text() * 500}
    await ada.ask("too long", CREATE, input={**right, **too_long})
    await ada.ask("NUL", CREATE, input={**right, "password": canaries.text() + "\0"})
    for field_ in ("type", "name", "password", "licenseKey", "price", "status", "expiresOn", "url"):
        for wrong in (
            [canaries.text()],
            {"a": canaries.text()},
            {"amount": canaries.text(), "currency": CURRENCY},
            {"amount": 1, "currency": canaries.text()},
            *([] if field_ == "name" else [canaries.text()]),
        ):
            wish: dict[str, Any] = {**right, field_: wrong}
            await ada.ask(f"{field_} {wrong}", CREATE, input=wish)
            if field_ not in ("type", "status"):
                wish["type"] = "PLUGIN"
            written = re.sub(r'"(\w+)":', r"\1:", json.dumps(wish)).replace('"PLUGIN"', "PLUGIN")
            await ada.ask(f"{field_} {wrong} written", CALL.format(wish=written))
    await ada.ask("whole", CREATE, input=canaries.text())
    await ada.ask("missing", CREATE, input=canaries.secrets())
    await ada.ask("unknown", CREATE, input={**right, **canaries.secrets(), "more": canaries.text()})
    told = {"format": "CSV", "includeSecrets": True, "password": canaries.text()}
    await ada.ask("export with a wrong password", EXPORT, input=told)
    await ada.ask("export without secrets", EXPORT, input={"format": "JSON"})


async def bring(canaries: Canaries, ada: Caller) -> None:
    """Secrets in files, right and wrong ones."""

    def csv(rows: int) -> str:
        lines = (
            f"{'Plugin' if n % 2 else 'nothing'},imported {n},{canaries.text()},{canaries.text()},"
            f"{canaries.price()['amount']},{CURRENCY}\n"
            for n in range(rows)
        )
        return "type,name,password,license key,price,currency\n" + "".join(lines)

    for dry in (True, False):
        await ada.upload(f"CSV {dry}", csv(4), format="CSV", dryRun=dry)
        listed = [
            {"type": "Plugin", "name": f"listed {n}", **canaries.secrets()} for n in range(2)
        ] + [{"type": "Plugin", "name": "bad", "password": [canaries.text()]}, canaries.text()]
        await ada.upload(f"JSON {dry}", json.dumps(listed), format="JSON", dryRun=dry)
    broken = csv(1) + f'Plugin,"{canaries.text()}'
    await ada.upload("broken CSV", broken, format="CSV", dryRun=False)
    await ada.upload("broken JSON", f'["{canaries.text()}"', format="JSON", dryRun=False)
    await ada.upload("wrong format", csv(1), format=canaries.text(), dryRun=False)


async def everything_kept(studio: Studio) -> dict[str, str]:
    """Every row of every table, and every value of Redis."""
    tables = await connection().execute_query_dict(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    found = {}
    for table in (each["tablename"] for each in tables):
        rows = await connection().execute_query_dict(
            f'SELECT coalesce(string_agg(row_to_json(t)::text, chr(10)), $1) AS text FROM "{table}" t',  # noqa: E501, S608
            [""],
        )
        found[f"table {table}"] = rows[0]["text"]
    async for key in studio.redis.scan_iter():
        dumped = await studio.redis.dump(key)
        found[f"redis {key!r}"] = key.decode(errors="replace") + (dumped or b"").decode("latin-1")
    return found


async def test_secrets_are_found_nowhere_but_where_they_are_told(
    ada: Person, studio: Studio, served_loudly: tuple[str, Any]
) -> None:
    url, process = served_loudly
    canaries, published = Canaries(), ""
    async with (
        httpx.AsyncClient(base_url=url, timeout=30) as http,
        studio.redis.pubsub(ignore_subscribe_messages=True) as pubsub,
        websocket(url, ada.token) as socket,
    ):
        await pubsub.psubscribe("*")
        await socket.send({"id": "1", "type": "subscribe", "payload": {"query": ACTIVITY}})
        caller = Caller(canaries, http, ada.token)
        ids = await sing(canaries, caller)
        tomorrow = (datetime.now(UTC).date() + timedelta(days=1)).isoformat()
        await caller.ask("due", UPDATE, input={"id": ids["first"], "expiresOn": tomorrow})
        told = await caller.ask("reveal", REVEAL, input={"id": ids["first"]})
        wish = {"format": "JSON", "includeSecrets": True, "password": PASSWORD}
        exported = await caller.ask("export", EXPORT, input=wish)
        await EquipmentRow.all().update(license_key_encrypted="damaged")
        await caller.ask("reveal of something damaged", REVEAL, input={"id": ids["first"]})
        async with asyncio.timeout(20):
            event = str(await socket.receive())
            while "person-news" not in published:
                published += str(await pubsub.get_message(timeout=1))
        while message := await pubsub.get_message(timeout=0.2):
            published += str(message)

    # That it sings at all, and is heard where it may be.
    assert canaries.traces(json.dumps(told)) == set(canaries.sung[4:7])
    assert len(canaries.traces(json.dumps(exported))) > 10
    assert "EquipmentReminder" in event
    assert len(process.log.splitlines()) > 100

    places = {
        **{
            label: text
            for label, text in canaries.heard.items()
            if label not in ("reveal", "reveal of something damaged", "export")
        },
        **await everything_kept(studio),
        "log": process.log,
        "published": published,
        "event": event,
    }
    leaks = {where: canaries.traces(text) for where, text in places.items()}
    assert {where: found for where, found in leaks.items() if found} == {}
