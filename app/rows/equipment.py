"""Equipment, and the trail of its secrets."""

from __future__ import annotations

from dataclasses import fields as columns
from datetime import date
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from app.domain.equipment.model import (
    Equipment,
    EquipmentStatus,
    EquipmentType,
    LicenseManagement,
)
from app.domain.equipment.reveals import RevealPurpose
from app.domain.identity import new_id
from app.rows.users import UserRow


class EquipmentRow(Model):
    """Software or a plugin of a person; `version` grows by one with every change.

    What ends in `_encrypted` holds Fernet tokens; PostgreSQL itself keeps `has_password` and its
    like, and two columns more that are made of others and only searched: `search`, `all_tags`.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[UserRow] = fields.ForeignKeyField(
        "models.UserRow", related_name="equipment", on_delete=fields.CASCADE
    )
    user_id: UUID
    type = fields.CharEnumField(EquipmentType, max_length=50)
    name = fields.CharField(max_length=200)
    product_version = fields.CharField(max_length=100, null=True)
    description: str | None = fields.TextField(null=True)
    software_tags = fields.CharField(max_length=1000, null=True)
    plugin_tags = fields.CharField(max_length=1000, null=True)
    manufacturer = fields.CharField(max_length=200, null=True)
    url = fields.CharField(max_length=500, null=True)
    username = fields.CharField(max_length=200, null=True)
    password_encrypted: str | None = fields.TextField(null=True)
    license_management = fields.CharEnumField(LicenseManagement, max_length=100, null=True)
    license_key_encrypted: str | None = fields.TextField(null=True)
    license_description: str | None = fields.TextField(null=True)
    purchase_date: date | None = fields.DateField(null=True)
    expires_on: date | None = fields.DateField(null=True)
    price_encrypted: str | None = fields.TextField(null=True)
    system_requirements: str | None = fields.TextField(null=True)
    status = fields.CharEnumField(EquipmentStatus, default=EquipmentStatus.ACTIVE, max_length=50)
    has_password = fields.BooleanField()
    has_license_key = fields.BooleanField()
    has_price = fields.BooleanField()
    idempotency_key = fields.CharField(max_length=255, null=True)
    payload_hash = fields.CharField(max_length=64, null=True)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "equipment"
        unique_together = (("user_id", "idempotency_key"),)
        indexes = (
            Index(fields=("user_id", "created_at", "id"), name="ix_equipment_newest"),
            Index(fields=("user_id", "expires_on"), name="ix_equipment_expiry"),
            Index(fields=("user_id", "id"), name="ix_equipment_ids"),
        )

    def to_domain(self) -> Equipment:
        """The equipment as its row stands."""
        return Equipment(**{each.name: getattr(self, each.name) for each in columns(Equipment)})


class SecretRevealRow(Model):
    """Secrets that were told to somebody. It outlives the equipment, whose name it keeps."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[UserRow] = fields.ForeignKeyField(
        "models.UserRow", related_name="reveals", on_delete=fields.CASCADE
    )
    user_id: UUID
    equipment_id = fields.UUIDField()
    equipment_name = fields.CharField(max_length=200)
    purpose = fields.CharEnumField(RevealPurpose, max_length=20)
    password = fields.BooleanField()
    license_key = fields.BooleanField()
    price = fields.BooleanField()
    session_id = fields.UUIDField()
    client_address = fields.CharField(max_length=255)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "secret_reveals"
        indexes = (
            Index(fields=("user_id", "created_at", "id"), name="ix_reveals_newest"),
            Index(fields=("equipment_id", "user_id", "created_at", "id"), name="ix_reveals_of"),
        )
