from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import Mistake


class RestoreConversation(BaseModel):
    restore_conversation: "RestoreConversationRestoreConversation" = Field(
        alias="restoreConversation"
    )


class RestoreConversationRestoreConversation(BaseModel):
    restored_count: int = Field(alias="restoredCount")
    conversation: Optional["RestoreConversationRestoreConversationConversation"]
    user_errors: list["RestoreConversationRestoreConversationUserErrors"] = Field(
        alias="userErrors"
    )


class RestoreConversationRestoreConversationConversation(BaseModel):
    usage_percent: float = Field(alias="usagePercent")


RestoreConversationRestoreConversationUserErrors = Mistake
RestoreConversation.model_rebuild()
RestoreConversationRestoreConversation.model_rebuild()
