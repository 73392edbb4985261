"""Equipment, as clients see it: never with a secret."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

import strawberry

from app.domain.equipment.model import EquipmentStatus, EquipmentType, LicenseManagement
from app.domain.equipment.reveals import RevealPurpose
from app.domain.paging import Direction
from app.readpath.fields import column
from app.rows.equipment import EquipmentRow, SecretRevealRow
from app.schema.connections import Connection, connection
from app.schema.filters import search, tagged, where
from app.schema.node import Node, row_type

MOST_TAGS = 10
_TAGS = "comma-separated keywords."


@row_type(
    SecretRevealRow,
    owner="user_id",
    description="That secrets were told. The entry outlives the equipment.",
)
class SecretReveal(Node):
    """One entry of the trail; a secret that is not there, or cannot be read, was not told."""

    equipment_name: str = column(description="The name of the equipment then.")
    purpose: RevealPurpose = column(description="Why they were told.")
    password: bool = column(description="Whether the password was told.")
    license_key: bool = column(description="Whether the licence key was told.")
    price: bool = column(description="Whether the price was told.")
    session_id: UUID = column(description="The session that asked.")
    client_address: str = column(description="The network address that it asked from.")
    created_at: datetime = column(description="When they were told.")


@row_type(
    EquipmentRow,
    owner="user_id",
    description=(
        "Software or a plugin of the viewer. Its secrets are told by `revealEquipmentSecrets` only."
    ),
)
class Equipment(Node):
    """A piece of equipment of the viewer."""

    type: EquipmentType = column(description="What it is.")
    name: str = column(description="Its name.")
    product_version: str | None = column(description="Which version of the product it is.")
    description: str | None = column(description="What it is for.")
    software_tags: str | None = column(description=f"What goes with the program: {_TAGS}")
    plugin_tags: str | None = column(description=f"What goes with the plugin: {_TAGS}")
    manufacturer: str | None = column(description="Who makes it.")
    url: str | None = column(description="Where it is on the web.")
    username: str | None = column(description="Who signs in at its maker.")
    license_management: LicenseManagement | None = column(
        description="What proves that it may be used."
    )
    license_description: str | None = column(description="The licence in words.")
    purchase_date: date | None = column(description="When it was bought.")
    expires_on: date | None = column(
        description="The last day of its licence; with the status TRIAL, of its trial."
    )
    system_requirements: str | None = column(description="What it needs to run.")
    status: EquipmentStatus = column(description="Whether it can be used.")
    has_password: bool = column(description="Whether a password is kept.")
    has_license_key: bool = column(description="Whether a licence key is kept.")
    has_price: bool = column(description="Whether a price is kept.")
    version: int = column(description="Grows by one with every change of the entry.")
    created_at: datetime = column(description="When the entry was made.")
    updated_at: datetime | None = column(
        description="When it was last changed; null until the first change."
    )
    reveals: Connection[SecretReveal] = connection(
        by="equipment_id", description="When its secrets were told, newest first."
    )


@strawberry.input(description="Which equipment a list shows.")
class EquipmentFilter:
    """Every given field must match."""

    type: EquipmentType | None = where("type", description="Only equipment of this type.")
    status: EquipmentStatus | None = where("status", description="Only equipment that is this.")
    tags: list[str] | None = tagged(
        "all_tags",
        most=MOST_TAGS,
        description=(
            "Only equipment with every one of these keywords, in upper or lower case: 1 to 10, "
            "none of them with a comma."
        ),
    )
    search: str | None = search(
        "search",
        description=(
            "Only equipment with this in its name, manufacturer or keywords, in upper or lower "
            "case: up to 100 characters; blank: all."
        ),
    )


@strawberry.enum(description="What equipment is sorted by.")
class EquipmentOrderField(Enum):
    """Sortable columns of equipment."""

    NAME = strawberry.enum_value("name", description="Its names without regard to case.")
    CREATED_AT = strawberry.enum_value("created_at", description="When the entries were made.")
    UPDATED_AT = strawberry.enum_value(
        "updated_at",
        description="When they were last changed; unchanged ones count as the earliest.",
    )
    PURCHASE_DATE = strawberry.enum_value(
        "purchase_date", description="When it was bought; without a day it counts as the earliest."
    )
    EXPIRES_ON = strawberry.enum_value(
        "expires_on", description="When it ends; without a day it counts as the earliest."
    )
    MANUFACTURER = strawberry.enum_value(
        "manufacturer",
        description="Its makers without regard to case; without one it counts as the first.",
    )
    STATUS = strawberry.enum_value(
        "status", description="Its status by the alphabet: ACTIVE, ARCHIVED, EXPIRED, TRIAL."
    )


@strawberry.input(description="The order of a list of equipment.")
class EquipmentOrder:
    """Ties are broken by the id."""

    field: EquipmentOrderField = strawberry.field(description="What is compared.")
    direction: Direction = strawberry.field(description="Which end comes first.")


@strawberry.type(description="What was spent in one currency.")
class CurrencyTotal:
    """The sum of the prices in one currency."""

    currency: str = strawberry.field(description="A code of ISO 4217.")
    amount: Decimal = strawberry.field(description="The sum of the prices.")
    count: int = strawberry.field(description="How many prices it is the sum of.")


@strawberry.type(
    description="What was spent: decrypted and added up for this answer, and kept nowhere."
)
class EquipmentSpending:
    """Sums by currency."""

    totals: list[CurrencyTotal] = strawberry.field(
        description="The sums, by the alphabet of their currencies."
    )
    unreadable: int = strawberry.field(
        description="How many prices could not be decrypted, and are in no sum."
    )
