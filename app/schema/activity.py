"""What happens to a person's things, as clients see it."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from app.domain.activity.service import ActivityEvent as Happening
from app.domain.equipment.reminders import Reminder, ReminderKind
from app.schema.context import Info, find
from app.schema.equipment import Equipment
from app.schema.jobs import JobEvent
from app.schema.messages import Locale


@strawberry.type(description="That a job of the viewer has changed.")
class JobChanged:
    """The first ones are where unfinished jobs stand."""

    event: JobEvent = strawberry.field(description="What happened to it.")


@strawberry.type(description="That a licence or trial ends soon, or has ended lately.")
class EquipmentReminder:
    """One a day for each piece of equipment."""

    expires_on: date = strawberry.field(description="Its last day.")
    days_left: int = strawberry.field(
        description="How many days remain, in UTC: 0 on the last one, negative once it has passed."
    )
    kind: ReminderKind = strawberry.field(description="What ends.")
    equipment_id: strawberry.Private[UUID]

    @strawberry.field(description="The equipment as of now; null if it was deleted meanwhile.")
    async def equipment(self, info: Info) -> Equipment | None:
        """Of the viewer only."""
        equipment: Equipment | None = await find(info, Equipment, self.equipment_id)
        return equipment


ActivityEvent = Annotated[
    JobChanged | EquipmentReminder,
    strawberry.union("ActivityEvent", description="Something of the viewer that is new."),
]


def happened(event: Happening, locale: Locale) -> JobChanged | EquipmentReminder:
    """The client's view of it, in the reader's language."""
    if isinstance(event, Reminder):
        return EquipmentReminder(
            expires_on=event.expires_on,
            days_left=event.days_left,
            kind=event.kind,
            equipment_id=event.equipment_id,
        )
    return JobChanged(event=JobEvent.of(event, locale))
