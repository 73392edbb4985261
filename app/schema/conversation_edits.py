"""Making, changing, deleting and writing down conversations, as clients ask for it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Self

import strawberry

from app.domain.changes import UNSET
from app.domain.conversations import export
from app.domain.conversations import model as domain
from app.domain.conversations.export import ExportFormat
from app.domain.language.model import Provider
from app.schema.conversations import Conversation
from app.schema.errors import UserError
from app.schema.jobs import MISTAKES

_TITLE = "Its name: 1 to 500 characters."
_MODEL = "The model that is talked to: 1 to 100 characters; `chatModels` lists them."
_CONTEXT = "What the model is told before everything else: up to 20,000 characters."


def _change(description: str) -> Any:
    return strawberry.field(default=strawberry.UNSET, description=description)


@strawberry.input(description="A new conversation.")
class CreateConversationInput:
    """Its context window is its model's."""

    title: str = strawberry.field(description=_TITLE)
    provider: Provider = strawberry.field(
        default=Provider.INTERNAL, description="Where its model runs."
    )
    model: str | None = strawberry.field(
        default=None, description=f"{_MODEL} Unset: the provider's usual one."
    )
    system_context: str | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            f"{_CONTEXT} Not sent: what one's settings say for this provider; null: nothing."
        ),
    )
    idempotency_key: str | None = strawberry.field(
        default=None,
        description=(
            "Makes a repetition safe: the same key and words answer the conversation that the "
            "first one made. 1 to 255 characters."
        ),
    )

    def wanted(self) -> domain.NewConversation:
        """The same in the words of the domain."""
        return domain.NewConversation(
            title=self.title,
            provider=self.provider,
            model=self.model,
            system_context=UNSET
            if self.system_context is strawberry.UNSET
            else self.system_context,
        )


@strawberry.input(description="Changes of a conversation. A field that is not sent stays as it is.")
class UpdateConversationInput:
    """At least one field besides the id and the version."""

    id: strawberry.ID = strawberry.field(description="Which conversation.")
    expected_version: int | None = strawberry.field(
        default=None,
        description="The version that the change is based on; a newer one is a CONFLICT.",
    )
    title: str | None = _change(_TITLE)
    provider: Provider | None = _change("Where its model runs; it comes with one of its models.")
    model: str | None = _change(f"{_MODEL} Its window becomes the conversation's.")
    system_context: str | None = _change(f"{_CONTEXT} Null clears it.")
    archived: bool | None = _change("Whether it is put away.")

    def changes(self) -> domain.ConversationChanges:
        """The changes in the words of the domain."""
        given = {each.name: getattr(self, each.name) for each in fields(domain.ConversationChanges)}
        return domain.ConversationChanges(
            **{name: UNSET if value is strawberry.UNSET else value for name, value in given.items()}
        )


@strawberry.input(description="Which conversation is deleted.")
class DeleteConversationInput:
    """For good, with everything that was said in it."""

    id: strawberry.ID = strawberry.field(description="Which conversation.")


@strawberry.type(description="What became of a new conversation.")
class CreateConversationPayload:
    """The conversation, or why there is none."""

    conversation: Conversation | None = strawberry.field(
        default=None, description="The new conversation."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of a conversation's changes.")
class UpdateConversationPayload:
    """The changed conversation; after a conflict the one that is there."""

    conversation: Conversation | None = strawberry.field(
        default=None, description="The changed conversation; after a CONFLICT the current one."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of a conversation to delete.")
class DeleteConversationPayload:
    """Its id, or why it is still there."""

    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="The id of what was deleted."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="A conversation as a document, to be saved as a file.")
class ConversationExport:
    """Everything that was said, archived or not, in order; no summaries."""

    format: ExportFormat = strawberry.field(description="How it is written down.")
    filename: str = strawberry.field(description="What the file may be called.")
    content_type: str = strawberry.field(description="Its media type.")
    content: str = strawberry.field(description="Its text.")
    message_count: int = strawberry.field(description="How many messages are in it.")

    @classmethod
    def of(cls, document: export.Document, wanted: ExportFormat) -> Self:
        """The client's view of a document."""
        return cls(
            format=wanted,
            filename=document.filename,
            content_type=document.content_type,
            content=document.content,
            message_count=document.messages,
        )
