"""People arrive with a spreadsheet, and may leave with one."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from typing import Any

import pytest

from app.domain.equipment.tables import MOST_BYTES, MOST_ROWS
from app.domain.errors import ErrorCode
from app.rows.equipment import EquipmentRow
from tests.api.equipment import (
    LIST,
    delete,
    export,
    exported,
    kept,
    names,
    report,
    secrets,
    told,
    trail,
    upload,
)
from tests.studio import PASSWORD, Person

ALL = """{
  equipmentItems(first: 100) { nodes {
    id type name productVersion description softwareTags pluginTags manufacturer url username
    licenseManagement licenseDescription purchaseDate expiresOn systemRequirements status } }
}"""
AWKWARD: list[dict[str, Any]] = [
    {"type": "PLUGIN", "name": "plain"},
    {
        "type": "SOFTWARE",
        "name": '=HYPERLINK("http://evil","x")',
        "productVersion": "-1",
        "description": 'quotes " and, commas; and\r\nlines\nof\rall kinds',
        "softwareTags": "@daw, +1",
        "pluginTags": "'=x",
        "manufacturer": "'Quoted'",
        "url": "https://example.com/?a=b&c",
        "username": "ada@example.com",
        "password": " =cmd|' /C calc'!A0 ",
        "licenseManagement": "LICENSE_KEY",
        "licenseKey": "\t-LINE 1-\r\nLINE 2\n",
        "licenseDescription": "ä 👩‍👩‍👧 \u2028",
        "purchaseDate": "1900-01-01",
        "expiresOn": "2999-12-31",
        "price": {"amount": "0.0001", "currency": "EUR"},
        "systemRequirements": "''",
        "status": "ARCHIVED",
    },
    {
        "type": "PLUGIN",
        "name": "'",
        "password": "  ",
        "licenseManagement": "ILOK",
        "price": {"amount": "999999999999.9999", "currency": "JPY"},
        "status": "TRIAL",
    },
]


async def everything(person: Person) -> list[dict[str, Any]]:
    """All equipment with its secrets, but for the ids."""
    nodes = (await person.get(ALL))["equipmentItems"]["nodes"]
    opened = [await secrets(person, node.pop("id")) for node in nodes]
    return [{**node, **each} for node, each in zip(nodes, opened, strict=True)]


@pytest.mark.parametrize("written_as", ["CSV", "JSON"])
async def test_what_was_exported_with_secrets_is_imported_as_it_was(
    ada: Person, bob: Person, written_as: str
) -> None:
    ids = [(await kept(ada, **each))["id"] for each in AWKWARD]
    before = await everything(ada)
    content = await exported(ada, format=written_as, includeSecrets=True, password=PASSWORD)
    await delete(ada, *ids)
    found = await report(ada, content, format=written_as)

    assert (found["rows"], found["created"], found["failed"]) == (3, 3, 0)
    assert found["ignoredColumns"] == []
    assert await everything(ada) == before
    # And once more into another inventory, where it is new again.
    assert (await report(bob, content, format=written_as))["created"] == 3
    assert await everything(bob) == before


async def test_secrets_are_in_an_export_only_when_asked_for_with_the_password(ada: Person) -> None:
    await kept(ada, name="Reverb", password="hunter2", price={"amount": 5, "currency": "EUR"})
    for written_as in ("CSV", "JSON"):
        plain = await exported(ada, format=written_as)
        assert "hunter2" not in plain
        assert "assword" not in plain
        assert "EUR" not in plain
    for password, path in ((None, "password"), ("wrong password", "password"), ("", "password")):
        answer = await export(ada, format="CSV", includeSecrets=True, password=password)
        assert answer["file"] is None
        assert told(answer) == [("VALIDATION", ["input", path])]
    assert await trail(ada) == []
    assert "hunter2" in await exported(ada, format="JSON", includeSecrets=True, password=PASSWORD)


async def test_wrong_passwords_of_an_export_count_like_failed_logins(ada: Person) -> None:
    wish = {"format": "CSV", "includeSecrets": True, "password": "wrong password"}
    for _ in range(10):
        assert told(await export(ada, **wish)) == [("VALIDATION", ["input", "password"])]
    assert told(await export(ada, **{**wish, "password": PASSWORD})) == [("RATE_LIMITED", [])]


async def test_an_export_notes_every_record_whose_secrets_it_told(ada: Person, bob: Person) -> None:
    await kept(ada, name="with", password="pw")
    await kept(ada, name="key", licenseKey="k")
    await kept(ada, name="without")
    await kept(bob, name="bob's", password="pw")
    await exported(ada, format="CSV")
    assert await trail(ada) == []
    await exported(ada, format="CSV", includeSecrets=True, password=PASSWORD)
    noted = {each["equipmentName"]: each for each in await trail(ada)}
    assert set(noted) == {"with", "key"}
    assert (noted["with"]["purpose"], noted["with"]["password"]) == ("EXPORT", True)
    assert (noted["key"]["licenseKey"], noted["key"]["password"]) == (True, False)
    assert await trail(bob) == []


async def test_what_cannot_be_decrypted_is_missing_and_told(ada: Person) -> None:
    await kept(ada, password="pw", licenseKey="k")
    await EquipmentRow.all().update(password_encrypted="nonsense")
    answer = await export(ada, format="JSON", includeSecrets=True, password=PASSWORD)
    assert told(answer) == [(ErrorCode.DECRYPTION_FAILED, ["file"])]
    assert (answer["file"]["unreadable"], answer["file"]["count"]) == (1, 1)
    [row] = json.loads(answer["file"]["content"])["equipment"]
    assert row == {"type": "Plugin", "name": "Reverb", "status": "active", "licenseKey": "k"}


async def test_a_csv_is_safe_to_open_and_a_spreadsheet_knows_its_letters(ada: Person) -> None:
    await kept(ada, name="=1+1", manufacturer="@x", username="+49", description="-a", url=None)
    answer = await export(ada, format="CSV")
    assert answer["file"]["filename"].startswith("equipment-2")
    assert answer["file"]["filename"].endswith(".csv")
    assert answer["file"]["contentType"] == "text/csv; charset=utf-8"
    content = answer["file"]["content"]
    assert content[0] == "\ufeff"
    headings, row = csv.reader(io.StringIO(content[1:], newline=""))
    cells = dict(zip(headings, row, strict=True))
    assert cells["name"] == "'=1+1"
    assert (cells["manufacturer"], cells["username"], cells["description"]) == (
        "'@x",
        "'+49",
        "'-a",
    )


async def test_an_empty_inventory_is_exported_and_imported_as_nothing(ada: Person) -> None:
    for written_as in ("CSV", "JSON"):
        content = await exported(ada, format=written_as)
        found = await report(ada, content, format=written_as)
        assert (found["rows"], found["created"]) == (0, 0)


GERMAN = (
    "\ufeffTyp;Bezeichnung;Hersteller;Version;Kaufdatum;Gültig bis;Preis;Währung;Status;Lizenzart;"
    "Seriennummer;Notiz\r\n"
    "Plug-in;Hall;Firma;2;01.03.2026;2027-3-1;199,5;eur;Testversion;Lizenzschlüssel;ABC;x\r\n"
    ";;;;;;;;;;;\r\n"
    "SOFTWARE;Spur;;;;;1234.56;USD;aktiv;;;\r\n"
)


async def test_a_german_spreadsheet_is_understood(ada: Person) -> None:
    found = await report(ada, GERMAN)
    assert (found["rows"], found["created"], found["errors"]) == (2, 2, [])
    assert found["ignoredColumns"] == ["Notiz"]
    reverb, track = await everything(ada)
    assert reverb["name"] == "Hall"
    assert (reverb["type"], reverb["status"], reverb["productVersion"]) == ("PLUGIN", "TRIAL", "2")
    assert (reverb["purchaseDate"], reverb["expiresOn"]) == ("2026-03-01", "2027-03-01")
    assert (reverb["licenseManagement"], reverb["licenseKey"]) == ("LICENSE_KEY", "ABC")
    assert reverb["price"] == {"amount": "199.5", "currency": "EUR"}
    assert track["price"] == {"amount": "1234.56", "currency": "USD"}


async def test_a_dry_run_tells_the_same_and_keeps_nothing(ada: Person) -> None:
    rehearsed = await report(ada, GERMAN, dryRun=True)
    assert (rehearsed["dryRun"], rehearsed["created"]) == (True, 2)
    assert await names(ada) == []
    assert (await report(ada, GERMAN)) == {**rehearsed, "dryRun": False}


async def test_nothing_is_kept_unless_that_is_said(ada: Person) -> None:
    answer = await upload(ada, "type,name\nPlugin,a\n", dryRun=True)
    assert answer["report"]["dryRun"] is True


async def test_what_is_there_already_is_skipped(ada: Person, bob: Person) -> None:
    await kept(bob, name="B")
    await kept(ada, name="A", manufacturer="Firm", productVersion="1")
    content = (
        "type,name,manufacturer,version\n"
        "Plugin,a , FIRM,1\nPlugin,A,Firm,2\nPlugin,A,,1\nPlugin,b,,\nPlugin,B,,\n"
    )
    found = await report(ada, content)
    assert (found["rows"], found["created"], found["skipped"]) == (5, 3, 2)
    assert found["skippedRows"] == [{"row": 2, "name": "a"}, {"row": 6, "name": "B"}]
    again = await report(ada, content)
    assert (again["created"], again["skipped"]) == (0, 5)
    allowed = await report(ada, content, allowDuplicates=True)
    assert (allowed["created"], allowed["skipped"]) == (5, 0)


async def test_the_same_file_sent_twice_at_once_is_taken_once(ada: Person) -> None:
    content = "type,name\n" + "".join(f"Plugin,{n}\n" for n in range(50))
    reports = await asyncio.gather(*(report(ada, content) for _ in range(4)))
    assert sum(each["created"] for each in reports) == 50
    assert (await ada.get(LIST))["equipmentItems"]["totalCount"] == 50


async def test_every_mistake_of_a_row_is_told_and_the_other_rows_are_taken(ada: Person) -> None:
    ada.headers["Accept-Language"] = "de"
    content = (
        "type,name,url,purchase date,price,currency,status,license management,license key\n"
        "Gerät,,x,31.02.2026,1.234,EUR,weg,,\n"
        "Plugin,good,,,,,,,\n"
        'Plugin,no key,,,,,,license key,""\n'
        "Plugin,no amount,,,,EUR,,,\n"
        'Plugin,no currency,,,"1,234",,,,\n'
        "Plugin,no such currency,,,1,euro,,,\n"
        "Plugin,negative,,,-1,EUR,,,\n"
        "Plugin,too many,,,,,,,,more\n"
        "Plugin,too few\n"
    )
    found = await report(ada, content)

    assert (found["rows"], found["created"], found["failed"]) == (9, 2, 7)
    assert await names(ada) == ["good", "too few"]
    mistakes = [(each["row"], each["path"]) for each in found["errors"]]
    assert sorted(mistakes[:5]) == [
        (2, ["name"]),
        (2, ["purchaseDate"]),
        (2, ["status"]),
        (2, ["type"]),
        (2, ["url"]),
    ]
    assert mistakes[5:] == [
        (4, ["licenseKey"]),
        (5, ["price"]),
        (6, ["price"]),
        (7, ["price"]),
        (8, ["price"]),
        (9, []),
    ]
    assert {each["code"] for each in found["errors"]} == {"VALIDATION"}
    [kinds] = [each for each in found["errors"] if each["path"] == ["type"]]
    assert kinds["message"] == "Das muss eines davon sein: SOFTWARE, PLUGIN."


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"\xff\xfe", "UTF-8"),
        ("", "column `type`"),
        ("name\nx\n", "column `type`"),
        ("type,Typ,name\n", "column `type` twice"),
        ('type,name\nPlugin,"open\n', "not a CSV"),
        ('type,name\nPlugin,"a"b\n', "not a CSV"),
        ("type,name\nPlugin,a\0b\n", "NUL"),
        (f"type,name\nPlugin,{'x' * 200_000}\n", "not a CSV"),
    ],
)
async def test_a_csv_that_cannot_be_read(ada: Person, content: str | bytes, key: str) -> None:
    answer = await upload(ada, content)
    assert answer["report"] is None
    assert told(answer) == [("VALIDATION", ["input", "file"])]
    assert key in answer["userErrors"][0]["message"]


@pytest.mark.parametrize(
    "content", ["", "{", "1", '"x"', "{}", '{"equipment": {}}', "[" * 100_000, "[NaN]", "[1e"]
)
async def test_a_json_that_cannot_be_read(ada: Person, content: str) -> None:
    answer = await upload(ada, content, format="JSON")
    assert told(answer) == [("VALIDATION", ["input", "file"])]


async def test_elements_of_a_json(ada: Person) -> None:
    content = json.dumps(
        [
            {"type": "Plugin", "name": "a", "productVersion": 2.10, "extra": 1, "": 2},
            {"type": "PLUGIN", "name": "b", "price": {"amount": 1.5, "currency": "EUR"}},
            {"type": "plugin", "name": "c", "price": "1.50", "currency": "EUR"},
            7,
            {"type": "plugin", "name": ["x"]},
            {"type": True, "name": "d", "password": "\ud800"},
            {"type": "plugin", "name": "e", "price": [1]},
            {"type": "plugin", "name": "f", "price": {}, "password": "", "status": None},
        ]
    )
    found = await report(ada, content, format="JSON")
    assert (found["rows"], found["created"], found["failed"]) == (8, 4, 4)
    assert found["ignoredColumns"] == ["extra"]
    mistakes = {(each["row"], *each["path"]) for each in found["errors"]}
    assert mistakes == {(4,), (5, "name"), (6, "type"), (6, "password"), (7, "price")}
    prices = {each["name"]: each["price"] for each in await everything(ada)}
    assert prices["b"] == {"amount": "1.5", "currency": "EUR"}
    assert prices["c"] == {"amount": "1.50", "currency": "EUR"}
    assert (prices["a"], prices["f"]) == (None, None)


async def test_numbers_of_a_json_are_texts_as_they_are_written(ada: Person) -> None:
    long = "9" * 5000
    content = (
        '[{"type": "plugin", "name": 1e9999999999999999999, "version": -0.10},'
        f'{{"type": "plugin", "name": {long}}},'
        f'{{"type": "plugin", "name": "a", "price": 1e{long}, "currency": "EUR"}},'
        '{"type": "plugin", "name": "b", "\\ud800": 1}]'
    )
    found = await report(ada, content, format="JSON")
    assert (found["created"], found["failed"], found["ignoredColumns"]) == (2, 2, [])
    assert [(each["row"], each["path"]) for each in found["errors"]] == [
        (2, ["name"]),
        (3, ["price"]),
    ]
    assert await names(ada) == ["1e9999999999999999999", "b"]


async def test_rows_and_bytes_have_a_limit_on_both_sides(ada: Person) -> None:
    rows = "".join(f"Plugin,{n}\n" for n in range(MOST_ROWS))
    most = await report(ada, "type,name\n" + rows, dryRun=True)
    assert (most["rows"], most["created"]) == (MOST_ROWS, MOST_ROWS)
    answer = await upload(ada, "type,name\n" + rows + "Plugin,more\n")
    assert told(answer) == [("VALIDATION", ["input", "file"])]
    assert answer["userErrors"][0]["params"] == {"max": 2000}

    line = "Plugin,a," + "x" * 100_000 + "\n"
    head = "type,name,other\n"
    full = (head + line * 40)[:MOST_BYTES]
    assert (await report(ada, full, dryRun=True))["created"] == 1
    answer = await upload(ada, full + "x")
    assert told(answer) == [("VALIDATION", ["input", "file"])]
    assert answer["userErrors"][0]["params"] == {"max": MOST_BYTES}


async def test_only_the_first_hundred_mistakes_and_skipped_rows_are_named(ada: Person) -> None:
    content = "type,name\n" + "x,y\n" * 120 + "Plugin,same\n" * 121
    found = await report(ada, content)
    assert (found["failed"], found["skipped"], found["created"]) == (120, 120, 1)
    assert (len(found["errors"]), len(found["skippedRows"])) == (100, 100)


async def test_one_part_may_be_the_file_of_several_imports(ada: Person) -> None:
    query = """
    mutation ($dry: ImportEquipmentInput!, $real: ImportEquipmentInput!) {
      dry: importEquipment(input: $dry) { report { dryRun created } }
      real: importEquipment(input: $real) { report { dryRun created } } }
    """
    dry, real = ({"file": None, "format": "CSV", "dryRun": each} for each in (True, False))
    operations = {"query": query, "variables": {"dry": dry, "real": real}}
    answer = await ada.http.post(
        "/graphql",
        data={
            "operations": json.dumps(operations),
            "map": '{"0": ["variables.dry.file", "variables.real.file"]}',
        },
        files={"0": ("inventory", b"type,name\nPlugin,a\n")},
        headers={"Authorization": f"Bearer {ada.token}", "GraphQL-Require-Preflight": "1"},
    )
    assert answer.json()["data"] == {
        "dry": {"report": {"dryRun": True, "created": 1}},
        "real": {"report": {"dryRun": False, "created": 1}},
    }


async def test_an_upload_that_is_no_file_is_refused(ada: Person) -> None:
    query = 'mutation { importEquipment(input: {file: "x", format: CSV}) { report { rows } } }'
    [error] = (await ada.ask(query))["errors"]
    assert error["extensions"]["code"] == "VALIDATION"
