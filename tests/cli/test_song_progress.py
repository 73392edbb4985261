"""Following and ordering over connections that break."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from rich.console import Console
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from app.cli.song_display import LineDisplay
from app.cli.song_errand import SongErrand
from app.cli.song_progress import Patience, SongFollower
from app.cli.studio_answers import SongEvent
from app.cli.studio_client import StudioClient
from studio_client.errors import Refused, Unreachable
from tests.api.songs import generate
from tests.cli.relay import Relay
from tests.studio import Mock, Person

BRIEF = Patience(first=0.01, longest=0.05, total=0.2)
LONG = Patience(first=0.05, longest=0.1, total=20)


class Watcher:
    """Follows a song and remembers what it heard."""

    def __init__(self, studio: StudioClient, patience: Patience = LONG) -> None:
        self.heard: list[SongEvent] = []
        self.reasons: list[Exception] = []
        self._follower = SongFollower(
            studio=studio,
            happened=self.happened,
            interrupted=self.reasons.append,
            patience=patience,
        )

    @property
    def seqs(self) -> list[int]:
        return [event.seq for event in self.heard]

    def happened(self, event: SongEvent) -> None:
        self.heard.append(event)

    async def follow(self, song_id: str, within: float = 20) -> None:
        async with asyncio.timeout(within):
            await self._follower.follow(song_id)


@pytest.mark.usefixtures("worker")
async def test_a_connection_that_breaks_after_every_entry_loses_and_repeats_none(
    client: StudioClient, relay: Relay, ada: Person
) -> None:
    song_id = (await generate(ada, prompt="folk 50s"))["song"]["id"]

    class Cutting(Watcher):
        def happened(self, event: SongEvent) -> None:
            super().happened(event)
            relay.cut()

    watcher = Cutting(client)
    await watcher.follow(song_id)

    assert watcher.heard[-1].status == "SUCCESS"
    assert watcher.seqs == list(range(watcher.seqs[0], watcher.seqs[-1] + 1))
    assert len(watcher.seqs) >= 5
    assert watcher.reasons


@pytest.mark.usefixtures("worker")
async def test_an_ended_song_is_told_at_once(client: StudioClient, ada: Person) -> None:
    song_id = (await generate(ada, prompt="folk 1s"))["song"]["id"]
    await Watcher(client).follow(song_id)
    late = Watcher(client)
    await late.follow(song_id)
    assert [event.status for event in late.heard] == ["SUCCESS"]
    assert late.heard[0].ended


async def test_a_song_that_is_not_there_is_refused_without_a_second_try(
    client: StudioClient, ada: Person, relay: Relay
) -> None:
    song_id = (await generate(ada))["song"]["id"]
    stranger = song_id[:-4] + "AAAA"
    connections = relay.connections
    watcher = Watcher(client)
    with pytest.raises(Refused):
        await watcher.follow(stranger)
    assert relay.connections == connections + 1
    assert watcher.reasons == []


@pytest.mark.usefixtures("worker")
async def test_an_order_whose_answer_is_lost_is_repeated_with_its_key_and_paid_once(
    client: StudioClient, relay: Relay, mock: Mock
) -> None:
    errand = SongErrand(studio=client, display=LineDisplay(Console(quiet=True)))
    relay.downstream_bytes = 0
    await errand.order({"prompt": "folk 1s", "lyrics": "la la la", "idempotencyKey": str(uuid4())})
    assert relay.cuts == 1
    assert not errand.in_doubt
    assert errand.song_id is not None
    await Watcher(client).follow(errand.song_id)
    assert len(await mock.submits()) == 1


Script = list[dict[str, Any] | int]


@asynccontextmanager
async def scripted(*connections: Script) -> AsyncIterator[tuple[StudioClient, list[Any]]]:
    """A websocket server that plays a script per connection: messages, or a code to close with.

    Beyond the scripts it closes with 1012. The list holds the `afterSeq` of each subscription.
    """
    asked: list[Any] = []
    scripts = list(connections)

    async def play(socket: ServerConnection) -> None:
        assert json.loads(await socket.recv())["type"] == "connection_init"
        await socket.send('{"type": "connection_ack"}')
        subscription = json.loads(await socket.recv())
        asked.append(subscription["payload"]["variables"].get("afterSeq"))
        for step in scripts.pop(0) if scripts else [1012]:
            if isinstance(step, int):
                await socket.close(step)
                return
            await socket.send(json.dumps({"id": subscription["id"], **step}))
        await socket.wait_closed()

    protocol = Subprotocol("graphql-transport-ws")
    async with serve(play, "127.0.0.1", 0, subprotocols=[protocol]) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with StudioClient(f"http://127.0.0.1:{port}", "en") as client:
            yield client, asked


def entry(seq: int, status: str = "PROGRESS") -> dict[str, Any]:
    event = {"seq": seq, "stage": "POLLING", "status": status, "progress": None}
    return {"type": "next", "payload": {"data": {"songProgress": event}}}


COMPLETE: dict[str, Any] = {"type": "complete"}


async def test_what_was_heard_is_not_asked_for_again() -> None:
    scripts: list[Script] = [
        [entry(1), entry(2), 1012],
        [COMPLETE],  # an ended stream is no ended song
        [entry(3), entry(4, "SUCCESS"), COMPLETE],
    ]
    async with scripted(*scripts) as (client, asked):
        watcher = Watcher(client)
        await watcher.follow("song")
    assert asked == [None, 2, 2]
    assert watcher.seqs == [1, 2, 3, 4]


async def test_a_break_after_the_last_entry_is_no_break() -> None:
    async with scripted([entry(7, "FAILURE"), 1011]) as (client, asked):
        watcher = Watcher(client)
        await watcher.follow("song")
    assert (asked, watcher.seqs, watcher.reasons) == ([None], [7], [])


@pytest.mark.parametrize("code", [4401, 4403])
async def test_a_lost_session_is_not_tried_again(code: int) -> None:
    async with scripted([entry(1), code]) as (client, asked):
        with pytest.raises(Refused, match="session has ended") as refusal:
            await Watcher(client).follow("song")
    assert refusal.value.code == "UNAUTHENTICATED"
    assert len(asked) == 1


async def test_a_refusal_that_names_a_time_is_waited_for() -> None:
    params = {"retryAfter": 0.3}
    extensions = {"code": "RATE_LIMITED", "retryable": True, "params": params}
    refusal = {"type": "error", "payload": [{"message": "slowly", "extensions": extensions}]}
    async with scripted([refusal], [entry(1, "SUCCESS"), COMPLETE]) as (client, asked):
        watcher = Watcher(client, BRIEF)
        began = asyncio.get_running_loop().time()
        await watcher.follow("song")
    assert asyncio.get_running_loop().time() - began >= 0.3
    assert len(asked) == 2
    assert [str(reason) for reason in watcher.reasons] == ["slowly"]


async def test_patience_ends_and_begins_anew_with_every_entry() -> None:
    breaks: list[Script] = [[1012]] * 4
    scripts: list[Script] = [*breaks, [entry(1), 1012], *breaks]
    async with scripted(*scripts) as (client, asked):
        watcher = Watcher(client, BRIEF)
        with pytest.raises(Unreachable, match="1012"):
            await watcher.follow("song")
    tries = len(list(BRIEF.delays())) + 1
    assert len(asked) == 4 + 1 + tries - 1
    assert watcher.seqs == [1]


def test_waits_double_up_to_the_longest_until_their_sum_is_reached() -> None:
    patience = Patience(first=1, longest=5, total=12)
    assert list(patience.delays()) == [1, 2, 4, 5]
