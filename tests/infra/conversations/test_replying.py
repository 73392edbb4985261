from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from uuid import UUID

import pytest

from app.domain.conversations.model import Conversation, Message, MessageStatus
from app.domain.conversations.replying import WRITING
from app.domain.errors import Conflict, ErrorCode, InvalidState, NotFound
from app.domain.jobs.model import Job, JobError, JobStage, JobStatus
from app.domain.language.model import (
    Delivery,
    Ending,
    ModelFailedError,
    Piece,
    Role,
    TextOrder,
)
from app.infra.repositories.messages import MessageRepository
from app.infra.repositories.text_drafts import TextDraftRepository
from tests.fakes.language import FakeModel
from tests.infra.conversations.rooms import Room, a_room
from tests.infra.jobs.rows import somebody

BROKEN = ModelFailedError(ErrorCode.PROVIDER_ERROR, "it fell over", Delivery.UNKNOWN)
AWAY = ModelFailedError(ErrorCode.PROVIDER_UNAVAILABLE, "ConnectError", Delivery.NOT_SENT)


@pytest.fixture
async def room(db: str) -> Room:
    return a_room(await somebody())


@pytest.fixture
async def conversation(room: Room) -> Conversation:
    return await room.begin()


class Stumbling(FakeModel):
    """Says something and falls over."""

    async def stream(self, order: TextOrder) -> AsyncGenerator[Piece | Ending, None]:
        self.orders.append(order)
        yield Piece(text="Half a ")
        yield Piece(text="sen")
        raise BROKEN


async def message(room: Room, key: UUID) -> Message:
    found = await MessageRepository().get(key, user_id=room.owner)
    assert found is not None
    return found


async def job_of(room: Room, reply: UUID) -> Job:
    found = await room.services.sending.reply_jobs.newest(reply, user_id=room.owner)
    assert found is not None
    return found


async def send(room: Room, conversation: Conversation, content: str = "Hello") -> UUID:
    sent = await room.services.sending.send(room.owner, conversation.id, content, None)
    return sent.reply_id


async def until_writing(room: Room, reply: UUID, pieces: int) -> None:
    job = await job_of(room, reply)
    async with asyncio.timeout(5):
        while len(room.streams.writer(job.id).pieces) < pieces:
            await asyncio.sleep(0.005)


async def test_what_is_said_and_an_empty_reply_are_there_at_once(
    room: Room, conversation: Conversation
) -> None:
    reply = await send(room, conversation, "  Hello there ")
    said, answer = await room.active(conversation)
    assert (said.role, said.content, said.token_count) == (Role.USER, "  Hello there ", 2)
    assert (answer.id, answer.status, answer.content) == (reply, MessageStatus.STREAMING, "")
    assert (answer.reply_to_id, answer.model) == (said.id, "llama3.2:3b")
    now = await room.now(conversation)
    assert (now.message_count, now.last_position) == (2, 2)
    assert now.updated_at > conversation.updated_at


async def test_the_reply_is_kept_with_its_tokens_and_the_conversation_is_as_full(
    room: Room, conversation: Conversation
) -> None:
    room.model.answers = [["Fi", "ne", "."]]
    room.model.ending = Ending(prompt_tokens=400, completion_tokens=24)
    reply = await room.say(conversation, "Hello")
    answer, job = await message(room, reply), await job_of(room, reply)
    assert (answer.status, answer.content) == (MessageStatus.COMPLETE, "Fine.")
    assert (answer.prompt_tokens, answer.completion_tokens, answer.token_count) == (400, 24, 24)
    assert answer.duration_ms is not None
    assert answer.finished_at is not None
    assert (job.status, job.stage, job.text_seq) == (JobStatus.SUCCEEDED, JobStage.DONE, 3)
    now = await room.now(conversation)
    assert now.token_count == 424
    assert now.usage_percent == round(42400 / 2048, 2)
    assert room.streams.writer(job.id).closed


async def test_the_model_is_told_everything_before_and_not_the_empty_reply(
    room: Room, conversation: Conversation
) -> None:
    await room.say(conversation, "One")
    await room.say(conversation, "Two")
    assert [turn.content for turn in room.model.orders[-1].turns] == ["One", "Fine.", "Two"]


