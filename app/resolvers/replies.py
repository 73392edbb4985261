"""Saying something, stopping a reply, asking for it again, and reading it as it comes."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from app.resolvers.mutations import answers_mistakes
from app.schema.context import Info, find
from app.schema.conversations import Conversation, Message
from app.schema.ids import decode_id
from app.schema.jobs import Job
from app.schema.replies import (
    ReplyEvent,
    RetryReplyInput,
    RetryReplyPayload,
    SendMessageInput,
    SendMessagePayload,
    StopReplyInput,
    StopReplyPayload,
    reply_event,
)


@strawberry.type
class ReplyMutation:
    """Talking."""

    @strawberry.mutation(
        description=(
            "Say something. The reply is written by a worker, whoever stays to read it: follow it "
            "by `replyStream`."
        )
    )
    @answers_mistakes(SendMessagePayload)
    async def send_message(
        self,
        info: Info,
        said: Annotated[
            SendMessageInput, strawberry.argument(name="input", description="What is said.")
        ],
    ) -> SendMessagePayload:
        """In a conversation of the viewer's."""
        key = decode_id("Conversation", said.conversation_id, "conversation_id")
        sent = await info.context.services.sending.send(
            info.context.signed_in.user_id, key, said.content, said.client_message_id
        )
        return SendMessagePayload(
            message=await find(info, Message, sent.message_id),
            reply=await find(info, Message, sent.reply_id),
            conversation=await find(info, Conversation, key),
            job=await find(info, Job, sent.job.id),
        )

    @strawberry.mutation(description="Stop a reply; what was written of it is kept.")
    @answers_mistakes(StopReplyPayload)
    async def stop_reply(
        self,
        info: Info,
        which: Annotated[
            StopReplyInput, strawberry.argument(name="input", description="Which reply.")
        ],
    ) -> StopReplyPayload:
        """Of the viewer only."""
        key = decode_id("Message", which.message_id, "message_id")
        job = await info.context.services.sending.stop(info.context.signed_in.user_id, key)
        return StopReplyPayload(
            reply=await find(info, Message, key), job=await find(info, Job, job.id)
        )

    @strawberry.mutation(
        description=(
            "Have the last reply of a conversation written once more, whether it failed, was "
            "stopped or is there."
        )
    )
    @answers_mistakes(RetryReplyPayload)
    async def retry_reply(
        self,
        info: Info,
        which: Annotated[
            RetryReplyInput, strawberry.argument(name="input", description="Which reply.")
        ],
    ) -> RetryReplyPayload:
        """Of the viewer only."""
        key = decode_id("Message", which.message_id, "message_id")
        sent = await info.context.services.sending.retry(
            info.context.signed_in.user_id, key, idempotency_key=which.idempotency_key
        )
        return RetryReplyPayload(
            reply=await find(info, Message, sent.reply_id), job=await find(info, Job, sent.job.id)
        )


@strawberry.type
class ReplySubscription:
    """Reading along."""

    @strawberry.subscription(
        description=(
            "A reply as it is written: the text so far (or, with `afterSeq`, what was missed), "
            "then each piece, until it ends. Another connection or device sees the same."
        )
    )
    async def reply_stream(
        self,
        info: Info,
        message_id: Annotated[strawberry.ID, strawberry.argument(description="The reply's id.")],
        after_seq: Annotated[
            int | None, strawberry.argument(description="The last piece that was seen.")
        ] = None,
    ) -> AsyncGenerator[ReplyEvent, None]:
        """Of the viewer only."""
        key, owner = decode_id("Message", message_id, "message_id"), info.context.signed_in.user_id
        events = await info.context.services.reply_reading.follow(owner, key, after_seq)
        async with aclosing(events):
            async for event in events:
                yield reply_event(event)
