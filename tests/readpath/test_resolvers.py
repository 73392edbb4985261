"""Without compiled reads the ordinary resolvers answer, and ask once per field and level."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest

from app.asgi import assemble
from app.bootstrap import Studio
from app.infra.settings import Settings
from app.rows.sketches import SketchRow
from app.rows.songs import SongRow
from tests.api.songs import generate
from tests.graphql_ws import Socket, websocket
from tests.readpath.dataset import (
    SONGS,
    choice_key,
    fill,
    job_id,
    sketch_id,
    sketch_key,
    song_id,
    song_key,
)
from tests.studio import Person, running_studio, served

SESSION = 1
"""Whose session it is, is asked by a statement of its own."""


@pytest.fixture(scope="module")
async def running(settings: Settings) -> AsyncIterator[tuple[Studio, str, None]]:
    """A studio whose reads are not compiled."""
    settings = settings.model_copy(update={"readpath": False})
    async with running_studio(settings) as studio:
        app = assemble(studio)
        assert app.state.reads is None
        async with served(app) as url:
            yield studio, url, None


@pytest.fixture
async def full(ada: Person, bob: Person) -> None:
    """Ada's songs have up to three choices, and most of them a sketch and a job."""
    await fill(ada.id, bob.id)


class Asked:
    """Counts the statements of reads since it was made."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._before = studio.lanes.asked

    def __call__(self) -> int:
        return self._studio.lanes.asked - self._before


async def statements(studio: Studio, person: Person, query: str, **variables: object) -> int:
    """How many statements a query costs that finds something."""
    asked = Asked(studio)
    data = await person.get(query, **variables)
    assert all(data.values()), data
    return asked()


PAGE = """
query ($first: Int) { songs(first: $first) {
  pageInfo { hasNextPage endCursor }
  edges { cursor node {
    id title error { code message }
    choices { id index durationMs mp3Url } sketch { id title } job { id status } } } } }
