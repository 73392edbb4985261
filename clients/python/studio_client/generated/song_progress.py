from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import JobStage, SongStatus


class SongProgress(BaseModel):
    song_progress: "SongProgressSongProgress" = Field(alias="songProgress")


class SongProgressSongProgress(BaseModel):
    seq: int
    stage: JobStage
    status: SongStatus
    progress: Optional[float]


SongProgress.model_rebuild()
