"""The inventory: filters, search, order, pages and sums."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.domain.equipment.model import EquipmentChanges, EquipmentType, new_equipment
from app.infra.repositories.equipment import EquipmentRepository
from app.rows.equipment import EquipmentRow
from tests.api.equipment import LIST, SPENDING, a_row, kept, names, update
from tests.studio import Person

ORDERS = (
    "NAME",
    "CREATED_AT",
    "UPDATED_AT",
    "PURCHASE_DATE",
    "EXPIRES_ON",
    "MANUFACTURER",
    "STATUS",
)


@pytest.fixture
async def inventory(ada: Person, bob: Person) -> None:
    await kept(
        ada,
        name="beta",
        manufacturer="Zeta",
        softwareTags="DAW, Live",
        purchaseDate="2026-03-01",
        price={"amount": "10.10", "currency": "EUR"},
    )
    first = await kept(
        ada,
        name="Alpha",
        type="SOFTWARE",
        pluginTags="ÜMLAUT\u00a0,\tlive",
        status="TRIAL",
        expiresOn="2026-12-31",
        price={"amount": "0.0001", "currency": "EUR"},
    )
    await kept(
        ada,
        name="Gamma 100%",
        manufacturer="acme",
        softwareTags="daw",
        pluginTags="live",
        status="ARCHIVED",
        purchaseDate="1999-12-31",
        expiresOn="2026-01-01",
        price={"amount": "7", "currency": "USD"},
    )
    await update(ada, id=first["id"], description="changed")
    await kept(bob, name="bob's", softwareTags="live", price={"amount": 1, "currency": "EUR"})


@pytest.mark.usefixtures("inventory")
async def test_filters(ada: Person) -> None:
    async def found(**given: object) -> list[str]:
        return await names(ada, filter=given)

    assert await found() == ["Alpha", "beta", "Gamma 100%"]
    assert await found(type="SOFTWARE") == ["Alpha"]
    assert await found(status="ARCHIVED") == ["Gamma 100%"]
    assert await found(type="SOFTWARE", status="ARCHIVED") == []
    assert await found(tags=["LIVE"]) == ["Alpha", "beta", "Gamma 100%"]
    assert await found(tags=["daw", "live"]) == ["beta", "Gamma 100%"]
    assert await found(tags=["liv"]) == []
    assert await found(tags=["ümlaut"]) == ["Alpha"]
    assert await found(search="ALPH") == ["Alpha"]
    assert await found(search="acm") == ["Gamma 100%"]
    assert await found(search="mlaut") == ["Alpha"]
    assert await found(search="0%") == ["Gamma 100%"]
    assert await found(search="changed") == []


@pytest.mark.usefixtures("inventory")
async def test_the_limits_of_filters(ada: Person) -> None:
    async def mistake(**given: object) -> str:
        [error] = (await ada.ask(LIST, filter=given))["errors"]
        assert error["extensions"]["code"] == "VALIDATION"
        return str(error["extensions"]["messageKey"])

    assert len(await names(ada, filter={"tags": ["live"] * 10})) == 3
    assert await mistake(tags=["live"] * 11) == "list.too_long"
    assert await mistake(tags=[]) == "list.empty"
    assert await names(ada, filter={"search": "x" * 100}) == []
    assert await mistake(search="x" * 101) == "text.too_long"


@pytest.mark.usefixtures("inventory")
async def test_every_order(ada: Person) -> None:
    async def sorted_by(field: str, direction: str = "ASC") -> list[str]:
        return await names(ada, orderBy={"field": field, "direction": direction})

    assert await sorted_by("NAME", "DESC") == ["Gamma 100%", "beta", "Alpha"]
    assert await sorted_by("CREATED_AT") == ["beta", "Alpha", "Gamma 100%"]
    assert await sorted_by("UPDATED_AT", "DESC") == ["Alpha", "Gamma 100%", "beta"]
    assert await sorted_by("PURCHASE_DATE") == ["Alpha", "Gamma 100%", "beta"]
    assert await sorted_by("PURCHASE_DATE", "DESC") == ["beta", "Gamma 100%", "Alpha"]
    assert await sorted_by("EXPIRES_ON") == ["beta", "Gamma 100%", "Alpha"]
    assert await sorted_by("MANUFACTURER") == ["Alpha", "Gamma 100%", "beta"]
    assert await sorted_by("STATUS") == ["beta", "Gamma 100%", "Alpha"]


@pytest.mark.usefixtures("inventory")
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("field", ORDERS)
async def test_pages_by_cursor_show_everything_once(
    ada: Person, field: str, direction: str
) -> None:
    order = {"field": field, "direction": direction}
    whole, walked, after, more = await names(ada, orderBy=order), [], None, True
    while more:
        page = (await ada.get(LIST, first=1, after=after, orderBy=order))["equipmentItems"]
        walked += [each["name"] for each in page["nodes"]]
        assert page["totalCount"] == 3
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert walked == whole


@pytest.mark.usefixtures("inventory")
async def test_sums_by_currency(ada: Person) -> None:
    async def spent(**given: object) -> object:
        return (await ada.get(SPENDING, filter=given))["equipmentSpending"]

    usd = {"currency": "USD", "amount": "7", "count": 1}
    assert await spent() == {
        "totals": [{"currency": "EUR", "amount": "10.1001", "count": 2}, usd],
        "unreadable": 0,
    }
    assert await spent(status="ARCHIVED") == {"totals": [usd], "unreadable": 0}
    assert await spent(search="nothing") == {"totals": [], "unreadable": 0}
    await EquipmentRow.filter(name="beta").update(price_encrypted="damaged")
    assert await spent(tags=["daw"]) == {"totals": [usd], "unreadable": 1}


async def test_sums_of_more_than_one_reading(ada: Person) -> None:
    token = (
        await a_row(await kept(ada, price={"amount": "0.10", "currency": "EUR"}))
    ).price_encrypted
    for n in range(502):
        equipment = new_equipment(
            EquipmentChanges(type=EquipmentType.PLUGIN, name=str(n)),
            {"price": token},
            equipment_id=uuid4(),
            user_id=ada.id,
            now=datetime.now(UTC),
        )
        await EquipmentRepository().add(equipment, None)
    found = (await ada.get(SPENDING))["equipmentSpending"]
    assert found["totals"] == [{"currency": "EUR", "amount": "50.30", "count": 503}]
