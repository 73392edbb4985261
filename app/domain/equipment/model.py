"""Equipment: the software and plugins that a person owns or tries, and how they are licensed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, Self
from urllib.parse import urlsplit
from uuid import UUID

from app.domain.changes import UNSET, Maybe, Unset
from app.domain.equipment.secrets import LONGEST_SECRET, Price, check_price
from app.domain.errors import InvalidInput
from app.domain.text import Checks

LONGEST: Final[Mapping[str, int]] = {
    "name": 200,
    "product_version": 100,
    "description": 10_000,
    "software_tags": 1000,
    "plugin_tags": 1000,
    "manufacturer": 200,
    "url": 500,
    "username": 200,
    "license_description": 5000,
    "system_requirements": 5000,
}
"""How many code points each plain text has at most."""

DAYS: Final = (date(1900, 1, 1), date(2999, 12, 31))
"""The first and the last day that something may be bought or end on."""

COPIED: Final = ("software_tags", "plugin_tags", "manufacturer", "url", "system_requirements")
"""The texts that a duplicate has in common with its original."""


class EquipmentType(StrEnum):
    """What it is; it never changes."""

    SOFTWARE = "Software"
    PLUGIN = "Plugin"


class EquipmentStatus(StrEnum):
    """Whether it can be used."""

    ACTIVE = "active"
    TRIAL = "trial"
    EXPIRED = "expired"
    ARCHIVED = "archived"


class LicenseManagement(StrEnum):
    """What proves that it may be used."""

    ONLINE = "online"
    ILOK = "ilok"
    LICENSE_KEY = "license_key"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentChanges:
    """New values of some fields; a field left UNSET stays as it is, None clears it.

    `password`, `license_key` and `price` are secrets: they are kept encrypted, and never trimmed.
    """

    type: Maybe[EquipmentType | None] = UNSET
    name: Maybe[str | None] = UNSET
    product_version: Maybe[str | None] = UNSET
    description: Maybe[str | None] = UNSET
    software_tags: Maybe[str | None] = UNSET
    plugin_tags: Maybe[str | None] = UNSET
    manufacturer: Maybe[str | None] = UNSET
    url: Maybe[str | None] = UNSET
    username: Maybe[str | None] = UNSET
    license_management: Maybe[LicenseManagement | None] = UNSET
    license_description: Maybe[str | None] = UNSET
    purchase_date: Maybe[date | None] = UNSET
    expires_on: Maybe[date | None] = UNSET
    system_requirements: Maybe[str | None] = UNSET
    status: Maybe[EquipmentStatus | None] = UNSET
    password: Maybe[str | None] = field(default=UNSET, repr=False)
    license_key: Maybe[str | None] = field(default=UNSET, repr=False)
    price: Maybe[Price | None] = field(default=UNSET, repr=False)

    def given(self) -> dict[str, Any]:
        """The new values by field."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if not isinstance(value, Unset)}

    def plain(self) -> dict[str, Any]:
        """The new values that are no secrets, by field."""
        return {name: value for name, value in self.given().items() if name not in LONGEST_SECRET}

    def secrets(self) -> dict[str, str | None]:
        """The new secrets as the texts that are encrypted; empty ones are none."""
        return {
            name: (value.text() if isinstance(value, Price) else value) or None
            for name, value in self.given().items()
            if name in LONGEST_SECRET
        }

    def checked(self) -> Self:
        """The changes with trimmed texts; blank optional ones become None, but for secrets.

        Raises InvalidInput when nothing is changed, and with everything that is wrong by itself.
        """
        given = self.given()
        if not given:
            raise InvalidInput("input.empty")
        checks = Checks()
        for name in ("type", "status"):
            if name in given and given[name] is None:
                checks.problem(name, "input.not_null")
        texts: dict[str, Any] = {
            name: checks.required(name, given[name] or "", longest=longest)
            if name == "name"
            else checks.optional(name, given[name], longest=longest)
            for name, longest in LONGEST.items()
            if name in given
        }
        if (url := texts.get("url")) and not is_web_address(url):
            checks.problem("url", "equipment.bad_url")
        for name in ("purchase_date", "expires_on"):
            day = given.get(name)
            if day is not None and not DAYS[0] <= day <= DAYS[1]:
                first, last = map(str, DAYS)
                checks.problem(name, "equipment.bad_day", first=first, last=last)
        for name, longest in LONGEST_SECRET.items():
            value = given.get(name)
            if isinstance(value, Price):
                check_price(checks, value)
            elif value:
                checks.text(name, value, longest=longest)
        checks.raise_problems()
        return replace(self, **texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """A piece of equipment as it stands; `version` counts its changes.

    What ends in `_encrypted` is a token of the cipher. `expires_on` is the last day of the
    licence, or of the trial.
    """

    id: UUID
    user_id: UUID
    type: EquipmentType
    name: str
    product_version: str | None = None
    description: str | None = None
    software_tags: str | None = None
    plugin_tags: str | None = None
    manufacturer: str | None = None
    url: str | None = None
    username: str | None = None
    password_encrypted: str | None = field(default=None, repr=False)
    license_management: LicenseManagement | None = None
    license_key_encrypted: str | None = field(default=None, repr=False)
    license_description: str | None = None
    purchase_date: date | None = None
    expires_on: date | None = None
    price_encrypted: str | None = field(default=None, repr=False)
    system_requirements: str | None = None
    status: EquipmentStatus = EquipmentStatus.ACTIVE
    version: int = 1
    created_at: datetime
    updated_at: datetime | None = None

    def tokens(self) -> dict[str, str | None]:
        """The encrypted secrets by the names of the secrets."""
        return {name: getattr(self, f"{name}_encrypted") for name in LONGEST_SECRET}

    def changed(
        self, changes: EquipmentChanges, tokens: Mapping[str, str | None], now: datetime
    ) -> Self:
        """The equipment after checked changes, whose secrets are the `tokens` by name.

        Raises InvalidInput for another type, and for a licence that would lack what it needs.
        """
        plain = changes.plain()
        if plain.pop("type", self.type) is not self.type:
            raise InvalidInput("equipment.type_fixed", "type")
        columns = {**plain, **_columns(tokens)}
        changed = replace(self, **columns, version=self.version + 1, updated_at=now)
        changed.check_licence()
        return changed

    def check_licence(self) -> None:
        """Raise InvalidInput unless the licence has what its management asks for."""
        if (
            self.license_management is LicenseManagement.LICENSE_KEY
            and self.license_key_encrypted is None
        ):
            raise InvalidInput("equipment.license_key_missing", "license_key")
        if self.license_management is LicenseManagement.OTHER and self.license_description is None:
            raise InvalidInput("equipment.license_description_missing", "license_description")

    def copied(self, *, name: str | None, mark: str, credentials: bool) -> EquipmentChanges:
        """What a duplicate is told, but for the password: an active one without a licence.

        It has the given name; without one this one's with `mark` behind it, cut to make room.
        `credentials`: whether it signs in as the same user. Raises InvalidInput for a bad name.
        """
        if not (name or "").strip():
            name = self.name[: LONGEST["name"] - len(mark)].rstrip() + mark
        return EquipmentChanges(
            type=self.type,
            name=name,
            username=self.username if credentials else None,
            **{each: getattr(self, each) for each in COPIED},
        ).checked()


def new_equipment(
    changes: EquipmentChanges,
    tokens: Mapping[str, str | None],
    *,
    equipment_id: UUID,
    user_id: UUID,
    now: datetime,
) -> Equipment:
    """New equipment of checked fields, with at least type and name.

    Raises InvalidInput for a licence that lacks what it needs.
    """
    made = Equipment(
        id=equipment_id,
        user_id=user_id,
        created_at=now,
        **{**changes.plain(), **_columns(tokens)},
    )
    made.check_licence()
    return made


def _columns(tokens: Mapping[str, str | None]) -> dict[str, Any]:
    """The tokens by the names of their fields."""
    return {f"{name}_encrypted": token for name, token in tokens.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The request that made a piece of equipment: its idempotency key, and what it said."""

    idempotency_key: str
    payload_hash: str


def is_web_address(text: str) -> bool:
    """Whether it is an address that a page may link to: http or https, with a host."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not any(map(str.isspace, text))
