"""How the studio is."""

from __future__ import annotations

import strawberry

from app.schema.context import Info
from app.schema.health import Health, HealthDetails


@strawberry.type
class HealthQuery:
    """Asking whether all is well."""

    @strawberry.field(description="How the studio is. Needs no viewer; its details do.")
    async def health(self, info: Info) -> Health:
        """No look takes longer than two seconds."""
        service = info.context.services.health
        if info.context.viewer is None:
            return Health(status=await service.status(), details=None)
        found = await service.report()
        return Health(status=found.status, details=HealthDetails.of(found))
