"""Rows of conversations that are awkward to spell, of two people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any, Final
from uuid import UUID

from app.domain.conversations.model import MessageStatus, UsageLevel
from app.domain.jobs.model import JobKind, JobStage, JobStatus
from app.domain.language.model import Provider, Role
from app.rows.conversations import ConversationRow, MessageRow
from app.rows.jobs import JobRow
from app.schema.ids import encode_id
from tests.readpath.values import BOBS, ERRORS, FLOATS, LYRICS, TEXTS, UNSPEAKABLE, moment

CONVERSATIONS: Final = 18
LONG: Final = 5
"""The conversation of Ada's with the most messages."""
LONGEST: Final = 63
BUSY: Final = 7
"""The first conversation of Ada's in which a reply is being written; every seventh is one."""


def conversation_key(number: int) -> UUID:
    """The key of a conversation by its number."""
    return UUID(int=(7 << 96) + number)


def message_key(conversation: int, position: int) -> UUID:
    """The key of a message; summaries are 500 further."""
    return UUID(int=(8 << 96) + conversation * 1000 + position)


def conversation_id(number: int) -> str:
    """The global id of a conversation."""
    return encode_id("Conversation", conversation_key(number))


def message_id(conversation: int, position: int) -> str:
    """The global id of a message."""
    return encode_id("Message", message_key(conversation, position))


async def fill_talks(ada: UUID, bob: UUID) -> None:
    """Write all conversations, their messages and the jobs of some replies."""
    people = dict.fromkeys(range(CONVERSATIONS), ada)
    people |= dict.fromkeys(range(BOBS, BOBS + len(UNSPEAKABLE)), bob)
    await ConversationRow.bulk_create(_conversation(n, who) for n, who in people.items())
    messages = [each for n, who in people.items() for each in _messages(n, who)]
    await MessageRow.bulk_create(messages)
    replies = [each for each in messages if each.role is Role.ASSISTANT and not each.is_summary]
    await JobRow.bulk_create(_job(n, reply) for n, reply in enumerate(replies[:30]))
    # Somebody else's job on a reply of Ada's, which nobody may see there.
    stranger = _job(31, replies[1])
    stranger.user_id, stranger.created_at = bob, moment(999)
    await stranger.save()


def _of(values: Any, number: int) -> Any:
    return next(islice(cycle(values), number, None))


def _size(conversation: int) -> int:
    return LONGEST if conversation == LONG else conversation % 6


def _conversation(number: int, owner: UUID) -> ConversationRow:
    percents = UNSPEAKABLE if number >= BOBS else FLOATS
    return ConversationRow(
        id=conversation_key(number),
        user_id=owner,
        title=_of(TEXTS, number),
        model=_of(("llama3.2:3b", "gpt-5-mini", 'm"ö\\'), number),
        provider=_of(Provider, number),
        system_context=None if number % 3 == 0 else _of(TEXTS, number + 4),
        context_window=_of((8192, 2**31 - 1, 0), number),
        token_count=_of((0, 2**31 - 1, 77), number),
        usage_percent=_of(percents, number - BOBS if number >= BOBS else number),
        usage_level=_of(UsageLevel, number),
        message_count=_size(number),
        archived_count=number % 4,
        last_position=_size(number),
        archived=number % 5 > 2,
        version=2**31 - 1 if number == 0 else number,
        created_at=moment(number),
        updated_at=moment(number // 2 + 3),
    )


def _messages(conversation: int, owner: UUID) -> Iterator[MessageRow]:
    """Every third one is archived, for the summary of the long one or somebody else's."""
    size = _size(conversation)
    for position in range(size):
        archived = position % 3 == 1
        summary = message_key(conversation, 500) if conversation == LONG else _foreign(position)
        row = _message(conversation, position, owner)
        row.summary_id = summary if archived else None
        row.archived_at = moment(position) if archived else None
        yield row
    if conversation == LONG:
        row = _message(conversation, 500, owner)
        row.position, row.is_summary, row.status = size, True, MessageStatus.COMPLETE
        row.reply_to_id = row.error = None
        yield row


def _foreign(position: int) -> UUID:
    return message_key(BOBS + 1, position % 2)


def _message(conversation: int, position: int, owner: UUID) -> MessageRow:
    number = conversation + position
    role: Role = Role.SYSTEM if position == 0 else (Role.USER, Role.ASSISTANT)[position % 2]
    streaming = conversation % BUSY == 0 and position == _size(conversation) - 1
    ended = (MessageStatus.COMPLETE, MessageStatus.STOPPED, MessageStatus.FAILED)
    status = MessageStatus.STREAMING if streaming else _of(ended, number)
    answers = message_key(conversation, position - 1) if number % 5 else _foreign(position)
    counts = (None, 0, 2**31 - 1, 12)
    return MessageRow(
        id=message_key(conversation, position),
        user_id=owner,
        conversation_id=conversation_key(conversation),
        role=role,
        content=_of((*TEXTS, *LYRICS), number),
        status=status,
        position=position,
        token_count=_of(counts, number),
        prompt_tokens=_of(counts, number + 1),
        completion_tokens=_of(counts, number + 2),
        reply_to_id=answers if role is Role.ASSISTANT else None,
        client_message_id=f'"{position}" ü\\' if number % 4 == 1 else None,
        model=_of((None, "gpt-5", 'm"ö\\'), number),
        duration_ms=_of(counts, number + 3),
        error=_of(ERRORS, number // 3) if status is MessageStatus.FAILED else None,
        created_at=moment(number),
        finished_at=None if streaming or number % 3 == 0 else moment(number + 1),
    )


def _job(number: int, reply: MessageRow) -> JobRow:
    status: JobStatus = _of(JobStatus, number)
    # Now and then of a kind that writes no replies.
    kind = JobKind.LYRIC_AI if number % 7 == 5 else JobKind.CHAT
    return JobRow(
        id=UUID(int=(9 << 96) + number),
        user_id=reply.user_id,
        kind=kind,
        status=status,
        stage=_of(JobStage, number),
        attempt=number,
        error=_of(ERRORS, number) if status is JobStatus.FAILED else None,
        request={},
        payload_hash="",
        message_id=reply.id,
        created_at=moment(number),
        finished_at=moment(number + 1) if status.terminal else None,
    )
