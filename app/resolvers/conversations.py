"""Conversations: lists, look-up, create, change, delete, make room and write down."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.domain.conversations.export import ExportFormat
from app.domain.language.model import Role
from app.resolvers.mutations import answers_mistakes
from app.schema.compression import (
    CompressConversationInput,
    CompressConversationPayload,
    RestoreConversationInput,
    RestoreConversationPayload,
)
from app.schema.connections import Connection, connection
from app.schema.context import Info, find
from app.schema.conversation_edits import (
    ConversationExport,
    CreateConversationInput,
    CreateConversationPayload,
    DeleteConversationInput,
    DeleteConversationPayload,
    UpdateConversationInput,
    UpdateConversationPayload,
)
from app.schema.conversations import (
    NEWEST,
    Conversation,
    ConversationFilter,
    ConversationOrder,
)
from app.schema.ids import decode_id
from app.schema.messages import say
from app.schema.node import by_id


@strawberry.type
class ConversationQuery:
    """Reading conversations, of the viewer only."""

    conversation: Conversation | None = by_id(
        "Conversation", description="A conversation by its id; null without one."
    )
    conversations: Connection[Conversation] = connection(
        filter=ConversationFilter,
        order=ConversationOrder,
        unordered=NEWEST,
        description="The viewer's conversations, the liveliest first unless asked otherwise.",
    )

    @strawberry.field(
        description=(
            "A conversation as a document: everything that was said, with archived messages in "
            "place of their summaries. Null without one."
        )
    )
    async def export_conversation(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Which conversation.")],  # noqa: A002 - the API's name
        format: Annotated[  # noqa: A002 - the API's name
            ExportFormat, strawberry.argument(description="How it is written down.")
        ] = ExportFormat.MARKDOWN,
    ) -> ConversationExport | None:
        """Of the viewer only."""
        key, owner = decode_id("Conversation", id, "id"), info.context.signed_in.user_id
        speakers = {
            role: say(f"conversation.speaker_{role.value}", info.context.locale, {})
            for role in (Role.SYSTEM, Role.USER)
        }
        document = await info.context.services.exports.export(owner, key, format, speakers=speakers)
        return ConversationExport.of(document, format) if document else None


@strawberry.type
class ConversationMutation:
    """Writing conversations."""

    @strawberry.mutation(description="Begin a conversation.")
    @answers_mistakes(CreateConversationPayload)
    async def create_conversation(
        self,
        info: Info,
        new: Annotated[
            CreateConversationInput,
            strawberry.argument(name="input", description="The new conversation."),
        ],
    ) -> CreateConversationPayload:
        """For the viewer."""
        made = await info.context.services.conversations.create(
            info.context.signed_in.user_id, new.wanted(), idempotency_key=new.idempotency_key
        )
        return CreateConversationPayload(conversation=await find(info, Conversation, made.id))

    @strawberry.mutation(description="Change a conversation: its name, model, context or place.")
    @answers_mistakes(UpdateConversationPayload, current="conversation", of=Conversation)
    async def update_conversation(
        self,
        info: Info,
        changes: Annotated[
            UpdateConversationInput,
            strawberry.argument(name="input", description="The changes."),
        ],
    ) -> UpdateConversationPayload:
        """Of the viewer only."""
        key = decode_id("Conversation", changes.id, "id")
        await info.context.services.conversations.update(
            info.context.signed_in.user_id,
            key,
            changes.changes(),
            expected_version=changes.expected_version,
        )
        return UpdateConversationPayload(conversation=await find(info, Conversation, key))

    @strawberry.mutation(description="Delete a conversation with everything that was said in it.")
    @answers_mistakes(DeleteConversationPayload)
    async def delete_conversation(
        self,
        info: Info,
        which: Annotated[
            DeleteConversationInput,
            strawberry.argument(name="input", description="Which conversation."),
        ],
    ) -> DeleteConversationPayload:
        """Of the viewer only."""
        key = decode_id("Conversation", which.id, "id")
        await info.context.services.conversations.delete(info.context.signed_in.user_id, key)
        return DeleteConversationPayload(deleted_id=which.id)

    @strawberry.mutation(
        description=(
            "Make room in the model's context window: a summary takes the place of all but the "
            "last messages. Nothing is lost."
        )
    )
    @answers_mistakes(CompressConversationPayload, current="conversation", of=Conversation)
    async def compress_conversation(
        self,
        info: Info,
        wish: Annotated[
            CompressConversationInput,
            strawberry.argument(name="input", description="Which conversation, and how far."),
        ],
    ) -> CompressConversationPayload:
        """Of the viewer only."""
        key = decode_id("Conversation", wish.id, "id")
        done = await info.context.services.compression.compress(
            info.context.signed_in.user_id, key, keep_recent=wish.keep_recent
        )
        return CompressConversationPayload(
            conversation=await find(info, Conversation, key),
            archived_count=done.archived,
            summarised_by_model=done.by_model,
        )

    @strawberry.mutation(
        description="Take the last compression back, or all of them: archived messages return."
    )
    @answers_mistakes(RestoreConversationPayload)
    async def restore_conversation(
        self,
        info: Info,
        wish: Annotated[
            RestoreConversationInput,
            strawberry.argument(name="input", description="Which conversation, and how far."),
        ],
    ) -> RestoreConversationPayload:
        """Of the viewer only."""
        key = decode_id("Conversation", wish.id, "id")
        restored = await info.context.services.compression.restore(
            info.context.signed_in.user_id, key, everything=wish.all
        )
        return RestoreConversationPayload(
            conversation=await find(info, Conversation, key), restored_count=restored
        )
