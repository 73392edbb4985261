from typing import Optional

from .base_model import BaseModel
from .fragments import WholeSong


class Song(BaseModel):
    song: Optional["SongSong"]


SongSong = WholeSong
Song.model_rebuild()
