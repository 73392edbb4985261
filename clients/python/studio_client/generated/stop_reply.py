from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import Mistake


class StopReply(BaseModel):
    stop_reply: "StopReplyStopReply" = Field(alias="stopReply")


class StopReplyStopReply(BaseModel):
    reply: Optional["StopReplyStopReplyReply"]
    user_errors: list["StopReplyStopReplyUserErrors"] = Field(alias="userErrors")


class StopReplyStopReplyReply(BaseModel):
    id: str


StopReplyStopReplyUserErrors = Mistake
StopReply.model_rebuild()
StopReplyStopReply.model_rebuild()
