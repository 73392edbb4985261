"""What providers charged, month by month."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.models import Model

from app.domain.costs.model import CostProvider
from app.domain.identity import new_id


class MonthlyCostsRow(Model):
    """A month of a provider's organization, for everybody; `line_items` are amounts by name.

    That each month is there once, also without an organization, and that it is one of twelve, is
    in the migration.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    provider = fields.CharEnumField(CostProvider, max_length=50)
    organization_id = fields.CharField(max_length=255, null=True)
    year = fields.IntField()
    month = fields.IntField()
    currency = fields.CharField(max_length=3)
    total_cost = fields.DecimalField(max_digits=12, decimal_places=6)
    image_cost = fields.DecimalField(max_digits=12, decimal_places=6)
    chat_cost = fields.DecimalField(max_digits=12, decimal_places=6)
    line_items: Any = fields.JSONField()
    bucket_count = fields.IntField()
    is_finalized = fields.BooleanField()
    last_updated_at = fields.DatetimeField()
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "api_costs_monthly"
