from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import Mistake, Room


class CreateConversation(BaseModel):
    create_conversation: "CreateConversationCreateConversation" = Field(
        alias="createConversation"
    )


class CreateConversationCreateConversation(BaseModel):
    conversation: Optional["CreateConversationCreateConversationConversation"]
    user_errors: list["CreateConversationCreateConversationUserErrors"] = Field(
        alias="userErrors"
    )


CreateConversationCreateConversationConversation = Room
CreateConversationCreateConversationUserErrors = Mistake
CreateConversation.model_rebuild()
CreateConversationCreateConversation.model_rebuild()
