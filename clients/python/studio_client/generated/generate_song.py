from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import Mistake, WholeSong


class GenerateSong(BaseModel):
    generate_song: "GenerateSongGenerateSong" = Field(alias="generateSong")


class GenerateSongGenerateSong(BaseModel):
    song: Optional["GenerateSongGenerateSongSong"]
    user_errors: list["GenerateSongGenerateSongUserErrors"] = Field(alias="userErrors")


GenerateSongGenerateSongSong = WholeSong
GenerateSongGenerateSongUserErrors = Mistake
GenerateSong.model_rebuild()
GenerateSongGenerateSong.model_rebuild()
