"""Jobs: lists, look-up, cancellation and live progress."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from app.resolvers.mutations import answers_mistakes
from app.schema.connections import Connection, connection
from app.schema.context import Info, find
from app.schema.ids import decode_id
from app.schema.jobs import CancelJobInput, CancelJobPayload, Job, JobEvent, JobFilter
from app.schema.node import by_id
from app.schema.ordering import JobOrder


@strawberry.type
class JobQuery:
    """Reading jobs, of the viewer only."""

    job: Job | None = by_id("Job", description="A job by its id; null when there is none.")
    jobs: Connection[Job] = connection(
        filter=JobFilter,
        order=JobOrder,
        description="The viewer's jobs, newest first unless asked otherwise.",
    )


@strawberry.type
class JobMutation:
    """Stopping jobs."""

    @strawberry.mutation(
        description=(
            "Cancel a job that has not ended. What the provider already works on may be charged; "
            "its result is discarded."
        )
    )
    @answers_mistakes(CancelJobPayload)
    async def cancel_job(
        self,
        info: Info,
        which: Annotated[
            CancelJobInput, strawberry.argument(name="input", description="Which job ends.")
        ],
    ) -> CancelJobPayload:
        """Of the viewer only."""
        job_id = decode_id("Job", which.id, "id")
        cancelled = await info.context.services.jobs.cancel(info.context.signed_in.user_id, job_id)
        return CancelJobPayload(job=await find(info, Job, cancelled.id))


@strawberry.type
class JobSubscription:
    """Watching jobs."""

    @strawberry.subscription(
        description=(
            "How a job comes along: first where it stands (or, with `afterSeq`, all that was "
            "missed), then each change, until it ends."
        )
    )
    async def job_progress(
        self,
        info: Info,
        job_id: Annotated[strawberry.ID, strawberry.argument(description="The job's id.")],
        after_seq: Annotated[
            int | None, strawberry.argument(description="The last entry that was seen.")
        ] = None,
    ) -> AsyncGenerator[JobEvent, None]:
        """Of the viewer only."""
        owner = info.context.signed_in.user_id
        key = decode_id("Job", job_id, "job_id")
        events = await info.context.services.jobs.follow(owner, key, after_seq)
        async with aclosing(events):
            async for event in events:
                yield JobEvent.of(event, info.context.locale)
