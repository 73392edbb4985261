"""From the values of a row to equipment, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from app.domain.equipment.columns import SECRET_COLUMNS, member
from app.domain.equipment.model import (
    LONGEST,
    Equipment,
    EquipmentChanges,
    EquipmentStatus,
    EquipmentType,
    LicenseManagement,
)
from app.domain.equipment.secrets import Price, Revealed
from app.domain.equipment.tables import RawRow
from app.domain.errors import InvalidInput, Problem

_ENUMS: Final[Mapping[str, type[StrEnum]]] = {
    "type": EquipmentType,
    "license_management": LicenseManagement,
    "status": EquipmentStatus,
}
_DAYS: Final = ("purchase_date", "expires_on")
_SECRETS: Final = ("password", "license_key")
_ISO: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_GERMAN: Final = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII)
# A comma before three digits may be either kind of comma, and is none of them.
_AMOUNT: Final = re.compile(r"-?\d+(?:\.\d+|,\d{1,2})?", re.ASCII)
_LONGEST_AMOUNT: Final = 30


def changes_of(row: RawRow) -> EquipmentChanges:
    """The fields of a row, checked. Raises InvalidInput with everything that is wrong with it."""
    if row.values is None:
        raise InvalidInput("import.not_a_row")
    reader = _Reader(row.values)
    if row.extra:
        reader.problems.append(Problem("import.too_many_cells"))
    if row.twice:
        reader.problems.append(Problem("import.row_twice", (row.twice,)))
    fields = reader.fields()
    wrong = {problem.path for problem in reader.problems}
    try:
        checked = EquipmentChanges(**fields).checked()
    except InvalidInput as error:
        reader.problems += [each for each in error.problems if each.path not in wrong]
        raise InvalidInput.of(tuple(reader.problems)) from None
    if reader.problems:
        raise InvalidInput.of(tuple(reader.problems))
    return checked


class _Reader:
    """Takes the values of one row one by one, and notes what is wrong."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self.problems: list[Problem] = []

    def fields(self) -> dict[str, Any]:
        """What could be read, by field; what is blank is left out, but for the name."""
        found: dict[str, Any] = {"name": self._text("name") or ""}
        for name in (*LONGEST, *_SECRETS):
            if name != "name" and (text := self._text(name)):
                found[name] = text
        for name, kind in _ENUMS.items():
            text = (self._text(name) or "").strip()
            if text or name == "type":
                found[name] = self._member(name, kind, text)
        for name in _DAYS:
            if text := (self._text(name) or "").strip():
                found[name] = self._day(name, text)
        if (price := self._price()) is not None:
            found["price"] = price
        return {name: value for name, value in found.items() if value is not None}

    def _problem(self, name: str, key: str) -> None:
        self.problems.append(Problem(key, (name,)))

    def _text(self, name: str) -> str | None:
        return self._as_text(name, self._values.get(name))

    def _as_text(self, name: str, value: Any) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            self._problem(name, "import.not_text")
            return None
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            self._problem(name, "import.not_text")
            return None
        return value

    def _member(self, name: str, kind: type[StrEnum], text: str) -> StrEnum | None:
        found = member(kind, text)
        if found is None:
            words = ", ".join(each.name for each in kind)
            self.problems.append(Problem("import.unknown_word", (name,), {"words": words}))
        return found

    def _day(self, name: str, text: str) -> date | None:
        match = _ISO.fullmatch(text) or _GERMAN.fullmatch(text)
        try:
            return date(**{part: int(number) for part, number in match.groupdict().items()})  # type: ignore[union-attr] # None has no groups
        except (AttributeError, ValueError):
            self._problem(name, "import.bad_day")
            return None

    def _price(self) -> Price | None:
        given = self._values.get("price")
        both = given if isinstance(given, dict) else self._values
        inner = "amount" if isinstance(given, dict) else "price"
        amount = (self._as_text("price", both.get(inner)) or "").strip()
        currency = (self._as_text("currency", both.get("currency")) or "").strip().upper()
        if not amount and not currency:
            return None
        if not _AMOUNT.fullmatch(amount) or len(amount) > _LONGEST_AMOUNT:
            self._problem("price", "import.bad_amount")
            return None
        return Price(amount=Decimal(amount.replace(",", ".")), currency=currency)


def text_row(equipment: Equipment, revealed: Revealed | None) -> dict[str, str]:
    """Equipment as cells; without `revealed` it has no secrets."""
    row = {name: str(value) for name, value in _values(equipment).items()}
    if revealed is not None:
        row |= {name: text for name in _SECRETS if (text := getattr(revealed, name)) is not None}
        if revealed.price is not None:
            row |= {"price": f"{revealed.price.amount:f}", "currency": revealed.price.currency}
    return row


def json_row(equipment: Equipment, revealed: Revealed | None) -> dict[str, Any]:
    """Equipment as a JSON object; without `revealed` it has no secrets."""
    row: dict[str, Any] = dict(text_row(equipment, revealed))
    if "price" in row:
        row["price"] = {"amount": row["price"], "currency": row.pop("currency")}
    return {_camel(name): value for name, value in row.items()}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


def _values(equipment: Equipment) -> dict[str, Any]:
    names = (*_ENUMS, *LONGEST, *_DAYS)
    found = {name: getattr(equipment, name) for name in names if name not in SECRET_COLUMNS}
    return {name: value for name, value in found.items() if value is not None}
