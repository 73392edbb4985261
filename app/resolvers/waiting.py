"""What a mutation that waits for its job answers when nothing came of it."""

from __future__ import annotations

from app.domain.errors import ErrorCode
from app.domain.jobs.model import Job, JobError, JobStatus
from app.schema.context import Info
from app.schema.errors import UserError, stored_error

PICTURE_CANCELLED = "image.cancelled"
TEXT_CANCELLED = "text.cancelled"


def why_nothing_came(
    info: Info, job: Job, error: JobError | None, *, cancelled: str
) -> list[UserError]:
    """Why an order that has ended brought nothing; empty while something may still come.

    `error` is why it failed, `cancelled` the key of what is said of a cancelled one.
    """
    if job.status is JobStatus.CANCELLED:
        error = JobError(code=ErrorCode.INVALID_STATE, key=cancelled)
    said = stored_error(error, info.context.locale)
    return [] if said is None else [said]
