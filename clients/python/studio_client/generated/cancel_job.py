from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import JobStatus
from .fragments import Mistake


class CancelJob(BaseModel):
    cancel_job: "CancelJobCancelJob" = Field(alias="cancelJob")


class CancelJobCancelJob(BaseModel):
    job: Optional["CancelJobCancelJobJob"]
    user_errors: list["CancelJobCancelJobUserErrors"] = Field(alias="userErrors")


class CancelJobCancelJobJob(BaseModel):
    status: JobStatus


CancelJobCancelJobUserErrors = Mistake
CancelJob.model_rebuild()
CancelJobCancelJob.model_rebuild()
