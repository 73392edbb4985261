"""Secrets: encrypted at rest, told one record at a time, and each time noted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.asgi import assemble
from app.domain.errors import ErrorCode
from app.infra.crypto import FernetCipher, new_key
from app.infra.settings import Settings
from app.rows.equipment import EquipmentRow, SecretRevealRow
from tests.api.equipment import (
    a_row,
    create,
    delete,
    duplicate,
    kept,
    reveal,
    secrets,
    told,
    trail,
    update,
)
from tests.studio import Person, running_studio, served

PRICE = {"amount": "199.00", "currency": "EUR"}
NONE = {"password": None, "licenseKey": None, "price": None}


@pytest.mark.parametrize(
    "text", [" pw ", " ", "\t\r\n", "pässwörd 👩‍👩‍👧", "'; DROP TABLE equipment"]
)
async def test_secrets_are_told_exactly_as_they_were_typed(ada: Person, text: str) -> None:
    equipment = await kept(ada, password=text, licenseKey=text, price=PRICE)

    assert await secrets(ada, equipment["id"]) == {
        "password": text,
        "licenseKey": text,
        "price": PRICE,
    }
    row = await a_row(equipment)
    for token in (row.password_encrypted, row.license_key_encrypted, row.price_encrypted):
        assert token is not None
        assert token.startswith("gAAAA")
    assert row.password_encrypted != row.license_key_encrypted


async def test_what_is_empty_or_null_is_no_secret(ada: Person) -> None:
    equipment = await kept(ada, password="", licenseKey=None, price=None)
    assert await secrets(ada, equipment["id"]) == NONE
    row = await a_row(equipment)
    assert (row.password_encrypted, row.license_key_encrypted) == (None, None)


async def test_unset_stays_equal_is_not_rewritten_and_null_or_empty_clears(ada: Person) -> None:
    told_first = {"password": "pw", "licenseKey": "key", "price": PRICE}
    equipment = await kept(ada, **told_first)
    before = await a_row(equipment)

    await update(ada, id=equipment["id"], name="other")
    await update(ada, id=equipment["id"], **told_first)
    same = await a_row(equipment)
    for column in ("password_encrypted", "license_key_encrypted", "price_encrypted"):
        assert getattr(same, column) == getattr(before, column)
    assert same.version == 3

    await update(ada, id=equipment["id"], password="pw2")
    assert (await secrets(ada, equipment["id"])) == {**told_first, "password": "pw2"}
    assert (await a_row(equipment)).license_key_encrypted == before.license_key_encrypted
    for nothing in ({"password": ""}, {"licenseKey": None}, {"price": None}):
        await update(ada, id=equipment["id"], **nothing)
    assert await secrets(ada, equipment["id"]) == NONE


@pytest.mark.parametrize(("field", "longest"), [("password", 500), ("licenseKey", 5000)])
async def test_secrets_have_a_limit_on_both_sides(ada: Person, field: str, longest: int) -> None:
    equipment = await kept(ada, **{field: "😀" * longest})
    assert (await secrets(ada, equipment["id"]))[field] == "😀" * longest
    answer = await create(ada, **{field: "😀" * (longest + 1)})
    assert told(answer) == [("VALIDATION", ["input", field])]


@pytest.mark.parametrize("amount", ["0", "0.0001", "999999999999.9999", "1E+2", 5, 1.25])
async def test_amounts_that_can_be_kept(ada: Person, amount: Any) -> None:
    equipment = await kept(ada, price={"amount": amount, "currency": "JPY"})
    found = (await secrets(ada, equipment["id"]))["price"]
    assert found == {"amount": "100" if amount == "1E+2" else str(amount), "currency": "JPY"}


@pytest.mark.parametrize("amount", ["-0.01", "-0", "0.00001", "1000000000000", "1E+50", "1E-50"])
async def test_amounts_that_cannot_be_right(ada: Person, amount: str) -> None:
    answer = await create(ada, price={"amount": amount, "currency": "EUR"})
    assert told(answer) == [("VALIDATION", ["input", "price"])]


@pytest.mark.parametrize("currency", ["", "EU", "EURO", "eur", "E R", "ÄÖÜ", "€", "EUR\n"])
async def test_what_is_no_currency(ada: Person, currency: str) -> None:
    answer = await create(ada, price={"amount": 1, "currency": currency})
    assert told(answer) == [("VALIDATION", ["input", "price"])]


async def test_no_list_and_no_look_up_can_ask_for_a_secret(ada: Person) -> None:
    kind = (await ada.get('{ __type(name: "Equipment") { fields { name } } }'))["__type"]
    fields = {each["name"] for each in kind["fields"]}
    assert fields & {"password", "licenseKey", "price"} == set()
    assert not any("ncrypted" in each for each in fields)


async def test_every_telling_is_noted_and_its_owner_alone_reads_of_it(
    ada: Person, bob: Person
) -> None:
    equipment = await kept(ada, name="Reverb", password="pw")
    await secrets(ada, equipment["id"])
    assert told(await reveal(bob, equipment["id"])) == [("NOT_FOUND", ["input", "id"])]
    await update(ada, id=equipment["id"], name="renamed", licenseKey="k")
    await secrets(ada, equipment["id"])

    newest, first = await trail(ada)
    assert (first["equipmentName"], newest["equipmentName"]) == ("Reverb", "renamed")
    assert (first["password"], first["licenseKey"], first["price"]) == (True, False, False)
    assert newest["licenseKey"] is True
    assert (first["purpose"], first["clientAddress"]) == ("REVEAL", "127.0.0.1")
    assert first["sessionId"] == newest["sessionId"]
    query = "query ($id: ID!) { equipment(id: $id) { reveals { nodes { id } } } }"
    nested = (await ada.get(query, id=equipment["id"]))["equipment"]["reveals"]["nodes"]
    assert nested == [{"id": newest["id"]}, {"id": first["id"]}]
    assert await trail(bob) == []


async def test_the_trail_outlives_the_equipment(ada: Person) -> None:
    equipment = await kept(ada, password="pw")
    await secrets(ada, equipment["id"])
    await delete(ada, equipment["id"])
    assert [each["equipmentName"] for each in await trail(ada)] == ["Reverb"]
    assert told(await reveal(ada, equipment["id"])) == [("NOT_FOUND", ["input", "id"])]
    assert await SecretRevealRow.all().count() == 1


async def test_what_cannot_be_decrypted_spoils_a_field_and_not_the_record(ada: Person) -> None:
    equipment = await kept(ada, password="pw", licenseKey="k", price=PRICE)
    foreign = FernetCipher([new_key()]).encrypt("other")
    for broken in (foreign, "nonsense", "", "ä"):
        await EquipmentRow.all().update(license_key_encrypted=broken)
        answer = await reveal(ada, equipment["id"])
        assert answer["secrets"] == {"password": "pw", "licenseKey": None, "price": PRICE}
        assert told(answer) == [(ErrorCode.DECRYPTION_FAILED, ["secrets", "licenseKey"])]
    [entry, *_] = await trail(ada)
    assert (entry["password"], entry["licenseKey"], entry["price"]) == (True, False, True)

    # It can be changed, replaced and copied all the same.
    assert not told(await update(ada, id=equipment["id"], name="other"))
    assert not told(await update(ada, id=equipment["id"], licenseKey="new"))
    assert (await secrets(ada, equipment["id"]))["licenseKey"] == "new"


async def test_a_price_that_is_none_is_unreadable(ada: Person, settings: Settings) -> None:
    equipment = await kept(ada, price=PRICE)
    keys = [each.get_secret_value() for each in settings.encryption_secret_keys]
    for text in ("", "199", "x EUR", "1 eur", "NaN EUR"):
        await EquipmentRow.all().update(price_encrypted=FernetCipher(keys).encrypt(text))
        answer = await reveal(ada, equipment["id"])
        assert told(answer) == [(ErrorCode.DECRYPTION_FAILED, ["secrets", "price"])]


async def test_a_password_that_cannot_be_read_is_not_copied(ada: Person) -> None:
    equipment = await kept(ada, password="pw")
    await EquipmentRow.all().update(password_encrypted="nonsense")
    answer = await duplicate(ada, id=equipment["id"])
    assert told(answer) == [(ErrorCode.DECRYPTION_FAILED, ["input", "copyCredentials"])]
    assert not told(await duplicate(ada, id=equipment["id"], copyCredentials=False))


@pytest.fixture
async def keyless(ada: Person, settings: Settings) -> AsyncIterator[Person]:
    """Ada at a studio without an encryption key."""
    bare = settings.model_copy(update={"encryption_secret_keys": []})
    async with (
        running_studio(bare) as studio,
        served(assemble(studio)) as url,
        httpx.AsyncClient(base_url=url, timeout=10) as http,
    ):
        yield Person(ada.id, ada.email, ada.token, http)


async def test_without_a_key_everything_works_but_for_secrets(ada: Person, keyless: Person) -> None:
    equipment = await kept(ada, password="pw", price=PRICE)
    assert told(await create(keyless, password="x")) == [("INVALID_STATE", ["input", "password"])]
    assert told(await update(keyless, id=equipment["id"], price=PRICE)) == [
        ("INVALID_STATE", ["input", "price"])
    ]
    assert told(await reveal(keyless, equipment["id"])) == [("INVALID_STATE", ["input", "id"])]
    assert told(await duplicate(keyless, id=equipment["id"])) == [
        ("INVALID_STATE", ["input", "copyCredentials"])
    ]
    plain = await kept(keyless, password="", licenseKey=None)
    assert await secrets(keyless, plain["id"]) == NONE
    assert not told(await update(keyless, id=equipment["id"], name="other"))
    assert not told(await update(keyless, id=equipment["id"], price=None))
    assert (await secrets(ada, equipment["id"]))["password"] == "pw"
