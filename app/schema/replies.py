"""Saying something and reading the reply as it comes, as clients see it."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.domain.conversations import reading
from app.domain.conversations.model import UsageLevel
from app.domain.language.ports import Snapshot, Token
from app.schema.context import Info, find
from app.schema.conversations import Conversation, Message
from app.schema.errors import UserError
from app.schema.jobs import MISTAKES, Job


@strawberry.input(description="Something to say.")
class SendMessageInput:
    """The reply is on its way when this is answered."""

    conversation_id: strawberry.ID = strawberry.field(description="In which conversation.")
    content: str = strawberry.field(
        description="What is said: 1 to 100,000 characters, kept exactly as typed."
    )
    client_message_id: str | None = strawberry.field(
        default=None,
        description=(
            "The client's own id of the message, which makes a repetition safe: the same id and "
            "words answer what the first time made. 1 to 200 characters."
        ),
    )


@strawberry.input(description="Which reply stops.")
class StopReplyInput:
    """What was written of it is kept."""

    message_id: strawberry.ID = strawberry.field(description="The reply.")


@strawberry.input(description="Which reply is written once more.")
class RetryReplyInput:
    """The last one of its conversation."""

    message_id: strawberry.ID = strawberry.field(description="The reply.")
    idempotency_key: str | None = strawberry.field(
        default=None,
        description=(
            "Makes a repetition safe: the same key and reply answer the job that the first one "
            "started. 1 to 255 characters."
        ),
    )


@strawberry.type(description="What was said, and the reply that is on its way.")
class SendMessagePayload:
    """Follow the reply by `replyStream`."""

    message: Message | None = strawberry.field(default=None, description="What was said.")
    reply: Message | None = strawberry.field(
        default=None, description="The reply, STREAMING at first."
    )
    conversation: Conversation | None = strawberry.field(
        default=None, description="The conversation."
    )
    job: Job | None = strawberry.field(default=None, description="The job that writes the reply.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of a reply that was to stop.")
class StopReplyPayload:
    """The reply with what was written of it."""

    reply: Message | None = strawberry.field(default=None, description="The reply.")
    job: Job | None = strawberry.field(default=None, description="The job that wrote it.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="A reply that is on its way once more.")
class RetryReplyPayload:
    """Follow it by `replyStream`."""

    reply: Message | None = strawberry.field(default=None, description="The reply, STREAMING.")
    job: Job | None = strawberry.field(default=None, description="The job that writes it.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(
    description=(
        "The whole text so far: it replaces whatever the client holds. It comes first, and again "
        "after any gap."
    )
)
class ReplySnapshot:
    """`seq` may be lower than what the client holds."""

    seq: int = strawberry.field(description="The number of the last piece in it, 0 for none.")
    text: str = strawberry.field(description="All pieces up to there.")


@strawberry.type(description="The next piece of the text.")
class ReplyToken:
    """Right behind the piece before."""

    seq: int = strawberry.field(description="The piece's number; numbers rise without gaps.")
    text: str = strawberry.field(description="The piece.")


@strawberry.type(description="How full the model's context window is, about once a second.")
class ReplyUsage:
    """In tokens."""

    prompt_tokens: int = strawberry.field(description="What was read for the reply.")
    completion_tokens: int = strawberry.field(description="What is written so far.")
    context_window: int = strawberry.field(description="What the model keeps in mind.")
    usage_percent: float = strawberry.field(description="How full that is, in percent.")
    usage_level: UsageLevel = strawberry.field(description="What that means.")
    estimated: bool = strawberry.field(
        description="Whether it is an estimate; after the reply the provider's counts are known."
    )


@strawberry.type(description="The reply has ended; nothing follows.")
class ReplyFinished:
    """However it ended."""

    finished: strawberry.Private[reading.Finished]

    @strawberry.field(description="The reply as it stands, with its text, tokens or error.")
    async def message(self, info: Info) -> Message | None:
        """Null if it was deleted meanwhile."""
        found: Message | None = await find(info, Message, self.finished.message_id)
        return found


ReplyEvent = Annotated[
    ReplySnapshot | ReplyToken | ReplyUsage | ReplyFinished,
    strawberry.union("ReplyEvent", description="What happens to a reply."),
]


def reply_event(event: reading.ReplyEvent) -> ReplyEvent:
    """The client's view of an event."""
    match event:
        case Snapshot():
            return ReplySnapshot(seq=event.seq, text=event.text)
        case Token():
            return ReplyToken(seq=event.seq, text=event.text)
        case reading.Finished():
            return ReplyFinished(finished=event)
        case reading.Usage():
            return ReplyUsage(
                prompt_tokens=event.prompt_tokens,
                completion_tokens=event.completion_tokens,
                context_window=event.context_window,
                usage_percent=event.percent,
                usage_level=event.level,
                estimated=event.estimated,
            )
