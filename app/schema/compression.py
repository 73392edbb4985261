"""Compressing conversations and taking it back, as clients ask for it."""

from __future__ import annotations

from typing import Self

import strawberry

from app.domain.conversations import compression as domain
from app.domain.conversations.compression import USUALLY_KEPT
from app.schema.conversations import Conversation
from app.schema.errors import UserError
from app.schema.jobs import MISTAKES


@strawberry.type(description="What a compression would do, by estimate.")
class CompressionPreview:
    """A token is taken for four characters."""

    messages: int = strawberry.field(description="How many messages would be archived.")
    tokens_before: int = strawberry.field(description="The tokens that the model is told now.")
    tokens_after: int = strawberry.field(description="Those that would be left.")
    tokens_saved: int = strawberry.field(description="The difference.")

    @classmethod
    def of(cls, preview: domain.Preview) -> Self:
        """The client's view of a preview."""
        return cls(
            messages=preview.messages,
            tokens_before=preview.tokens_before,
            tokens_after=preview.tokens_after,
            tokens_saved=preview.tokens_before - preview.tokens_after,
        )


@strawberry.input(description="Which conversation is compressed, and how much of it stays.")
class CompressConversationInput:
    """Nothing is lost: what is archived comes back by `restoreConversation`."""

    id: strawberry.ID = strawberry.field(description="Which conversation.")
    keep_recent: int = strawberry.field(
        default=USUALLY_KEPT, description="How many of the last messages stay, 1 to 20."
    )


@strawberry.input(description="Which conversation gets its archived messages back.")
class RestoreConversationInput:
    """The last compression first."""

    id: strawberry.ID = strawberry.field(description="Which conversation.")
    all: bool = strawberry.field(
        default=False, description="Take all compressions back, not only the last one."
    )


@strawberry.type(description="What became of a compression.")
class CompressConversationPayload:
    """The conversation, smaller, or why it stays as it was."""

    conversation: Conversation | None = strawberry.field(
        default=None,
        description="The conversation; after a CONFLICT the one that is there.",
    )
    archived_count: int = strawberry.field(
        default=0, description="How many messages were archived; 0 where there was nothing to do."
    )
    summarised_by_model: bool = strawberry.field(
        default=False,
        description="Whether the model summed up; without it an excerpt has to do.",
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of taking compressions back.")
class RestoreConversationPayload:
    """The conversation with its messages, or why it stays as it was."""

    conversation: Conversation | None = strawberry.field(
        default=None, description="The conversation."
    )
    restored_count: int = strawberry.field(
        default=0, description="How many messages came back; 0 where nothing was archived."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
