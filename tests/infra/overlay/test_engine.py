from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from typing import Any

import psutil
import pytest

from app.domain.errors import InvalidInput, RateLimited
from app.domain.overlay.model import OverlayRequest
from app.domain.overlay.ports import RenderingInterrupted
from app.infra.overlay.engine import OverlayEngine
from app.schema.messages.overlay import MESSAGES
from tests.infra.overlay.pictures import FONTS, colorful, decoded, encoded, plain, written

REQUEST = OverlayRequest(title="Midnight Train", artist="Jürgen 😀", title_font_size=40)
SOURCE = encoded(colorful((640, 400)))
OVERLAY = REQUEST.checked()


@pytest.fixture
async def engine() -> AsyncIterator[OverlayEngine]:
    engine = OverlayEngine(patience=20)
    yield engine
    await engine.aclose()


def child_of(engine: OverlayEngine) -> psutil.Process:
    assert engine._processes.current is not None
    return psutil.Process(engine._processes.current.pid)


async def until_gone(process: psutil.Process) -> None:
    async with asyncio.timeout(20):
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            await asyncio.sleep(0.01)


async def test_what_the_process_draws_is_what_the_renderer_draws(engine: OverlayEngine) -> None:
    drawn = await engine.render(SOURCE, OVERLAY)
    preview = await engine.render(SOURCE, OVERLAY, max_edge=100)

    assert drawn == written(SOURCE, REQUEST)
    assert preview == written(SOURCE, REQUEST, max_edge=100)


async def test_no_process_is_started_before_it_is_needed(engine: OverlayEngine) -> None:
    assert engine._processes.current is None


async def test_pictures_are_drawn_by_one_process_one_after_the_other(
    engine: OverlayEngine,
) -> None:
    sources = [plain((60 + number, 50)) for number in range(8)]

    found = await asyncio.gather(*[engine.render(source, OVERLAY) for source in sources])

    assert [each.width for each in found] == [60 + number for number in range(8)]
    child = child_of(engine)
    await engine.render(SOURCE, OVERLAY)
    assert child_of(engine) == child


@pytest.mark.parametrize(
    ("source", "request_", "key"),
    [
        (b"no picture", REQUEST, "image.not_an_image"),
        (SOURCE[:-200], REQUEST, "image.truncated"),
        (SOURCE, OverlayRequest(title="😀"), "overlay.no_letters"),
    ],
)
async def test_a_mistake_is_told_and_the_process_goes_on(
    engine: OverlayEngine, source: bytes, request_: OverlayRequest, key: str
) -> None:
    await engine.render(SOURCE, OVERLAY)
    child = child_of(engine)

    with pytest.raises(InvalidInput) as caught:
        await engine.render(source, request_.checked())

    assert caught.value.key == key
    await engine.render(SOURCE, OVERLAY)
    assert child_of(engine) == child


async def test_a_mistake_of_the_child_has_its_path_and_parameters(engine: OverlayEngine) -> None:
    too_large = plain((6000, 5001))

    with pytest.raises(InvalidInput) as about_title:
        await engine.render(SOURCE, OverlayRequest(title="😀").checked())
    with pytest.raises(InvalidInput) as about_size:
        await engine.render(too_large, OVERLAY)

    assert about_title.value.problems[0].path == ("title",)
    assert about_size.value.params == {"max": 30}


async def test_a_process_that_was_killed_is_replaced(engine: OverlayEngine) -> None:
    await engine.render(SOURCE, OVERLAY)
    child = child_of(engine)
    child.kill()
    await until_gone(child)

    found: list[Any] = []
    while not found or isinstance(found[-1], RenderingInterrupted):
        found += await asyncio.gather(engine.render(SOURCE, OVERLAY), return_exceptions=True)

    assert len(found) <= 2
    assert found[-1] == written(SOURCE, REQUEST)
    assert child_of(engine) != child


async def test_a_process_killed_at_work_is_an_error_that_may_be_tried_again(
    engine: OverlayEngine,
) -> None:
    await engine.render(SOURCE, OVERLAY)
    child = child_of(engine)
    child.suspend()
    drawing = asyncio.create_task(engine.render(SOURCE, OVERLAY))
    waiting = asyncio.create_task(engine.render(plain((30, 20)), OVERLAY))
    await asyncio.sleep(0.05)

    child.kill()

    with pytest.raises(RenderingInterrupted) as caught:
        await drawing
    assert caught.value.retryable
    assert caught.value.key == "overlay.interrupted"
    assert (await waiting).width == 30


