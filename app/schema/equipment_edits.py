"""Keeping, changing, copying and deleting equipment, as clients ask for it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import strawberry

from app.domain.changes import UNSET
from app.domain.equipment import model, secrets
from app.domain.equipment.model import EquipmentStatus, EquipmentType, LicenseManagement
from app.schema.bulk import Deletions
from app.schema.equipment import Equipment
from app.schema.errors import UserError
from app.schema.jobs import MISTAKES

_NAME = "Its name: 1 to 200 characters."
_PRODUCT_VERSION = "Which version of the product it is: up to 100 characters."
_DESCRIPTION = "What it is for: up to 10,000 characters."
_SOFTWARE_TAGS = "Comma-separated keywords of the program: up to 1,000 characters."
_PLUGIN_TAGS = "Comma-separated keywords of the plugin: up to 1,000 characters."
_MANUFACTURER = "Who makes it: up to 200 characters."
_URL = "Where it is on the web, with `http://` or `https://`: up to 500 characters."
_USERNAME = "Who signs in at its maker: up to 200 characters."
_PASSWORD = "The password there, kept encrypted and exactly as it is: up to 500 characters."  # noqa: S105 - its description
_MANAGEMENT = (
    "What proves that it may be used; LICENSE_KEY needs a `licenseKey`, OTHER a "
    "`licenseDescription`."
)
_KEY = "The licence key, kept encrypted and exactly as it is: up to 5,000 characters."
_LICENSE = "The licence in words: up to 5,000 characters."
_BOUGHT = "When it was bought."
_EXPIRES = "The last day of its licence; with the status TRIAL, of its trial."
_PRICE = "What it cost, kept encrypted."
_REQUIREMENTS = "What it needs to run: up to 5,000 characters."
_STATUS = "Whether it can be used."
_VERSION = "The version that the change is based on; a newer one is a CONFLICT."
_IDEMPOTENCY = (
    "Makes a repetition safe: the same key and words answer the entry that the first one made. "
    "1 to 255 characters."
)


def concealed(**arguments: Any) -> Any:
    """A field that no `repr`, and so no log, ever shows."""
    field = strawberry.field(**arguments)
    field.repr = False
    return field


def _wish(description: str) -> Any:
    return strawberry.field(default=None, description=description)


def _change(description: str) -> Any:
    return strawberry.field(default=strawberry.UNSET, description=description)


@strawberry.input(description="An amount of money.")
class PriceInput:
    """Checked with whatever it is the price of."""

    amount: Decimal = concealed(
        description="0 or more, with up to 12 digits before the point and 4 behind it."
    )
    currency: str = strawberry.field(description="A code of ISO 4217 in capitals, such as `EUR`.")


def _changes(given: Any) -> model.EquipmentChanges:
    """The fields of an input in the words of the domain."""
    values: dict[str, Any] = {}
    for each in fields(model.EquipmentChanges):
        value = getattr(given, each.name)
        if isinstance(value, PriceInput):
            value = secrets.Price(amount=value.amount, currency=value.currency)
        values[each.name] = UNSET if value is strawberry.UNSET else value
    return model.EquipmentChanges(**values)


@strawberry.input(
    description=(
        "New equipment. Texts are trimmed, blank optional ones count as none; a password and a "
        "licence key are kept as they are, and only empty ones count as none."
    )
)
class CreateEquipmentInput:
    """Secrets stay out of `repr`."""

    type: EquipmentType = strawberry.field(description="What it is; it cannot be changed later.")
    name: str = strawberry.field(description=_NAME)
    product_version: str | None = _wish(_PRODUCT_VERSION)
    description: str | None = _wish(_DESCRIPTION)
    software_tags: str | None = _wish(_SOFTWARE_TAGS)
    plugin_tags: str | None = _wish(_PLUGIN_TAGS)
    manufacturer: str | None = _wish(_MANUFACTURER)
    url: str | None = _wish(_URL)
    username: str | None = _wish(_USERNAME)
    password: str | None = concealed(default=None, description=_PASSWORD)
    license_management: LicenseManagement | None = _wish(_MANAGEMENT)
    license_key: str | None = concealed(default=None, description=_KEY)
    license_description: str | None = _wish(_LICENSE)
    purchase_date: date | None = _wish(_BOUGHT)
    expires_on: date | None = _wish(_EXPIRES)
    price: PriceInput | None = concealed(default=None, description=_PRICE)
    system_requirements: str | None = _wish(_REQUIREMENTS)
    status: EquipmentStatus = strawberry.field(
        default=EquipmentStatus.ACTIVE, description=f"{_STATUS} ACTIVE if unset."
    )
    idempotency_key: str | None = _wish(_IDEMPOTENCY)

    def changes(self) -> model.EquipmentChanges:
        """The fields in the words of the domain."""
        return _changes(self)


@strawberry.input(
    description=(
        "Changes of equipment. A field that is not sent stays as it is, null clears it; so does an "
        "empty password or licence key."
    )
)
class UpdateEquipmentInput:
    """At least one field besides the id and the version."""

    id: strawberry.ID = strawberry.field(description="Which equipment.")
    expected_version: int | None = _wish(_VERSION)
    type: EquipmentType | None = _change("What it is: another type than before is refused.")
    name: str | None = _change(_NAME)
    product_version: str | None = _change(_PRODUCT_VERSION)
    description: str | None = _change(_DESCRIPTION)
    software_tags: str | None = _change(_SOFTWARE_TAGS)
    plugin_tags: str | None = _change(_PLUGIN_TAGS)
    manufacturer: str | None = _change(_MANUFACTURER)
    url: str | None = _change(_URL)
    username: str | None = _change(_USERNAME)
    password: str | None = concealed(default=strawberry.UNSET, description=_PASSWORD)
    license_management: LicenseManagement | None = _change(_MANAGEMENT)
    license_key: str | None = concealed(default=strawberry.UNSET, description=_KEY)
    license_description: str | None = _change(_LICENSE)
    purchase_date: date | None = _change(_BOUGHT)
    expires_on: date | None = _change(_EXPIRES)
    price: PriceInput | None = concealed(default=strawberry.UNSET, description=_PRICE)
    system_requirements: str | None = _change(_REQUIREMENTS)
    status: EquipmentStatus | None = _change(_STATUS)

    def changes(self) -> model.EquipmentChanges:
        """The changes in the words of the domain."""
        return _changes(self)


@strawberry.input(description="Which equipment is copied, and how.")
class DuplicateEquipmentInput:
    """The copy is active; it has neither licence nor price, and is no trial."""

    id: strawberry.ID = strawberry.field(description="Which equipment.")
    name: str | None = _wish(
        "The name of the copy: up to 200 characters. Unset or blank: the old one followed by "
        "` (copy)`, in the viewer's language."
    )
    copy_credentials: bool = strawberry.field(
        default=True, description="Whether it has the same username and password."
    )
    idempotency_key: str | None = _wish(_IDEMPOTENCY)


@strawberry.input(description="Which equipment is deleted.")
class DeleteEquipmentInput:
    """Equipment of the viewer."""

    ids: list[strawberry.ID] = strawberry.field(description="Their ids: 1 to 100.")


@strawberry.type(description="What became of new equipment.")
class CreateEquipmentPayload:
    """The equipment, or why there is none."""

    equipment: Equipment | None = strawberry.field(default=None, description="The new equipment.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of the changes of equipment.")
class UpdateEquipmentPayload:
    """The changed equipment; after a conflict the one that is there."""

    equipment: Equipment | None = strawberry.field(
        default=None, description="The changed equipment; after a CONFLICT the current one."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of a copy.")
class DuplicateEquipmentPayload:
    """The copy, or why there is none."""

    equipment: Equipment | None = strawberry.field(default=None, description="The new equipment.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of the equipment.")
class DeleteEquipmentPayload:
    """What happened to each, or why nothing was tried."""

    deletions: Deletions | None = strawberry.field(
        default=None, description="What became of each; null when nothing was tried."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
