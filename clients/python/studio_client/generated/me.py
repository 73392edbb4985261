from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class Me(BaseModel):
    me: Optional["MeMe"]


class MeMe(BaseModel):
    id: str
    email: str
    artist_name: Optional[str] = Field(alias="artistName")


Me.model_rebuild()
