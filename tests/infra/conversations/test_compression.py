from __future__ import annotations

import asyncio
import json
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.conversations.export import ExportFormat
from app.domain.conversations.model import Conversation
from app.domain.errors import Conflict, ErrorCode, InvalidInput, InvalidState, NotFound
from app.domain.language.model import Delivery, ModelFailedError
from tests.fakes.language import FakeModel
from tests.infra.conversations.rooms import Room, a_room
from tests.infra.jobs.rows import somebody

BROKEN = ModelFailedError(ErrorCode.PROVIDER_ERROR, "it fell over", Delivery.UNKNOWN)


@pytest.fixture
async def room(db: str) -> Room:
    return a_room(await somebody())


async def exported(room: Room, conversation: Conversation) -> list[tuple[str, str]]:
    """Id and text of everything that an export has."""
    document = await room.services.exports.export(
        room.owner, conversation.id, ExportFormat.JSON, speakers={}
    )
    assert document is not None
    return [(each["id"], each["content"]) for each in json.loads(document.content)["messages"]]


async def test_a_summary_takes_the_place_of_all_but_the_last_messages(room: Room) -> None:
    conversation = await room.begin("Be brief.")
    for n in range(3):
        await room.say(conversation, f"Question {n}")
    before = await room.active(conversation)
    room.model.answers = [["They ", "talked."]]

    done = await room.services.compression.compress(room.owner, conversation.id, keep_recent=2)

    after = await room.active(conversation)
    assert (done.archived, done.by_model) == (4, True)
    assert [each.content for each in after] == [
        "Be brief.",
        "[Summary: 4 msgs archived]\nThey talked.",
        "Question 2",
        "Fine.",
    ]
    assert after[2:] == before[-2:]
    now = await room.now(conversation)
    assert (now.message_count, now.archived_count) == (4, 4)
    assert now.token_count == sum(len(each.content) for each in after) // 4
    assert after[1].token_count == 2 + 5  # the model's two, and the prefix


async def test_what_is_said_afterwards_comes_after_the_summary_and_the_model_is_told_so(
    room: Room,
) -> None:
    conversation = await room.begin()
    await room.say(conversation, "One")
    await room.say(conversation, "Two")
    room.model.answers = [["They talked."], ["Fine."]]
    await room.services.compression.compress(room.owner, conversation.id, keep_recent=1)
    await room.say(conversation, "Three")

    told = [turn.content for turn in room.model.orders[-1].turns]
    assert told == ["[Summary: 3 msgs archived]\nThey talked.", "Fine.", "Three"]


async def test_restoring_takes_the_last_compression_back_first(room: Room) -> None:
    conversation = await room.begin()
    for n in range(4):
        await room.say(conversation, f"Question {n}")
    original = await room.active(conversation)
    compression = room.services.compression
    await compression.compress(room.owner, conversation.id, keep_recent=4)
    once = await room.active(conversation)
    await compression.compress(room.owner, conversation.id, keep_recent=1)
    twice = await room.now(conversation)
    assert (twice.message_count, twice.archived_count) == (2, 7)

    assert await compression.restore(room.owner, conversation.id, everything=False) == 3
    assert await room.active(conversation) == once
    assert await compression.restore(room.owner, conversation.id, everything=False) == 4
    assert await room.active(conversation) == original
    assert await compression.restore(room.owner, conversation.id, everything=False) == 0
    now = await room.now(conversation)
    assert (now.message_count, now.archived_count) == (8, 0)
    assert now.token_count == sum(each.token_count or 0 for each in original)


async def test_all_compressions_can_be_taken_back_at_once(room: Room) -> None:
    conversation = await room.begin()
    for n in range(4):
        await room.say(conversation, f"Question {n}")
    original = await room.active(conversation)
    for kept in (5, 3, 1):
        await room.services.compression.compress(room.owner, conversation.id, keep_recent=kept)
    restored = await room.services.compression.restore(room.owner, conversation.id, everything=True)
    assert restored == 7
    assert await room.active(conversation) == original


async def test_a_model_that_fails_leaves_an_excerpt(room: Room) -> None:
    conversation = await room.begin()
    await room.say(conversation, "One")
    room.model.answers = [BROKEN]
    done = await room.services.compression.compress(room.owner, conversation.id, keep_recent=1)
    assert (done.archived, done.by_model) == (1, False)
    [summary, _] = await room.active(conversation)
    assert summary.content == ("[Summary: 1 msgs archived]\n1 messages, beginning with:\nuser: One")


async def test_the_summary_before_goes_into_the_next_one(room: Room) -> None:
    conversation = await room.begin()
    for n in range(2):
        await room.say(conversation, f"Question {n}")
    room.model.answers = [["First summary."]]
    await room.services.compression.compress(room.owner, conversation.id, keep_recent=2)
    await room.services.compression.compress(room.owner, conversation.id, keep_recent=1)
    [_, told] = room.model.orders[-1].turns
    assert "First summary." in told.content


