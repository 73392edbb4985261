"""`python -m app chat` as a process: a terminal, a pipe, Ctrl-C, a bad network."""

from __future__ import annotations

import re
import signal

import pytest

from tests.api.conversations import create, read, said
from tests.cli.process import run
from tests.cli.relay import Relay
from tests.cli.terminal import Terminal, terminal
from tests.studio import PASSWORD, Mock, Person

pytestmark = pytest.mark.usefixtures("home")
CONVERSATIONS = "{ conversations { nodes { id title messages { nodes { content status } } } } }"


def where(ada: Person, url: str) -> tuple[str, ...]:
    return ("--server", url, "--email", ada.email)


async def prompted(screen: Terminal, times: int) -> None:
    await screen.until(lambda: screen.shown.count("you> ") >= times)


@pytest.mark.usefixtures("worker")
async def test_a_chat_in_a_terminal_stops_a_reply_and_goes_on(
    ada: Person, studio_url: str, mock: Mock
) -> None:
    await mock.steer(tokenDelay=5)
    async with terminal("chat", *where(ada, studio_url), STUDIO_PASSWORD=PASSWORD) as screen:
        await prompted(screen, 1)
        screen.type("Write me 400t about the sea\n")
        await screen.until(lambda: "the sea" in screen.shown.split("about the sea\r\n", 1)[-1])
        screen.signal(signal.SIGINT)
        await screen.until(lambda: "(stopped)" in screen.shown)
        await prompted(screen, 2)
        screen.type("And lighthouses? 3t\n")
        await screen.until(lambda: "% of the window)" in screen.shown)
        await prompted(screen, 3)
        screen.type("\x04")
        assert await screen.ended() == 0, screen.shown

    [talk] = (await ada.get(CONVERSATIONS))["conversations"]["nodes"]
    statuses = [each["status"] for each in talk["messages"]["nodes"]]
    assert statuses == ["COMPLETE", "STOPPED", "COMPLETE", "COMPLETE"]
    assert "Traceback" not in screen.shown
    shown = re.sub(r"\s", "", screen.shown)
    for each in talk["messages"]["nodes"]:
        assert re.sub(r"\s", "", each["content"]) in shown


@pytest.mark.usefixtures("worker")
async def test_lines_come_from_a_pipe_and_commands_are_understood(
    ada: Person, studio_url: str
) -> None:
    lines = "Hello\n\n/compress\n/restore\n/retry\n/wrong\n/quit\nnever said\n"
    status, out, err = await run(
        *where(ada, studio_url), command="chat", typed=lines, STUDIO_PASSWORD=PASSWORD
    )
    assert (status, err) == (0, "")
    assert "(0 messages summed up;" in out
    assert "(0 messages are back;" in out
    assert "/compress   make room" in out
    [talk] = (await ada.get(CONVERSATIONS))["conversations"]["nodes"]
    [hello, reply] = [each["content"] for each in talk["messages"]["nodes"]]
    assert hello == "Hello"
    assert out.count(reply) == 2


@pytest.mark.usefixtures("worker")
async def test_a_conversation_is_resumed_and_its_mistakes_do_not_end_the_chat(
    ada: Person, studio_url: str, mock: Mock
) -> None:
    made = await create(ada, title="Harbour songs")
    await said(studio_url, ada, made["id"], "Hello")
    await mock.steer(ollamaStatus=500)
    status, out, _ = await run(
        *where(ada, studio_url),
        "--resume",
        made["id"],
        command="chat",
        typed="And now?\n/compress\n",
        STUDIO_PASSWORD=PASSWORD,
    )
    assert status == 0
    assert out.startswith("Harbour songs, with llama3.2:3b.")
    assert "/retry asks again" in out
    assert "(2 messages summed up;" in out
    assert (await read(ada, made["id"]))["archivedCount"] == 2


async def test_what_cannot_be_is_told(ada: Person, studio_url: str) -> None:
    for options, said_so in (
        (("--resume", "x"), "id"),
        (("--model", "m" * 101), "model"),
    ):
        status, _, err = await run(
            *where(ada, studio_url), *options, command="chat", STUDIO_PASSWORD=PASSWORD
        )
        assert status == 2
        assert said_so in err
    nobody = ("--server", "http://127.0.0.1:9", "--email", ada.email)
    status, _, err = await run(*nobody, command="chat", STUDIO_PASSWORD=PASSWORD)
    assert status == 2
    assert "cannot reach" in err


@pytest.mark.usefixtures("worker")
async def test_a_connection_that_breaks_costs_no_word(
    ada: Person, relay: Relay, mock: Mock
) -> None:
    await mock.steer(tokenDelay=1)
    async with terminal("chat", *where(ada, relay.url), STUDIO_PASSWORD=PASSWORD) as screen:
        await prompted(screen, 1)
        screen.type("Write me 150t about the sea\n")
        await screen.until(lambda: len(screen.shown) > 250)
        relay.cut()
        await screen.until(lambda: "% of the window)" in screen.shown)
        screen.type("\x04")
        assert await screen.ended() == 0
    assert relay.cuts == 1
    [talk] = (await ada.get(CONVERSATIONS))["conversations"]["nodes"]
    reply = talk["messages"]["nodes"][1]["content"]
    assert re.sub(r"\s", "", screen.shown).count(re.sub(r"\s", "", reply)) == 1
