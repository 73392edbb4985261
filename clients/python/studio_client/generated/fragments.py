from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ChatRole, ErrorCode, Rating, SongStatus


class Mistake(BaseModel):
    code: ErrorCode
    message: str
    path: list[str]


class Recording(BaseModel):
    id: str
    index: int
    title: Optional[str]
    duration_ms: Optional[float] = Field(alias="durationMs")
    rating: Optional[Rating]
    mp_3_url: Optional[str] = Field(alias="mp3Url")
    flac_url: Optional[str] = Field(alias="flacUrl")
    stems_url: Optional[str] = Field(alias="stemsUrl")


class Room(BaseModel):
    id: str
    title: str
    model: str
    messages: "RoomMessages"


class RoomMessages(BaseModel):
    nodes: list["RoomMessagesNodes"]


class RoomMessagesNodes(BaseModel):
    id: str
    role: ChatRole


class WholeSong(BaseModel):
    id: str
    title: Optional[str]
    status: SongStatus
    created_at: datetime = Field(alias="createdAt")
    error: Optional["WholeSongError"]
    job: Optional["WholeSongJob"]
    choices: list["WholeSongChoices"]


class WholeSongError(BaseModel):
    message: str


class WholeSongJob(BaseModel):
    id: str


class WholeSongChoices(Recording):
    pass


Mistake.model_rebuild()
Recording.model_rebuild()
Room.model_rebuild()
WholeSong.model_rebuild()
