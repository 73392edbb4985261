from typing import Optional

from .base_model import BaseModel
from .fragments import Room


class Conversation(BaseModel):
    conversation: Optional["ConversationConversation"]


ConversationConversation = Room
Conversation.model_rebuild()
