from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import Mistake


class RetryReply(BaseModel):
    retry_reply: "RetryReplyRetryReply" = Field(alias="retryReply")


class RetryReplyRetryReply(BaseModel):
    reply: Optional["RetryReplyRetryReplyReply"]
    user_errors: list["RetryReplyRetryReplyUserErrors"] = Field(alias="userErrors")


class RetryReplyRetryReplyReply(BaseModel):
    id: str


RetryReplyRetryReplyUserErrors = Mistake
RetryReply.model_rebuild()
RetryReplyRetryReply.model_rebuild()
