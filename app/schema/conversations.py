"""Conversations and their messages, as clients see them."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Final

import strawberry

from app.domain.conversations.compression import USUALLY_KEPT
from app.domain.conversations.model import MessageStatus, UsageLevel
from app.domain.jobs.model import JobKind
from app.domain.language.model import Provider, Role
from app.domain.paging import Direction
from app.readpath.declare import Condition, Elsewhere, Order
from app.readpath.fields import column, worded
from app.readpath.resolve import newest, to_one
from app.rows.conversations import ConversationRow, MessageRow
from app.schema.connections import Connection, connection
from app.schema.context import Info
from app.schema.errors import UserError, failure
from app.schema.filters import preset, search, where
from app.schema.jobs import Job
from app.schema.node import Node, row_type

if TYPE_CHECKING:
    from app.schema.compression import CompressionPreview

IN_ORDER: Final = Order("position", descending=False)
NEWEST: Final = Order("updated_at", descending=True)
_ACTIVE: Final = Condition("active", "=", True)
_IN_USE: Final = Condition("archived", "=", False)


@row_type(
    MessageRow,
    owner="user_id",
    description="Something that was said in a conversation, by a person, a model or its context.",
)
class Message(Node):
    """A message of the viewer's."""

    role: Role = column(description="Who speaks.")
    content: str = column(
        description=(
            "What is said, as it was typed or written (Markdown, not sanitised). Of a reply that "
            "is being written it is what the try before brought; `replyStream` has the new text."
        )
    )
    status: MessageStatus = column(description="Where it stands.")
    position: int = column(description="Its place in the conversation; places only rise.")
    token_count: int | None = column(
        description="How many tokens it has; words of what people say; null where nobody counted."
    )
    prompt_tokens: int | None = column(
        description="Of a reply: the tokens that were read for it, as its provider counted."
    )
    completion_tokens: int | None = column(
        description="Of a reply: the tokens that were written, as its provider counted."
    )
    is_summary: bool = column(description="Whether it stands for messages that are archived.")
    archived_at: datetime | None = column(description="When a summary took its place, if one did.")
    model: str | None = column(description="Of a reply: the model that writes or wrote it.")
    duration_ms: int | None = column(
        description="Of a reply: how long it was written, in milliseconds."
    )
    client_message_id: str | None = column(description="The id that its client gave it.")
    created_at: datetime = column(description="When it was sent.")
    finished_at: datetime | None = column(description="Of a reply: when it ended.")
    error: UserError | None = worded("error", failure, description="Why the reply failed.")
    reply_to: Message | None = to_one("reply_to_id", description="What a reply answers.")
    summary: Message | None = to_one(
        "summary_id", description="The summary that stands for it where it was archived."
    )
    conversation: Conversation | None = to_one("conversation_id", description="Where it was said.")
    job: Job | None = newest(
        "message_id",
        column="kind",
        among=(JobKind.CHAT.value,),
        description="The job that writes or wrote the reply last.",
    )


@row_type(
    ConversationRow,
    owner="user_id",
    description="A conversation with a language model that lasts.",
)
class Conversation(Node):
    """A conversation of the viewer's."""

    title: str = column(description="Its name.")
    provider: Provider = column(description="Where its model runs.")
    model: str = column(description="The model that is talked to.")
    system_context: str | None = column(
        description="What the model is told before everything else."
    )
    context_window: int = column(description="How many tokens the model keeps in mind.")
    token_count: int = column(
        description="How many of them the last exchange filled; an estimate after a compression."
    )
    usage_percent: float = column(description="The same in percent; it can be more than 100.")
    usage_level: UsageLevel = column(description="What that means.")
    message_count: int = column(description="How many messages the model is told of.")
    archived_count: int = column(
        description="How many messages summaries stand for; they are kept, and exported."
    )
    archived: bool = column(description="Whether it is put away; lists leave it out then.")
    version: int = column(description="Grows by one with every change by its owner.")
    created_at: datetime = column(description="When it began.")
    updated_at: datetime = column(description="When something last happened in it.")
    messages: Connection[Message] = connection(
        by="conversation_id",
        unordered=IN_ORDER,
        always=(_ACTIVE,),
        description=(
            "What is said, oldest first, with summaries in place of what is archived. The last "
            "ones by `last`."
        ),
    )
    running_reply: Message | None = newest(
        "conversation_id",
        column="status",
        among=(MessageStatus.STREAMING.value,),
        description="The reply that is being written; null while nobody writes.",
    )

    @strawberry.field(
        description="What `compressConversation` would archive and save; nothing changes."
    )
    async def compression_preview(
        self,
        info: Info,
        keep_recent: Annotated[
            int, strawberry.argument(description="How many of the last messages stay, 1 to 20.")
        ] = USUALLY_KEPT,
    ) -> Annotated[CompressionPreview, strawberry.lazy("app.schema.compression")]:
        """By estimate: a token for every four characters."""
        from app.schema.compression import CompressionPreview

        found = await info.context.services.compression.preview(
            info.context.signed_in.user_id,
            self.id,  # type: ignore[arg-type] # a row's key
            keep_recent=keep_recent,
        )
        return CompressionPreview.of(found)


@strawberry.enum(description="Which conversations a list shows by whether they are put away.")
class ConversationState(Enum):
    """Unset: the active ones."""

    ACTIVE = strawberry.enum_value(_IN_USE, description="Those that are not put away.")
    ARCHIVED = strawberry.enum_value(
        Condition("archived", "=", True),
        description="Those that are put away.",
    )
    ALL = strawberry.enum_value("all", description="All of them.")


@strawberry.input(description="Which conversations a list shows.")
class ConversationFilter:
    """Every given field must match."""

    state: ConversationState | None = preset(
        unset=_IN_USE, description="Put away or not; unset: those that are not."
    )
    provider: Provider | None = where(
        "provider", description="Only conversations with models that run here."
    )
    search: str | None = search(
        "title",
        elsewhere=Elsewhere(MessageRow, "content", "conversation_id"),
        description=(
            "Only conversations with this in their title or in something that was said, in upper "
            "or lower case: up to 100 characters; blank: all."
        ),
    )


@strawberry.enum(description="What conversations are sorted by.")
class ConversationOrderField(Enum):
    """Sortable columns of conversations."""

    UPDATED_AT = strawberry.enum_value(
        "updated_at", description="When something last happened in them."
    )
    CREATED_AT = strawberry.enum_value("created_at", description="When they began.")
    TITLE = strawberry.enum_value("title", description="Their names without regard to case.")


@strawberry.input(description="In which order conversations come.")
class ConversationOrder:
    """Ties are broken by the id."""

    field: ConversationOrderField = strawberry.field(description="What they are sorted by.")
    direction: Direction = strawberry.field(description="Which end comes first.")
