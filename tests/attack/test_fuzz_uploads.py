"""Whatever file is sent: each row is taken or told, nothing is half taken, and no secret is told.

Taking it again takes nothing more, and a dry run tells the truth and takes nothing.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import Any, Final

import httpx
import pytest
from hypothesis import strategies as st

from app.rows.equipment import EquipmentRow
from app.schema.ids import encode_id
from tests.api.equipment import kept
from tests.attack.documents import document
from tests.attack.fuzzing import (
    EXAMPLES,
    SCHEMA,
    Body,
    ask_as,
    coded,
    quiet_log,
    try_all,
    waiting_in,
)
from tests.attack.inventories import CANARY, contents, form
from tests.attack.values import NASTY, values
from tests.studio import Person

ATTACKED: Final = ("importEquipment",)
QUERY: Final = document(SCHEMA, "mutation", "importEquipment")
PLACES: Final = json.dumps({"0": ["variables.input.file"]})
KIND: Final = "multipart/form-data; boundary=x1F"
KINDS: Final = (
    *(f"{KIND}; charset=utf-8", f"{KIND}; charset=utf-16", f"{KIND}; charset=utf-8; charset=hex"),
    *(f"{KIND}; a*{'9' * 5000}=x", "multipart/form-data", 'multipart/form-data; boundary=""'),
)
COUNTS: Final = ("rows", "created", "skipped", "failed")


@pytest.fixture
def headers(ada: Person) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {ada.token}",
        "Accept": "application/graphql-response+json",
        "GraphQL-Require-Preflight": "1",
    }


@pytest.mark.parametrize("written_as", ["CSV", "JSON"])
async def test_any_file_is_taken_row_by_row_or_not_at_all(
    written_as: str, ada: Person, bob: Person, headers: dict[str, str]
) -> None:
    run = waiting_in(asyncio.get_running_loop())
    ids = [(await kept(each, name="mine", password=CANARY))["id"] for each in (ada, bob)]
    ids += [encode_id("User", bob.id), str(bob.id)]
    outcomes: Counter[str] = Counter()

    async def send(content: bytes, *, dry: bool, more: bool) -> dict[str, Any]:
        wish = {"file": None, "format": written_as, "dryRun": dry, "allowDuplicates": more}
        operations = json.dumps({"query": QUERY, "variables": {"input": wish}}).encode()
        body = form(operations, PLACES.encode(), content)
        answer = await ada.http.post(
            "/graphql", content=body, headers={**headers, "Content-Type": KIND}
        )
        return dict(coded(answer)["data"]["importEquipment"])

    async def one(content: bytes, *, more: bool) -> None:
        before = await EquipmentRow.filter(user_id=ada.id).count()
        told = await send(content, dry=True, more=more)
        assert await EquipmentRow.filter(user_id=ada.id).count() == before
        taken = await send(content, dry=False, more=more)
        now = await EquipmentRow.filter(user_id=ada.id).count()
        assert await EquipmentRow.filter(user_id=bob.id).count() == 1
        assert bool(taken["userErrors"]) is (taken["report"] is None)
        if taken["report"] is None:
            outcomes["refused"] += 1
            assert (now, told) == (before, taken)
            return
        report = taken["report"]
        outcomes["taken" if report["created"] else "told"] += 1
        assert [report[each] for each in COUNTS] == [told["report"][each] for each in COUNTS]
        assert report["rows"] == report["created"] + report["skipped"] + report["failed"]
        assert now == before + report["created"]
        assert (report["failed"] > 0) is bool(report["errors"])
        assert {each["code"] for each in report["errors"]} <= {"VALIDATION"}
        again = (await send(content, dry=False, more=False))["report"]
        assert (again["created"], again["failed"]) == (0, report["failed"])
        await EquipmentRow.filter(user_id=ada.id).exclude(name="mine").delete()

    async with quiet_log(CANARY, ada.token):
        files = st.tuples(contents(ids, written_as), st.booleans())
        attack = lambda each: run(one(each[0], more=each[1]))  # noqa: E731
        await asyncio.to_thread(try_all, files, attack, EXAMPLES * 4)
    assert len(outcomes) == 3, outcomes


async def test_any_form_is_coded_and_only_a_whole_one_imports(
    ada: Person, headers: dict[str, str]
) -> None:
    run = waiting_in(asyncio.get_running_loop())
    assert SCHEMA.mutation_type is not None
    [wish] = SCHEMA.mutation_type.fields["importEquipment"].args.values()
    content = f"type,name,password\nPlugin,Reverb,{CANARY}\n".encode()
    right = {"input": {"format": "CSV", "dryRun": False, "file": None}}
    variables = st.just(right) | st.fixed_dictionaries({"input": values(wish.type, [])})
    paths = st.sampled_from(
        ["variables.input.file"] * 4 + ["variables.input", "variables", "query"]
    )
    paths |= st.sampled_from(NASTY).map("variables.input.".__add__)
    places = st.dictionaries(st.sampled_from(["0", "operations", ""]), st.lists(paths, max_size=2))
    outcomes: Counter[str] = Counter()

    async def one(wanted: Body, put: Body, kind: str, cut: int) -> None:
        operations = json.dumps({"query": QUERY, "variables": wanted}).encode()
        body = form(operations, json.dumps(put).encode(), content)
        whole = body[: len(body) - cut]
        answer = await ada.http.post(
            "/graphql", content=whole, headers={**headers, "Content-Type": kind}
        )
        told = coded(answer)
        report = ((told.get("data") or {}).get("importEquipment") or {}).get("report")
        created = 0 if report is None or report["dryRun"] else report["created"]
        assert await EquipmentRow.filter(user_id=ada.id).count() == created
        await EquipmentRow.filter(user_id=ada.id).delete()
        outcomes["imported" if report else "refused"] += 1

    async with quiet_log(CANARY, ada.token):
        forms = st.tuples(
            variables,
            st.just(json.loads(PLACES)) | places,
            st.sampled_from([KIND] * 5 + list(KINDS)),
            st.sampled_from([0] * 6) | st.integers(0, 300),
        )
        for kind in KINDS:
            await one(right, json.loads(PLACES), kind, 0)
        await asyncio.to_thread(try_all, forms, lambda each: run(one(*each)), EXAMPLES * 4)
    assert len(outcomes) == 2, outcomes


async def test_a_text_is_no_upload(ada: Person) -> None:
    assert SCHEMA.mutation_type is not None
    [wish] = SCHEMA.mutation_type.fields["importEquipment"].args.values()
    bodies = st.fixed_dictionaries(
        {
            "query": st.just(QUERY),
            "variables": st.fixed_dictionaries({"input": values(wish.type, [])}),
        }
    )

    def attack() -> None:
        with httpx.Client(base_url=ada.http.base_url, timeout=30) as client:

            def refused(body: Body) -> None:
                assert "data" not in ask_as(client, ada.token, body)

            try_all(bodies, refused, EXAMPLES)

    async with quiet_log(ada.token):
        await asyncio.to_thread(attack)
