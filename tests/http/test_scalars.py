from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from starlette.datastructures import UploadFile

from app.schema.scalars import (
    SCALARS,
    parse_date,
    parse_date_time,
    parse_decimal,
    parse_json,
    parse_upload,
    parse_uuid,
    serialize_date_time,
    serialize_decimal,
)
from tests.http.conftest import Site


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01T17:30:00Z", datetime(2026, 3, 1, 17, 30, tzinfo=UTC)),
        ("2026-03-01t17:30:00z", datetime(2026, 3, 1, 17, 30, tzinfo=UTC)),
        (
            "2026-03-01T17:30:00.25+02:00",
            datetime(2026, 3, 1, 17, 30, 0, 250_000, tzinfo=timezone(timedelta(hours=2))),
        ),
        (
            "2026-03-01T17:30:00.123456789-00:00",
            datetime(2026, 3, 1, 17, 30, 0, 123456, tzinfo=UTC),
        ),
    ],
)
def test_a_date_time_is_rfc_3339(text: str, expected: datetime) -> None:
    assert parse_date_time(text) == expected


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-01T17:30:00",
        "2026-03-01",
        "2026-W09-1T17:30:00Z",
        "20260301T173000Z",
        "2026-03-01 17:30:00Z",
        "2026-02-30T17:30:00Z",
        "2026-03-01T25:00:00Z",
        "٢٠٢٦-03-01T17:30:00Z",
        "2026-03-01T17:30:00Z\n",
        "now",
        1,
        None,
        True,
    ],
)
def test_anything_else_is_no_date_time(value: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_date_time(value)


def test_a_date_time_is_written_with_its_offset() -> None:
    assert serialize_date_time(datetime(2026, 3, 1, tzinfo=UTC)) == "2026-03-01T00:00:00+00:00"
    with pytest.raises(ValueError, match="offset"):
        serialize_date_time(datetime(2026, 3, 1))  # noqa: DTZ001


def test_a_date_is_year_month_and_day() -> None:
    assert parse_date("2026-03-01") == date(2026, 3, 1)
    for value in ("2026-3-1", "20260301", "2026-13-01", "2026-03-01T00:00:00Z", 20260301):
        with pytest.raises(ValueError, match=r".+"):
            parse_date(value)


def test_a_uuid_has_its_hyphens() -> None:
    text = "0190a6a2-0f4e-7cc3-98e5-3a1b2c4d5e6f"
    assert parse_uuid(text) == parse_uuid(text.upper()) == UUID(text)
    for value in (text.replace("-", ""), f"{{{text}}}", f"urn:uuid:{text}", text[:-1], 1):
        with pytest.raises(ValueError, match=r".+"):
            parse_uuid(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1.10", "1.10"), (3, "3"), (0.1, "0.1"), ("1E+3", "1000"), ("-0.5", "-0.5")],
)
def test_a_decimal_keeps_its_digits(value: object, expected: str) -> None:
    assert serialize_decimal(parse_decimal(value)) == expected


@pytest.mark.parametrize(
    "value",
    [
        "NaN",
        "Infinity",
        "1e999999999",
        "1e-999999999",
        "0e999999999",
        "",
        "x",
        True,
        None,
        "1" * 101,
    ],
)
def test_anything_else_is_no_decimal(value: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        serialize_decimal(parse_decimal(value))


def test_an_upload_is_a_file() -> None:
    file = UploadFile(BytesIO(b"x"))
    assert parse_upload(file) is file
    wrong: list[object] = ["x", b"x", None, {}]
    for value in wrong:
        with pytest.raises(ValueError, match="multipart"):
            parse_upload(value)


def test_every_scalar_is_described_and_specified() -> None:
    names = {definition.name for definition in SCALARS.values()}
    assert names == {"DateTime", "Date", "UUID", "JSON", "Decimal", "Upload"}
    for definition in SCALARS.values():
        assert definition.description
        assert definition.specified_by_url
        assert definition.specified_by_url.startswith("https://")


@pytest.mark.parametrize("value", ["nope", 1, [], {}])
async def test_a_wrong_scalar_is_a_coded_error(site: Site, value: Any) -> None:
    response = await site.post("query ($at: DateTime!) { at(at: $at) }", variables={"at": value})
    assert response.status_code == 422
    assert response.json()["errors"][0]["extensions"]["code"] == "VALIDATION"


async def test_a_date_time_goes_through(site: Site) -> None:
    response = await site.post('{ at(at: "2026-03-01T17:30:00Z") }')
    assert response.json()["data"] == {"at": "2026-03-01T17:30:00+00:00"}


def test_json_is_kept_as_it_is_but_for_files() -> None:
    deep: Any = 1
    for _ in range(1024):
        deep = [deep]
    for value in (None, 1, "a", {"a": [{"b": None}]}, deep):
        assert parse_json(value) is value
    file = UploadFile(BytesIO(b"x"))
    for value in (file, [1, file], {"a": [{"b": file}]}):
        with pytest.raises(ValueError, match="files"):
            parse_json(value)
