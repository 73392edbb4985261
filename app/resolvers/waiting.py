"""What a mutation that waits for its job answers when nothing came of it."""

from __future__ import annotations

from typing import Final

from app.domain.errors import ErrorCode
from app.domain.jobs.model import Job, JobError, JobStatus
from app.schema.context import Info
from app.schema.errors import UserError, stored_error

_CANCELLED: Final = JobError(code=ErrorCode.INVALID_STATE, key="image.cancelled")


def why_no_picture(info: Info, job: Job) -> list[UserError]:
    """Why an order that has ended brought no picture; empty while it may still come."""
    error = _CANCELLED if job.status is JobStatus.CANCELLED else job.error
    said = stored_error(error, info.context.locale)
    return [] if said is None else [said]
