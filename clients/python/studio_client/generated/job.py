from typing import Optional

from .base_model import BaseModel
from .enums import JobStatus


class Job(BaseModel):
    job: Optional["JobJob"]


class JobJob(BaseModel):
    status: JobStatus
    error: Optional["JobJobError"]


class JobJobError(BaseModel):
    message: str


Job.model_rebuild()
JobJob.model_rebuild()