async def test_a_second_message_waits_for_the_reply(room: Room, conversation: Conversation) -> None:
    await send(room, conversation)
    with pytest.raises(InvalidState, match=r"conversation\.busy"):
        await send(room, conversation, "And?")
    assert len(await room.active(conversation)) == 2
    await room.reply()
    await send(room, conversation, "And?")


async def test_of_many_messages_at_once_one_is_taken(
    room: Room, conversation: Conversation
) -> None:
    results = await asyncio.gather(
        *(send(room, conversation, f"Number {n}") for n in range(8)), return_exceptions=True
    )
    refused = [each for each in results if isinstance(each, InvalidState)]
    assert len(refused) == 7
    assert len(await room.active(conversation)) == 2


async def test_the_same_client_id_says_it_once_even_at_the_same_time(
    room: Room, conversation: Conversation
) -> None:
    async def again() -> tuple[UUID, UUID, UUID]:
        sent = await room.services.sending.send(room.owner, conversation.id, "Hello", "c1")
        return sent.message_id, sent.reply_id, sent.job.id

    assert len(set(await asyncio.gather(*(again() for _ in range(6))))) == 1
    await room.reply()
    await again()
    assert len(await room.active(conversation)) == 2
    assert len(room.model.orders) == 1
    with pytest.raises(Conflict, match=r"input\.key_in_use"):
        await room.services.sending.send(room.owner, conversation.id, "Other words", "c1")


async def test_a_model_that_falls_over_leaves_its_words_and_the_reason(db: str) -> None:
    room = a_room(await somebody(), Stumbling())
    conversation = await room.begin()
    reply = await room.say(conversation, "Hello")
    answer, job = await message(room, reply), await job_of(room, reply)
    assert (answer.status, answer.content) == (MessageStatus.FAILED, "Half a sen")
    expected = JobError(
        code=ErrorCode.PROVIDER_ERROR, key="model.broke_off", params={"reason": "it fell over"}
    )
    assert answer.error == expected
    assert (job.status, job.error, job.text_seq) == (JobStatus.FAILED, expected, 2)
    assert (await room.now(conversation)).token_count == 0


async def test_an_empty_answer_is_a_failure(room: Room, conversation: Conversation) -> None:
    room.model.answers = [[" \n"]]
    answer = await message(room, await room.say(conversation, "Hello"))
    assert answer.status is MessageStatus.FAILED
    assert answer.error
    assert answer.error.key == "model.empty"


async def test_a_reply_whose_worker_died_keeps_its_draft_and_is_not_asked_for_again(
    room: Room, conversation: Conversation
) -> None:
    reply = await send(room, conversation)
    [claim] = await room.queue.claim_due(1)
    room.model.held = asyncio.Event()
    room.model.answers = [["Half a ", "sen"]]
    worker = asyncio.create_task(room.handler.step(claim))
    await until_writing(room, reply, 2)
    assert await TextDraftRepository().keep(claim.job.id, claim.lease, 2, "Half a sen")
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)
    await room.queue.release(claim)

    assert await room.reply() == 1
    answer, job = await message(room, reply), await job_of(room, reply)
    assert (answer.status, answer.content) == (MessageStatus.FAILED, "Half a sen")
    assert answer.error
    assert answer.error.code is ErrorCode.INTERRUPTED
    assert (job.status, job.text_seq) == (JobStatus.FAILED, 2)
    assert len(room.model.orders) == 1


async def test_a_stopped_reply_keeps_every_word(room: Room, conversation: Conversation) -> None:
    reply = await send(room, conversation)
    room.model.held = asyncio.Event()
    room.model.answers = [["Half a ", "sen"]]
    worker = asyncio.create_task(room.reply())
    await until_writing(room, reply, 2)
    await room.services.sending.stop(room.owner, reply)
    await worker
    answer, job = await message(room, reply), await job_of(room, reply)
    assert (answer.status, answer.content) == (MessageStatus.STOPPED, "Half a sen")
    assert answer.error is None
    assert (job.status, job.stage) == (JobStatus.CANCELLED, JobStage.DONE)
    assert room.model.closed == 1
    assert (await room.now(conversation)).token_count == len("Hello") // 4 + len("Half a sen") // 4
    with pytest.raises(InvalidState, match=r"reply\.ended"):
        await room.services.sending.stop(room.owner, reply)


