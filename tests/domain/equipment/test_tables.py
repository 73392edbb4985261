"""What is written to a file is read from it again, whatever the texts are."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from types import FrameType
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
from app.domain.equipment.tables import (
    MOST_COLUMNS,
    TableFormat,
    read_table,
    write_csv,
    write_json,
)
from app.domain.errors import InvalidInput

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


@pytest.mark.parametrize(
    "first", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_whatever_a_spreadsheet_may_run_is_guarded_and_read_back(first: str) -> None:
    text = f"{first}cmd|' /C calc'!A0"
    written = write_csv(["type", "name", "password"], [{"name": "x", "password": text}])
    [_, cells] = csv.reader(io.StringIO(written, newline=""))
    assert cells[2] == "'" + text
    [row] = read_table(written.encode(), TableFormat.CSV).rows
    assert row.values is not None
    assert row.values["password"] == text


def refused(content: str, written_as: TableFormat) -> str:
    with pytest.raises(InvalidInput) as caught:
        read_table(content.encode(), written_as)
    return caught.value.key


def test_no_more_of_a_file_is_looked_at_than_may_be_in_it() -> None:
    """Half a million rows took seconds in which nobody else was answered."""
    rows = "a\n" * 500_000
    looked_at = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal looked_at
        looked_at += event == "call"

    sys.setprofile(count)
    try:
        assert refused("type,name\n" + rows, TableFormat.CSV) == "import.too_many_rows"
        listed = "[" + "{}," * 500_000 + "{}]"
        assert refused(listed, TableFormat.JSON) == "import.too_many_rows"
        wide = "type,name" + ",x" * 500_000 + "\n"
        assert refused(wide, TableFormat.CSV) == "import.too_many_columns"
    finally:
        sys.setprofile(None)
    assert looked_at < 50_000


def test_a_file_has_up_to_two_hundred_columns() -> None:
    most = ",".join(["type", "name", *(f"x{number}" for number in range(MOST_COLUMNS - 2))])
    assert read_table(most.encode(), TableFormat.CSV).rows == []
    assert refused(most + ",more", TableFormat.CSV) == "import.too_many_columns"
    for more in (0, 1):
        keys = {"type": "Plugin", "name": "a"} | {
            f"x{number}": 1 for number in range(MOST_COLUMNS - 2 + more)
        }
        [row] = read_table(json.dumps([keys]).encode(), TableFormat.JSON).rows
        assert row.extra is bool(more)


def test_a_column_that_an_object_has_twice_is_a_mistake_and_not_lost() -> None:
    content = '[{"type": "Plugin", "name": "a", "Bezeichnung": "b"}]'
    [row] = read_table(content.encode(), TableFormat.JSON).rows
    with pytest.raises(InvalidInput) as caught:
        changes_of(row)
    assert [(each.key, each.path) for each in caught.value.problems] == [
        ("import.row_twice", ("name",))
    ]
