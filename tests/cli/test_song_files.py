from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.song_files import SongFiles, slug
from app.cli.song_progress import Patience
from app.cli.studio_answers import Song
from app.cli.studio_client import StudioClient
from studio_client.errors import Refused, Unreachable
from tests.api.songs import finished, generate
from tests.cli.relay import Relay
from tests.studio import Person

PATIENCE = Patience(first=0.01, total=1)


def song_files(client: StudioClient, reasons: list[Exception]) -> SongFiles:
    return SongFiles(
        studio=client,
        arriving=lambda _name, _share: None,
        interrupted=reasons.append,
        patience=PATIENCE,
    )


@pytest.fixture
async def song(ada: Person, client: StudioClient, worker: None) -> Song:
    song_id = (await generate(ada, prompt="folk 1s", choices=1))["song"]["id"]
    await finished(ada, song_id)
    found = await client.song(song_id)
    assert found is not None
    return found


async def test_a_broken_download_begins_again_and_leaves_only_whole_files(
    client: StudioClient, relay: Relay, song: Song, ada: Person, tmp_path: Path
) -> None:
    reasons: list[Exception] = []
    relay.downstream_bytes = 20_000
    recordings = await song_files(client, reasons).keep(song, tmp_path / "new", "la", ["flac"])

    assert (relay.cuts, len(reasons)) == (1, 1)
    whole = await ada.http.get(
        song.choices[0].addresses["flac"], headers={"Authorization": f"Bearer {ada.token}"}
    )
    assert len(whole.content) > 20_000
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["la-1.flac"]
    assert recordings[0].path.read_bytes() == whole.content
    assert recordings[0].byte_size == len(whole.content)


async def test_what_cannot_be_had_leaves_no_file(
    client: StudioClient, song: Song, tmp_path: Path
) -> None:
    missing = replace(
        song.choices[0],
        addresses={"mp3": song.choices[0].addresses["mp3"].replace(".mp3", ".ogg")},
    )
    gone = replace(song, choices=(missing,))
    with pytest.raises(Refused, match="There is no such file"):
        await song_files(client, []).keep(gone, tmp_path / "new", "la", ["mp3"])
    assert list((tmp_path / "new").iterdir()) == []


async def test_the_token_goes_to_no_other_server(client: StudioClient) -> None:
    with pytest.raises(Unreachable, match="elsewhere"):
        async with client.download("http://127.0.0.1:9/files/songs/x.mp3"):
            pass


async def test_taken_names_are_numbered(client: StudioClient, song: Song, tmp_path: Path) -> None:
    files = song_files(client, [])
    names = [(await files.keep(song, tmp_path, "la", ["mp3"]))[0].path.name for _ in range(3)]
    assert names == ["la-1.mp3", "la-1 (2).mp3", "la-1 (3).mp3"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Harbour Lights", "harbour-lights"),
        ("  Größe & Übermut!  ", "groesse-uebermut"),
        ("U\N{COMBINING DIAERESIS}ber", "ueber"),
        ("../../etc/passwd", "etc-passwd"),
        ("夜の海", "夜の海"),
        ("🎵", ""),
        ("x" * 59 + " yz", "x" * 59),
    ],
)
def test_a_title_becomes_a_name_for_files(title: str, name: str) -> None:
    assert slug(title) == name
