"""The Python client against the real service, and what it does when a session ends."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from uuid import uuid4

import pytest

from app.asgi import assemble
from app.bootstrap import Studio as Whole
from studio_client import Patience, Refused, Studio, Unreachable, following, given
from studio_client.generated.base_model import Upload
from studio_client.generated.enums import SongStatus, TableFormat
from studio_client.generated.input_types import (
    GenerateSongInput,
    ImportEquipmentInput,
    LoginInput,
    LogoutInput,
)
from studio_client.generated.song_progress import SongProgressSongProgress
from tests.cli.process import ROOT
from tests.studio import PASSWORD, Person, served

PATIENCE = Patience(first=0.02, longest=0.1, total=10)
CSV = "type,name,manufacturer\nPLUGIN,Plate Reverb,Reels\nSOFTWARE,,Reels\n"


@pytest.fixture
async def strict_url(studio: Whole) -> AsyncIterator[str]:
    """The studio at one more address, where open connections lose an ended session soon."""
    async with served(assemble(studio, session_check_interval=0.05)) as url:
        yield url


@pytest.fixture
async def api(strict_url: str, ada: Person) -> AsyncIterator[Studio]:
    async with Studio(strict_url, "de") as api:
        await api.sign_in(ada.email, PASSWORD, stay=True)
        yield api


async def ordered(api: Studio, prompt: str = "folk 1s") -> str:
    wish = GenerateSongInput(prompt=prompt, lyrics="la la", idempotency_key=str(uuid4()))
    return given((await api.generate_song(wish)).generate_song.song).id


async def everything(
    api: Studio, song_id: str, reasons: list[Exception]
) -> AsyncGenerator[SongProgressSongProgress, None]:
    async def listen(after: int | None) -> AsyncGenerator[SongProgressSongProgress, None]:
        async for event in api.song_progress(song_id, after):
            yield event.song_progress

    async with aclosing(
        following(
            listen,
            seq=lambda event: event.seq,
            ended=lambda event: event.status in (SongStatus.SUCCESS, SongStatus.FAILURE),
            patience=PATIENCE,
            interrupted=reasons.append,
        )
    ) as events:
        async for event in events:
            yield event


async def collected(
    events: AsyncGenerator[SongProgressSongProgress, None],
) -> list[SongProgressSongProgress]:
    return [event async for event in events]


async def sessions_end(person: Person) -> None:
    """Everybody who is signed in as this person is out, but for new ones."""
    mutation = "mutation { logout(input: {everywhere: true}) { userErrors { code } } }"
    assert (await person.get(mutation))["logout"]["userErrors"] == []


async def test_a_query_and_a_mutation_are_typed(api: Studio, ada: Person) -> None:
    assert given((await api.me()).me).email == ada.email
    found = given((await api.song(await ordered(api))).song)
    assert found.status is SongStatus.PENDING
    assert found.created_at.tzinfo is not None
    assert found.choices == []


async def test_a_mistake_is_told_in_the_readers_language(api: Studio) -> None:
    with pytest.raises(Refused, match=r"angegeben|leer|fehlt|erforderlich|Zeichen") as refusal:
        await api.generate_song(GenerateSongInput(prompt="", lyrics="la"))
    assert refusal.value.code == "VALIDATION"


async def test_a_file_is_uploaded_even_with_a_session_that_has_ended(
    api: Studio, ada: Person
) -> None:
    await sessions_end(ada)
    content = io.BytesIO(CSV.encode())
    wish = ImportEquipmentInput(
        file=Upload("inventory.csv", content, "text/csv"), format=TableFormat.CSV, dry_run=False
    )
    report = given((await api.import_equipment(wish)).import_equipment.report)
    assert (report.created, report.failed) == (1, 1)
    assert report.errors[0].path == ["name"]


async def test_a_subscription_goes_on_in_a_new_session_and_loses_nothing(
    api: Studio, ada: Person, worker: None
) -> None:
    song_id = await ordered(api, "folk 50s")
    seqs: list[int] = []
    reasons: list[Exception] = []
    async for event in everything(api, song_id, reasons):
        if not seqs:
            await sessions_end(ada)
        seqs.append(event.seq)

    assert event.status is SongStatus.SUCCESS
    assert seqs == list(range(seqs[0], seqs[-1] + 1))
    assert len(seqs) >= 4
    assert "there is a new one" in str(reasons[0])
    assert all(isinstance(reason, Unreachable) for reason in reasons)


async def test_without_a_way_to_renew_an_ended_session_is_told(
    strict_url: str, ada: Person, worker: None
) -> None:
    async with Studio(strict_url) as api:
        api.use(ada.token)
        song_id = await ordered(api, "folk 50s")
        events = everything(api, song_id, [])
        await anext(events)
        await api.logout(LogoutInput())
        with pytest.raises(Refused, match="session has ended") as refusal:
            await collected(events)
        assert refusal.value.code == "UNAUTHENTICATED"
        with pytest.raises(Refused):
            await api.song(song_id)


async def test_a_wrong_password_opens_no_session(studio_url: str, ada: Person) -> None:
    async with Studio(studio_url) as api:
        with pytest.raises(Refused):
            await api.login(LoginInput(email=ada.email, password="wrong"))


def test_the_client_needs_nothing_of_the_server() -> None:
    program = (
        "import sys, studio_client\n"
        "assert not {'app', 'strawberry', 'graphql', 'starlette'} & set(sys.modules)"
    )
    path = {"PYTHONPATH": str(ROOT / "clients" / "python")}
    subprocess.run([sys.executable, "-c", program], check=True, env=path, cwd="/")
