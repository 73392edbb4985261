"""Chats whose workers and APIs die, freeze and are stopped while a reply is written."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.bootstrap import Studio
from app.infra.embedded.ports import free_port
from app.infra.settings import Settings
from tests.api.conversations import RETRY
from tests.chaos.chats import Chatter, answers, asked, sound
from tests.chaos.orders import until
from tests.chaos.processes import api, worker
from tests.studio import PASSWORD, Mock, Person, working

WORDS = "Write me 150t about the sea"
PIECES = 150


@pytest.fixture
def victim(victim: Settings, mock: Mock) -> Settings:
    port = free_port("127.0.0.1", 0, may_move=False)
    return victim.model_copy(update={"port": port, "ollama_url": mock.url, "ollama_timeout": 60})


@pytest.fixture
async def slow(mock: Mock) -> AsyncIterator[Mock]:
    """A model that needs three seconds for 150 tokens."""
    await mock.steer(tokenDelay=2)
    yield mock
    await mock.steer(tokenDelay=0.02)


@pytest.fixture
async def ada(heirs_studio: Studio, victim: Settings) -> AsyncIterator[Chatter]:
    signed = await heirs_studio.services.users.register(email="ada@example.com", password=PASSWORD)
    nobody = Person(signed.user.id, signed.user.email, signed.token, None)  # type: ignore[arg-type]
    chatter = Chatter("", nobody).at(f"http://127.0.0.1:{victim.port}")
    yield chatter
    await chatter.person.http.aclose()


async def test_a_reply_whose_worker_is_killed_keeps_its_text_and_can_be_tried_again(
    ada: Chatter, victim: Settings, heirs_studio: Studio, slow: Mock, tmp_path: Path
) -> None:
    async with api(victim, tmp_path), worker(victim, tmp_path) as process:
        talk = await ada.begin("sea")
        reply = await ada.say(talk, WORDS)
        reader, reading = ada.listen(reply)
        await reader.comes_to(80)
        process.signal(signal.SIGKILL)
        await process.status()
        async with working(heirs_studio):
            await reading
            whole = (await answers(slow))[WORDS]
            assert reader.message["status"] == "FAILED"
            assert reader.message["error"]["code"] == "INTERRUPTED"
            assert reader.text == reader.message["content"] != ""
            assert whole.startswith(reader.text)
            assert await asked(slow) == {WORDS: 1}
            sound(await ada.read(talk))

            retried = (await ada.ask(RETRY, id=reply))["retryReply"]
            assert retried["userErrors"] == []
            again = await ada.hear(reply)
            assert again.text == again.message["content"] == whole
            assert again.message["status"] == "COMPLETE"
            assert await asked(slow) == {WORDS: 2}
            sound(await ada.read(talk))


async def test_readers_read_on_where_they_left_off_when_the_api_is_killed_again_and_again(
    ada: Chatter, victim: Settings, slow: Mock, tmp_path: Path
) -> None:
    async with worker(victim, tmp_path):
        async with api(victim, tmp_path / "0") as process:
            talk = await ada.begin("sea")
            reply = await ada.say(talk, "Write me 300t about the sea")
            reading = [ada.listen(reply) for _ in range(3)]
            await asyncio.gather(*(reader.comes_to(20) for reader, _ in reading))
            process.signal(signal.SIGKILL)
            await process.status()
        async with api(victim, tmp_path / "1") as process:
            seen = max(reader.seq or 0 for reader, _ in reading)
            await asyncio.gather(*(reader.comes_to(seen + 20) for reader, _ in reading))
            process.signal(signal.SIGKILL)
            await process.status()
        async with api(victim, tmp_path / "2"):
            await asyncio.gather(*(task for _, task in reading))
            sound(await ada.read(talk))
    [whole] = (await answers(slow)).values()
    for reader, _ in reading:
        assert reader.message["status"] == "COMPLETE"
        assert reader.text == reader.message["content"] == whole
        assert reader.connected >= 3
        assert reader.replaced <= reader.connected
    assert set((await asked(slow)).values()) == {1}


async def test_a_frozen_worker_that_wakes_changes_nothing(
    ada: Chatter, victim: Settings, heirs_studio: Studio, slow: Mock, tmp_path: Path
) -> None:
    async with api(victim, tmp_path), worker(victim, tmp_path) as process:
        talk = await ada.begin("sea")
        reply = await ada.say(talk, WORDS)
        reader, reading = ada.listen(reply)
        await reader.comes_to(70)
        process.signal(signal.SIGSTOP)
        async with working(heirs_studio):
            await reading
            assert reader.message["error"]["code"] == "INTERRUPTED"
            assert (await answers(slow))[WORDS].startswith(reader.text)
            process.signal(signal.SIGCONT)

            async def let_go() -> bool:
                counts = (await slow.client.get("/_mock/summary")).json()["ollama"]["textStreams"]
                return bool(counts["open"] == 0)

            await until(let_go)
            found = await ada.read(talk)
            assert found["messages"]["nodes"][-1]["content"] == reader.text
            assert found["messages"]["nodes"][-1]["status"] == "FAILED"
            sound(found)
            assert (await ada.hear(reply)).text == reader.text
            assert (await ada.hear(await ada.say(talk, "And now? 5t"))).message["error"] is None
    assert await asked(slow) == {WORDS: 1, "And now? 5t": 1}


async def test_a_stopped_worker_stays_until_its_replies_are_written(
    ada: Chatter, victim: Settings, slow: Mock, tmp_path: Path
) -> None:
    async with api(victim, tmp_path), worker(victim, tmp_path) as process:
        talk = await ada.begin("sea")
        reader, reading = ada.listen(await ada.say(talk, WORDS))
        await reader.comes_to(5)
        process.signal(signal.SIGTERM)
        await process.says("the worker drains")
        later = await ada.begin("later")
        await ada.say(later, "Are you there? 5t")
        await reading
        assert await process.status() == 0
        assert reader.message["status"] == "COMPLETE"
        assert reader.text == reader.message["content"] == (await answers(slow))[WORDS]
        assert reader.replaced == 0
        assert await asked(slow) == {WORDS: 1}
        sound(await ada.read(talk))
        assert (await ada.read(later))["runningReply"] is not None
