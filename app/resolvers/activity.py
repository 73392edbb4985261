"""Watching everything of a person."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

import strawberry

from app.schema.activity import ActivityEvent, happened
from app.schema.context import Info


@strawberry.type
class ActivitySubscription:
    """Everything of the viewer."""

    @strawberry.subscription(
        description=(
            "Everything of the viewer: first where unfinished jobs stand and what ends within 30 "
            "days (or has ended in the last 7), then each change of a job, and each reminder as it "
            "becomes due: once a day for each piece of equipment. What is missed is not replayed."
        )
    )
    async def activity(self, info: Info) -> AsyncGenerator[ActivityEvent, None]:
        """Of the viewer only."""
        follow = info.context.services.activity.follow(info.context.signed_in.user_id)
        async with aclosing(follow) as events:
            async for event in events:
                yield happened(event, info.context.locale)
