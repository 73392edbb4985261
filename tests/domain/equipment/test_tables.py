"""What is written to a file is read from it again, whatever the texts are."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.equipment.cells import changes_of, json_row, text_row
from app.domain.equipment.columns import COLUMNS, column_of, member
from app.domain.equipment.model import (
    Equipment,
    EquipmentChanges,
    EquipmentStatus,
    EquipmentType,
    LicenseManagement,
    new_equipment,
)
from app.domain.equipment.secrets import Price, Revealed
from app.domain.equipment.tables import TableFormat, read_table, write_csv, write_json

NOW = datetime(2026, 3, 1, tzinfo=UTC)
AWKWARD = st.sampled_from(
    ["=", "+", "-", "@", "\t", "\r", "'", '"', ",", ";", "\n", "\r\n", "\ufeff"]
)
TEXTS = st.lists(
    AWKWARD
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5),
    max_size=6,
).map("".join)
AMOUNTS = st.decimals(0, Decimal("999999999999.9999"), places=4)


def made(name: str, text: str, day: date | None) -> Equipment:
    changes = EquipmentChanges(
        type=EquipmentType.PLUGIN,
        name=name,
        description=text,
        software_tags=text,
        manufacturer=text,
        purchase_date=day,
        license_management=LicenseManagement.ILOK,
        status=EquipmentStatus.TRIAL,
    ).checked()
    return new_equipment(changes, {}, equipment_id=uuid4(), user_id=uuid4(), now=NOW)


@settings(max_examples=200, deadline=None)
@given(
    TEXTS.filter(str.strip),
    TEXTS,
    TEXTS,
    AMOUNTS,
    st.none() | st.dates(date(1900, 1, 1), date(2999, 12, 31)),
)
def test_a_row_survives_both_formats(
    name: str, text: str, secret: str, amount: Decimal, day: date | None
) -> None:
    equipment = made(name, text, day)
    price = Price(amount=amount, currency="EUR")
    revealed = Revealed(password=secret or None, price=price)
    for written_as, content in (
        (TableFormat.CSV, write_csv(COLUMNS, [text_row(equipment, revealed)])),
        (TableFormat.JSON, write_json([json_row(equipment, revealed)])),
    ):
        [row] = read_table(content.encode(), written_as).rows
        changes = changes_of(row)
        again = new_equipment(
            changes, {}, equipment_id=equipment.id, user_id=equipment.user_id, now=NOW
        )
        assert again == equipment
        assert changes.secrets() == {
            **({"password": secret} if secret else {}),
            "price": price.text(),
        }


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_no_cell_can_be_run_as_a_formula(text: str) -> None:
    content = write_csv(["name"], [{"name": text}])
    [_, *rows] = csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""))
    assert all(
        not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row
    )


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("product_version", "product_version"),
        ("productVersion", "product_version"),
        (" Product version ", "product_version"),
        ("LIZENZSCHLÜSSEL", "license_key"),
        ("Lizenzschlu\u0308ssel", "license_key"),
        ("Gültig-bis", "expires_on"),
        ("name", "name"),
        ("names", None),
        ("", None),
        ("id", None),
    ],
)
def test_headings_in_both_languages(heading: str, column: str | None) -> None:
    assert column_of(heading) == column


def test_every_column_is_found_by_its_own_name() -> None:
    assert [column_of(each) for each in COLUMNS] == list(COLUMNS)


@pytest.mark.parametrize("kind", [EquipmentType, EquipmentStatus, LicenseManagement])
def test_every_member_is_found_by_its_name_and_by_its_value(
    kind: type[EquipmentType | EquipmentStatus | LicenseManagement],
) -> None:
    for each in kind:
        assert member(kind, each.name) is member(kind, each.value.upper()) is each
    assert member(kind, "") is None
    assert member(kind, "nothing") is None