async def test_with_nothing_to_archive_nothing_happens_and_no_model_is_asked(room: Room) -> None:
    conversation = await room.begin("Be brief.")
    await room.say(conversation, "One")
    asked = len(room.model.orders)
    before = await room.now(conversation)
    done = await room.services.compression.compress(room.owner, conversation.id, keep_recent=2)
    assert done.archived == 0
    assert len(room.model.orders) == asked
    assert await room.now(conversation) == before


async def test_the_preview_says_what_would_be_archived_and_saved(room: Room) -> None:
    conversation = await room.begin()
    await room.say(conversation, "x" * 4000)
    await room.say(conversation, "Two")
    compression = room.services.compression
    preview = await compression.preview(room.owner, conversation.id, keep_recent=2)
    assert preview.messages == 2
    assert preview.tokens_before == (4000 + 5 + 3 + 5) // 4
    assert preview.tokens_after < 150
    nothing = await compression.preview(room.owner, conversation.id, keep_recent=4)
    assert (nothing.messages, nothing.tokens_after) == (0, nothing.tokens_before)


@pytest.mark.parametrize("kept", [0, 21])
async def test_one_to_twenty_messages_stay(room: Room, kept: int) -> None:
    conversation = await room.begin()
    with pytest.raises(InvalidInput):
        await room.services.compression.compress(room.owner, conversation.id, keep_recent=kept)
    for fine in (1, 20):
        await room.services.compression.compress(room.owner, conversation.id, keep_recent=fine)


async def test_while_a_reply_is_written_nothing_is_archived_or_restored(room: Room) -> None:
    conversation = await room.begin()
    await room.services.sending.send(room.owner, conversation.id, "One", None)
    with pytest.raises(InvalidState, match=r"conversation\.busy"):
        await room.services.compression.compress(room.owner, conversation.id, keep_recent=1)
    with pytest.raises(InvalidState, match=r"conversation\.busy"):
        await room.services.compression.restore(room.owner, conversation.id, everything=True)


async def test_what_is_said_while_the_model_sums_up_keeps_everything_as_it_was(db: str) -> None:
    model = FakeModel()
    room = a_room(await somebody(), model)
    conversation = await room.begin()
    await room.say(conversation, "One")
    model.held = asyncio.Event()
    compressing = asyncio.create_task(
        room.services.compression.compress(room.owner, conversation.id, keep_recent=1)
    )
    async with asyncio.timeout(5):
        while len(model.orders) < 2:
            await asyncio.sleep(0.001)
    await room.services.sending.send(room.owner, conversation.id, "Two", None)
    model.held.set()
    with pytest.raises(Conflict, match=r"conversation\.changed"):
        await compressing
    assert all(not each.is_summary for each in await room.active(conversation))


async def test_somebody_elses_conversation_is_not_there(room: Room, db: str) -> None:
    conversation = await room.begin()
    stranger = a_room(await somebody())
    for attempt in (
        stranger.services.compression.compress(stranger.owner, conversation.id, keep_recent=1),
        stranger.services.compression.restore(stranger.owner, conversation.id, everything=True),
        stranger.services.compression.preview(stranger.owner, conversation.id, keep_recent=1),
    ):
        with pytest.raises(NotFound):
            await attempt
    document = await stranger.services.exports.export(
        stranger.owner, conversation.id, ExportFormat.JSON, speakers={}
    )
    assert document is None


Step = tuple[Literal["say", "fail", "compress", "restore", "restore all"], int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["say", "say", "say", "fail", "compress", "compress", "restore", "restore all"]
        ),
        st.sampled_from([1, 1, 2, 3, 4]),
    ),
    min_size=6,
    max_size=16,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
async def test_no_sequence_of_steps_loses_doubles_or_moves_a_message(
    room: Room, steps: list[Step]
) -> None:
    """Every original message is in the export exactly once, in order, and active or stood for."""
    conversation = await room.begin("Be brief.")
    said: list[str] = ["Be brief."]
    for count, (step, number) in enumerate(steps):
        match step:
            case "say" | "fail":
                room.model.answers = [BROKEN] if step == "fail" else [[f"Answer {count}"]]
                await room.say(conversation, f"Question {count}")
                said += [f"Question {count}", "" if step == "fail" else f"Answer {count}"]
            case "compress":
                room.model.answers = [BROKEN] if number == 4 else [["Summary."]]
                await room.services.compression.compress(
                    room.owner, conversation.id, keep_recent=number
                )
            case _:
                await room.services.compression.restore(
                    room.owner, conversation.id, everything=step == "restore all"
                )
        documents = await exported(room, conversation)
        assert [content for _, content in documents] == said
        assert len({key for key, _ in documents}) == len(said)
        now, active = await room.now(conversation), await room.active(conversation)
        originals = [each for each in active if not each.is_summary]
        assert now.message_count == len(active)
        assert now.archived_count == len(said) - len(originals)
        places = [each.position for each in active]
        assert places == sorted(set(places))
    await room.services.compression.restore(room.owner, conversation.id, everything=True)
    assert [each.content for each in await room.active(conversation)] == said
