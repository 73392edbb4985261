from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import Mistake


class SendMessage(BaseModel):
    send_message: "SendMessageSendMessage" = Field(alias="sendMessage")


class SendMessageSendMessage(BaseModel):
    reply: Optional["SendMessageSendMessageReply"]
    user_errors: list["SendMessageSendMessageUserErrors"] = Field(alias="userErrors")


class SendMessageSendMessageReply(BaseModel):
    id: str


SendMessageSendMessageUserErrors = Mistake
SendMessage.model_rebuild()
SendMessageSendMessage.model_rebuild()