"""


@pytest.mark.parametrize("first", [6, 20, SONGS])
async def test_a_page_costs_one_statement_for_each_field_below_it(
    ada: Person, full: None, studio: Studio, first: int
) -> None:
    page, choices, sketches, jobs = 1, 1, 1, 1
    cost = await statements(studio, ada, PAGE, first=first)
    assert cost == SESSION + page + choices + sketches + jobs


async def test_every_song_of_the_page_has_its_own(ada: Person, full: None) -> None:
    songs = (await ada.get(PAGE, first=SONGS))["songs"]["edges"]
    assert len(songs) == SONGS
    by_id = {edge["node"]["id"]: edge["node"] for edge in songs}
    for number in range(SONGS):
        song = by_id[song_id(number)]
        assert len(song["choices"]) == number % 4
        assert [each["index"] for each in song["choices"]] == [0, 1, 2][3 - number % 4 :]
        assert all(each["id"] for each in song["choices"])
        if number % 3 and number % 7 != 6:
            assert song["sketch"]["id"] == sketch_id(number % 12)
        else:
            assert song["sketch"] is None
    assert by_id[song_id(1)]["job"]["id"] == job_id(1)


@pytest.mark.parametrize("first", [6, 20])
async def test_what_is_nested_costs_one_statement_for_each_level(
    ada: Person, full: None, studio: Studio, first: int
) -> None:
    query = """
    query ($first: Int) { songs(first: $first) { totalCount nodes {
      sketch { id } choices { id }
      job { id song { id choices { id } sketch { id } job { id song { title } } } } } } }
    """
    counted, page, level, below = 1, 1, 3, 5
    cost = await statements(studio, ada, query, first=first)
    assert cost == SESSION + counted + page + level + below


async def test_aliases_of_one_field_are_answered_together(
    ada: Person, full: None, studio: Studio
) -> None:
    query = (
        "{ songs(first: 20) { nodes { one: sketch { id } two: sketch { title } sketch { id } } } }"
    )
    assert await statements(studio, ada, query) == SESSION + 2


@pytest.mark.parametrize("many", [6, 20, SONGS])
async def test_nodes_cost_one_statement_for_each_type_and_each_field_below(
    ada: Person, full: None, studio: Studio, many: int
) -> None:
    query = """
    query ($ids: [ID!]!) { nodes(ids: $ids) {
      ... on Song { id choices { id } sketch { id } job { id } } ... on Job { id kind } } }
    """
    songs = [song_id(number) for number in range(many)]
    songs_alone = await statements(studio, ada, query, ids=songs)
    assert songs_alone == SESSION + 1 + 3
    jobs = [job_id(number) for number in range(1, many)]
    # The jobs of the songs are found by their songs, those by id with one more.
    assert await statements(studio, ada, query, ids=[*songs, *jobs]) == songs_alone + 1


async def test_nodes_come_in_the_order_of_their_ids_and_null_where_there_is_none(
    ada: Person, full: None, studio: Studio
) -> None:
    foreign, missing = song_id(1000), song_id(999_999)
    ids = [song_id(3), foreign, sketch_id(2), missing, song_id(3), song_id(1)]
    asked = Asked(studio)
    nodes = (await ada.get("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids))["nodes"]
    found = [each and each["id"] for each in nodes]
    assert found == [ids[0], None, ids[2], None, ids[4], ids[5]]
    assert asked() == SESSION + 2


async def test_single_objects_asked_for_side_by_side_are_found_together(
    ada: Person, full: None, studio: Studio
) -> None:
    fields = [f's{n}: song(id: "{song_id(n)}") {{ id choices {{ id }} }}' for n in range(1, 11)]
    fields += [f'n{n}: node(id: "{song_id(n)}") {{ id }}' for n in range(11, 21)]
    assert await statements(studio, ada, "{ " + " ".join(fields) + " }") == SESSION + 2


async def test_a_payload_is_read_in_one_statement_for_each_field(
    ada: Person, full: None, studio: Studio
) -> None:
    mutation = """
    mutation ($input: GenerateSongInput!) { generateSong(input: $input) {
      song { id one: choices { id } two: choices { index } three: sketch { id } sketch { title } }
      job { id one: song { id } two: song { title sketch { id } } }
      userErrors { code } } }
    """
    sketch = (
        await ada.get('mutation { createSketch(input: {prompt: "folk"}) { sketch { id } } }')
    )["createSketch"]["sketch"]["id"]
    asked = Asked(studio)
    wish = {"lyrics": "la la la", "sketchId": sketch}
    made = (await ada.get(mutation, input=wish))["generateSong"]
    assert made["userErrors"] == []
    assert made["song"]["three"]["id"] == made["job"]["two"]["sketch"]["id"] == sketch
    assert made["job"]["one"]["id"] == made["song"]["id"]
    payload, of_song, of_job, of_its_song = 2, 2, 1, 1
    assert asked() == SESSION + payload + of_song + of_job + of_its_song


async def test_a_conflict_shows_the_present_sketch_by_one_statement(
    ada: Person, full: None, studio: Studio
) -> None:
    mutation = """
    mutation ($id: ID!) { updateSketch(input: {id: $id, title: "x", expectedVersion: 7777}) {
      sketch { id version } userErrors { code } } }
    """
    asked = Asked(studio)
    payload = (await ada.get(mutation, id=sketch_id(3)))["updateSketch"]
    assert payload["sketch"] == {"id": sketch_id(3), "version": 3}
    assert [each["code"] for each in payload["userErrors"]] == ["CONFLICT"]
    assert asked() == SESSION + 1


async def test_the_second_change_of_a_mutation_is_seen_by_its_own_payload(
    ada: Person, full: None
) -> None:
    change = 'updateSketch(input: {id: "%s", title: "%s"}) { sketch { title version } }'
    first, second = (change % (sketch_id(3), title) for title in ("one", "two"))
    data = await ada.get(f"mutation {{ first: {first} second: {second} }}")
    shown = [data[each]["sketch"] for each in ("first", "second")]
    assert shown == [{"title": "one", "version": 4}, {"title": "two", "version": 5}]


async def only(socket: Socket, query: str, operation_id: str) -> Any:
    """The data of an operation that answers once."""
    answers = [each async for each in socket.subscribe(query, operation_id)]
    assert len(answers) == 1
    assert "errors" not in answers[0]
    return answers[0]["data"]


async def test_a_socket_remembers_nothing_from_one_operation_to_the_next(
    ada: Person, full: None, studio: Studio, studio_url: str
) -> None:
    song = SongRow.filter(id=song_key(1))
    query = f"""{{
      song(id: "{song_id(1)}") {{ title sketch {{ title }} choices {{ index }} job {{ id }} }}
      songs(filter: {{sketchId: "{sketch_id(1)}"}}) {{ totalCount }} }}
    """
    async with websocket(studio_url, ada.token) as socket:
        before = await only(socket, query, "1")
        asked = Asked(studio)
        assert await only(socket, query, "2") == before
        assert asked() == SESSION + 6
        await SketchRow.filter(id=sketch_key(1)).update(title="another sketch")
        await song.update(title="another song")
        changed = await only(socket, query, "3")
        assert changed["song"]["title"] == "another song"
        assert changed["song"]["sketch"]["title"] == "another sketch"
        await song.delete()
        gone = await only(socket, query, "4")
        assert gone["song"] is None
        assert gone["songs"]["totalCount"] == before["songs"]["totalCount"] - 1


async def test_each_event_of_a_subscription_shows_the_rows_as_of_now(
    ada: Person, studio: Studio, studio_url: str
) -> None:
    started = await generate(ada, prompt="1s")
    subscription = f"""subscription {{ songProgress(songId: "{started["song"]["id"]}") {{
      seq status song {{ status title job {{ status }} }} }} }}
    """
    cancel = 'mutation { cancelJob(input: {id: "%s"}) { userErrors { code } } }'
    async with (
        websocket(studio_url, ada.token) as socket,
        aclosing(socket.subscribe(subscription)) as events,  # type: ignore[type-var] # a generator
    ):
        first = (await anext(events))["data"]["songProgress"]
        assert first["song"]["status"] == first["status"] == "PENDING"
        await SongRow.all().update(title="another title")
        await ada.get(cancel % started["job"]["id"])
        last = [each["data"]["songProgress"] async for each in events][-1]
    assert last["song"]["status"] == last["status"] == "CANCELLED"
    assert last["song"]["title"] == "another title"
    assert last["song"]["job"]["status"] == "CANCELLED"


async def test_nobody_sees_what_is_somebody_elses(ada: Person, bob: Person, full: None) -> None:
    query = """query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"""
    ids = [song_id(1000), sketch_id(1000), job_id(1000), song_id(1), str(choice_key(1, 0))]
    theirs = (await bob.get(query, ids=ids[:4]))["nodes"]
    assert [each and each["id"] for each in theirs] == [*ids[:3], None]
    ours = (await ada.get(query, ids=ids[:4]))["nodes"]
    assert [each and each["id"] for each in ours] == [None, None, None, ids[3]]