async def test_a_reply_that_nobody_writes_yet_stops_at_once(
    room: Room, conversation: Conversation
) -> None:
    reply = await send(room, conversation)
    job = await room.services.sending.stop(room.owner, reply)
    assert job.status is JobStatus.CANCELLED
    assert (await message(room, reply)).status is MessageStatus.STOPPED
    assert await room.reply() == 0
    assert room.model.orders == []


async def test_a_worker_that_does_not_hear_of_it_loses_the_reply(
    room: Room, conversation: Conversation
) -> None:
    """Its draft is what stays, lengthened by what it had in hand once it notices."""
    reply = await send(room, conversation)
    [claim] = await room.queue.claim_due(1)
    await room.queue.save(claim, WRITING)
    assert await TextDraftRepository().keep(claim.job.id, claim.lease, 1, "Half a ")
    job = await room.services.sending.stop(room.owner, reply)
    assert job.status is JobStatus.CANCELLED
    assert (await message(room, reply)).content == "Half a "

    await MessageRepository().keep_more(reply, "Half a sen")
    assert (await message(room, reply)).content == "Half a sen"
    await MessageRepository().keep_more(reply, "Something else altogether")
    assert (await message(room, reply)).content == "Half a sen"


async def test_the_last_reply_can_be_written_again_and_keeps_its_words_until_it_is(
    room: Room, conversation: Conversation
) -> None:
    room.model.answers = [["First."], AWAY, ["Second."]]
    reply = await room.say(conversation, "Hello")
    for expected in ("First.", "First.", "Second."):
        answer = await message(room, reply)
        assert answer.content == expected
        if expected == "Second.":
            break
        again = await room.services.sending.retry(room.owner, reply)
        assert again.reply_id == reply
        assert (await message(room, reply)).status is MessageStatus.STREAMING
        await room.reply()
    assert answer.status is MessageStatus.COMPLETE
    assert answer.error is None
    assert len(await room.active(conversation)) == 2
    assert [len(order.turns) for order in room.model.orders] == [1, 1, 1]


async def test_only_the_last_reply_can_be_written_again(
    room: Room, conversation: Conversation
) -> None:
    first = await room.say(conversation, "One")
    await room.say(conversation, "Two")
    with pytest.raises(InvalidState, match=r"reply\.not_last"):
        await room.services.sending.retry(room.owner, first)
    [said, *_] = await room.active(conversation)
    with pytest.raises(InvalidState, match=r"reply\.none"):
        await room.services.sending.retry(room.owner, said.id)


async def test_a_conversation_that_is_deleted_ends_its_reply(
    room: Room, conversation: Conversation
) -> None:
    reply = await send(room, conversation)
    room.model.held = asyncio.Event()
    worker = asyncio.create_task(room.reply())
    await until_writing(room, reply, 1)
    job = await job_of(room, reply)
    await room.services.conversations.delete(room.owner, conversation.id)
    async with asyncio.timeout(5):
        await worker
    assert room.model.closed == 1
    found = await room.queue.get(job.id, user_id=room.owner)
    assert found is not None
    assert found.status is JobStatus.CANCELLED
    with pytest.raises(NotFound):
        await room.services.conversations.delete(room.owner, conversation.id)


async def test_a_reply_that_is_given_up_says_so(room: Room, conversation: Conversation) -> None:
    reply = await send(room, conversation)
    [claim] = await room.queue.claim_due(1)
    await room.handler.give_up(claim, JobError(code=ErrorCode.INTERNAL, key="job.broken"))
    answer = await message(room, reply)
    assert answer.status is MessageStatus.FAILED
    assert answer.error
    assert answer.error.key == "job.broken"


async def test_nobody_writes_in_somebody_elses_conversation(
    room: Room, conversation: Conversation
) -> None:
    reply = await send(room, conversation)
    stranger = a_room(await somebody())
    sending = stranger.services.sending
    for attempt in (
        sending.send(stranger.owner, conversation.id, "Hello", None),
        sending.retry(stranger.owner, reply),
        sending.stop(stranger.owner, reply),
        stranger.services.reading.follow(stranger.owner, reply, None),
    ):
        with pytest.raises(NotFound):
            await attempt