async def test_a_picture_that_takes_too_long_is_given_up(engine: OverlayEngine) -> None:
    await engine.render(SOURCE, OVERLAY)
    child = child_of(engine)
    engine._patience = 0.2
    child.suspend()

    with pytest.raises(RenderingInterrupted) as caught:
        await engine.render(SOURCE, OVERLAY)

    assert caught.value.key == "overlay.timeout"
    await until_gone(child)
    engine._patience = 20
    assert await engine.render(SOURCE, OVERLAY) == written(SOURCE, REQUEST)


async def test_a_caller_who_goes_away_leaves_nobody_a_picture_of_theirs(
    engine: OverlayEngine,
) -> None:
    await engine.render(SOURCE, OVERLAY)
    child_of(engine).suspend()
    drawing = asyncio.create_task(engine.render(SOURCE, OVERLAY))
    await asyncio.sleep(0.05)
    drawing.cancel()

    found = await engine.render(plain((30, 20)), OVERLAY)

    assert found.width == 30
    assert drawing.cancelled()


async def test_only_so_many_may_wait() -> None:
    engine = OverlayEngine(most_waiting=2)
    try:
        await engine.render(SOURCE, OVERLAY)
        child_of(engine).suspend()
        at_work = [asyncio.create_task(engine.render(SOURCE, OVERLAY)) for _ in range(3)]
        await asyncio.sleep(0.05)

        with pytest.raises(RateLimited) as caught:
            await engine.render(SOURCE, OVERLAY)

        assert caught.value.params == {"retryAfter": 1}
        child_of(engine).resume()
        assert len(await asyncio.gather(*at_work)) == 3
    finally:
        await engine.aclose()


async def test_nobody_waits_for_ever() -> None:
    engine = OverlayEngine(longest_wait=0.1)
    try:
        await engine.render(SOURCE, OVERLAY)
        child_of(engine).suspend()
        at_work = asyncio.create_task(engine.render(SOURCE, OVERLAY))
        await asyncio.sleep(0.05)

        with pytest.raises(RateLimited):
            await engine.render(SOURCE, OVERLAY)

        child_of(engine).resume()
        await at_work
    finally:
        await engine.aclose()


async def test_the_process_knows_no_secrets(
    engine: OverlayEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JWT_SECRET_KEY", "canary")

    await engine.render(SOURCE, OVERLAY)

    assert "canary" not in child_of(engine).environ().values()


async def test_the_process_ends_with_the_engine(engine: OverlayEngine) -> None:
    await engine.render(SOURCE, OVERLAY)
    child = child_of(engine)

    await engine.aclose()

    assert not child.is_running()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_the_process_ends_with_its_parent() -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.infra.overlay.parent", stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    child = psutil.Process(int(await parent.stdout.readline()))

    os.kill(parent.pid, signal.SIGKILL)
    await parent.wait()

    await until_gone(child)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limit")
async def test_the_largest_picture_fits_into_the_memory_of_the_process(
    engine: OverlayEngine,
) -> None:
    source = plain((6000, 5000), (1, 2, 3, 128), "RGBA")
    large = OverlayRequest(
        title="W" * 255,
        artist="W" * 100,
        title_font_size=300,
        artist_font_size=200,
        outline_width=20,
    )

    found = await engine.render(source, large.checked())

    assert decoded(found.png).size == (6000, 5000)


async def test_everybody_else_goes_on_while_a_picture_is_drawn(engine: OverlayEngine) -> None:
    drawing = asyncio.create_task(engine.render(plain((3000, 2000)), OVERLAY))
    turns = 0
    while not drawing.done():
        await asyncio.sleep(0)
        turns += 1

    assert drawing.result().width == 3000
    assert turns > 10


def test_every_message_has_two_languages_with_the_same_parameters() -> None:
    params = {"max": 1, "length": 2, "retryAfter": 3, "file": "Anton.ttf"}

    for english, german in MESSAGES.values():
        assert english != german
        used = [{name for name in params if f"{{{name}}}" in text} for text in (english, german)]
        assert used[0] == used[1]
        assert "{" not in english.format(**params) + german.format(**params)


def test_fonts_are_opened_once() -> None:
    assert FONTS.at(OVERLAY.title_lettering.font, 40) is FONTS.at(OVERLAY.title_lettering.font, 40)
