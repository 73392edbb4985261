from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import Mistake


class CompressConversation(BaseModel):
    compress_conversation: "CompressConversationCompressConversation" = Field(
        alias="compressConversation"
    )


class CompressConversationCompressConversation(BaseModel):
    archived_count: int = Field(alias="archivedCount")
    conversation: Optional["CompressConversationCompressConversationConversation"]
    user_errors: list["CompressConversationCompressConversationUserErrors"] = Field(
        alias="userErrors"
    )


class CompressConversationCompressConversationConversation(BaseModel):
    usage_percent: float = Field(alias="usagePercent")


CompressConversationCompressConversationUserErrors = Mistake
CompressConversation.model_rebuild()
CompressConversationCompressConversation.model_rebuild()
