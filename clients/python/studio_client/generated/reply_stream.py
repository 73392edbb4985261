from typing import Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .enums import MessageStatus


class ReplyStream(BaseModel):
    reply_stream: Union[
        "ReplyStreamReplyStreamReplySnapshot",
        "ReplyStreamReplyStreamReplyToken",
        "ReplyStreamReplyStreamReplyUsage",
        "ReplyStreamReplyStreamReplyFinished",
    ] = Field(alias="replyStream", discriminator="typename__")


class ReplyStreamReplyStreamReplySnapshot(BaseModel):
    typename__: Literal["ReplySnapshot"] = Field(alias="__typename")
    seq: int
    text: str


class ReplyStreamReplyStreamReplyToken(BaseModel):
    typename__: Literal["ReplyToken"] = Field(alias="__typename")
    seq: int
    text: str


class ReplyStreamReplyStreamReplyUsage(BaseModel):
    typename__: Literal["ReplyUsage"] = Field(alias="__typename")


class ReplyStreamReplyStreamReplyFinished(BaseModel):
    typename__: Literal["ReplyFinished"] = Field(alias="__typename")
    message: Optional["ReplyStreamReplyStreamReplyFinishedMessage"]


class ReplyStreamReplyStreamReplyFinishedMessage(BaseModel):
    status: MessageStatus
    error: Optional["ReplyStreamReplyStreamReplyFinishedMessageError"]
    conversation: Optional["ReplyStreamReplyStreamReplyFinishedMessageConversation"]


class ReplyStreamReplyStreamReplyFinishedMessageError(BaseModel):
    message: str


class ReplyStreamReplyStreamReplyFinishedMessageConversation(BaseModel):
    usage_percent: float = Field(alias="usagePercent")


ReplyStream.model_rebuild()
ReplyStreamReplyStreamReplyFinished.model_rebuild()
ReplyStreamReplyStreamReplyFinishedMessage.model_rebuild()
