from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import JobStage, JobStatus


class JobProgress(BaseModel):
    job_progress: "JobProgressJobProgress" = Field(alias="jobProgress")


class JobProgressJobProgress(BaseModel):
    seq: int
    stage: JobStage
    status: JobStatus
    progress: Optional[float]


JobProgress.model_rebuild()
