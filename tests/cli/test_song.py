"""The command against a whole studio: API, worker, database and mock provider."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.api.songs import finished, generate
from tests.api.test_song_choices import RATE
from tests.cli.conftest import SongCommand, write
from tests.studio import Mock, Person


def content(file: str) -> bytes:
    return Path(file).read_bytes()


def names_in(folder: str) -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


@pytest.mark.usefixtures("worker")
async def test_lyrics_become_files_and_every_step_is_told_once(
    as_ada: SongCommand, lyrics: str, mock: Mock
) -> None:
    outcome = await as_ada(lyrics, "--prompt", "folk rock, warm, 20s")

    assert outcome.status == 0, outcome.err
    folder = Path("songs", "lamp")
    names = ["lamp-1.mp3", "lamp-1.flac", "lamp-2.mp3", "lamp-2.flac"]
    assert outcome.files == [folder / name for name in names]
    assert names_in("songs/lamp") == sorted(names)
    assert content("songs/lamp/lamp-2.flac").startswith(b"fLaC")
    for line, path in zip(outcome.out.splitlines(), outcome.files, strict=True):
        kilobytes = path.stat().st_size / 1000
        assert re.fullmatch(rf"{re.escape(str(path))}  \d+:\d\d  {kilobytes:.1f} kB", line)
    told = [line.split("  ")[1] for line in outcome.err.splitlines()]
    assert len(told) == len(set(told))
    assert "The provider has taken it" in told
    assert told[-8:] == [
        "Storing the recordings 50%",
        "Storing the recordings 75%",
        "Storing the recordings 100%",
        "Ended",
        *(f"Downloading {name}" for name in names),
    ]
    assert len(await mock.submits()) == 1


@pytest.mark.usefixtures("worker")
async def test_only_the_asked_formats_are_fetched_and_no_file_is_overwritten(
    as_ada: SongCommand, lyrics: str
) -> None:
    write("records/ueber-nacht-1.flac", "mine")
    outcome = await as_ada(
        *(lyrics, "--prompt", "folk 1s", "--title", "Über Nacht!", "--choices", "1"),
        *("--out", "records", "--formats", "FLAC"),
    )
    assert outcome.status == 0, outcome.err
    assert outcome.files == [Path("records/ueber-nacht-1 (2).flac")]
    assert content("records/ueber-nacht-1.flac") == b"mine"
    assert names_in("records") == ["ueber-nacht-1 (2).flac", "ueber-nacht-1.flac"]


@pytest.mark.usefixtures("worker")
async def test_an_instrumental_needs_no_lyrics(as_ada: SongCommand, mock: Mock) -> None:
    outcome = await as_ada("--instrumental", "--prompt", "harp 1s", "--title", "Moon")
    assert outcome.status == 0, outcome.err
    assert outcome.files[0] == Path("songs/moon/moon-1.mp3")
    assert [submit["path"] for submit in await mock.submits()] == ["/v1/instrumental/generate"]


@pytest.mark.usefixtures("worker")
async def test_a_failed_song_ends_with_1_and_its_reason_in_the_readers_language(
    as_ada: SongCommand, lyrics: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    write(lyrics, "scenario 0003")
    outcome = await as_ada(lyrics, "--prompt", "folk 1s")
    assert outcome.status == 1
    assert outcome.err.splitlines()[-1].startswith("Der Musikanbieter hat aufgegeben")
    assert outcome.out == ""
    assert names_in(".") == [lyrics]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--choices", "9"], "choices: This must be from 1 to 3, not 9."),
        (["--model", "none"], "model: "),
        (["--title", "x" * 51], "title: At most 50 characters are possible, these are 51."),
    ],
)
async def test_a_wish_that_cannot_be_right_ends_with_2_and_orders_nothing(
    as_ada: SongCommand, lyrics: str, mock: Mock, options: list[str], complaint: str
) -> None:
    outcome = await as_ada(lyrics, "--prompt", "folk", *options)
    assert outcome.status == 2
    assert outcome.err.startswith(complaint)
    assert outcome.err.count("\n") == 1
    assert await mock.submits() == []


@pytest.mark.usefixtures("worker")
async def test_the_same_key_is_never_ordered_twice(
    as_ada: SongCommand, lyrics: str, mock: Mock
) -> None:
    wish = [lyrics, "--prompt", "folk 1s", "--idempotency-key", "once", "--formats", "mp3"]
    first, second = await as_ada(*wish), await as_ada(*wish)
    assert (first.status, second.status) == (0, 0)
    assert len(await mock.submits()) == 1
    assert second.files[0] == Path("songs/lamp/lamp-1 (2).mp3")


@pytest.mark.usefixtures("worker")
async def test_a_song_that_cannot_be_kept_is_said_to_be_safe(
    as_ada: SongCommand, lyrics: str
) -> None:
    write("taken", "a file where a directory is wanted")
    outcome = await as_ada(lyrics, "--prompt", "folk 1s", "--out", "taken")
    assert outcome.status == 1
    told, safe, again = outcome.err.splitlines()[-3:]
    assert told.startswith("cannot keep the recordings: ")
    assert safe == "The song is safe in the studio. Watch it and fetch it with:"
    assert "--watch" in again


@pytest.mark.usefixtures("worker")
async def test_a_song_ordered_before_is_watched_and_fetched(
    as_ada: SongCommand, ada: Person
) -> None:
    started = await generate(ada, prompt="folk 30s", title="Morning / Light")
    outcome = await as_ada("--watch", started["song"]["id"])
    assert outcome.status == 0, outcome.err
    assert outcome.files[0] == Path("songs/morning-light/morning-light-1.mp3")
    again = await as_ada("--watch", started["song"]["id"], "--formats", "mp3", "--out", "again")
    assert again.status == 0, again.err
    assert again.files == [
        Path("again/morning-light-1.mp3"),
        Path("again/morning-light-2.mp3"),
    ]


async def test_a_song_is_cancelled_once(as_ada: SongCommand, ada: Person, mock: Mock) -> None:
    song_id = (await generate(ada))["song"]["id"]
    outcome = await as_ada("--cancel", song_id)
    assert outcome.status == 0
    assert outcome.out == "Cancelled; what the provider already works on may be charged.\n"
    assert (await finished(ada, song_id))["status"] == "CANCELLED"

    again = await as_ada("--cancel", song_id)
    assert (again.status, again.out) == (1, "")
    assert "already ended" in again.err

    watched = await as_ada("--watch", song_id)
    assert watched.status == 1
    assert watched.err.endswith("The song was cancelled.\n")
    assert await mock.submits() == []


async def test_somebody_elses_song_is_no_song(as_ada: SongCommand, bob: Person) -> None:
    song_id = (await generate(bob))["song"]["id"]
    for option in ("--watch", "--cancel"):
        outcome = await as_ada(option, song_id)
        assert (outcome.status, outcome.err) == (2, f"There is no song {song_id}.\n")


@pytest.mark.parametrize("name", ["harbour-lights.txt", "sommer-im-hinterhof.txt"])
@pytest.mark.usefixtures("worker")
async def test_the_examples_become_songs(as_ada: SongCommand, name: str) -> None:
    file = Path(__file__).parents[2] / "examples" / "lyrics" / name
    outcome = await as_ada(str(file), "--prompt", "folk 1s", "--choices", "1", "--formats", "mp3")
    assert outcome.status == 0, outcome.err
    assert outcome.files[0].name == f"{file.stem}-1.mp3"


@pytest.mark.usefixtures("worker")
async def test_stems_of_the_first_version_are_fetched_too(
    as_ada: SongCommand, lyrics: str, mock: Mock
) -> None:
    outcome = await as_ada(lyrics, "--prompt", "folk 1s", "--formats", "mp3", "--stems")

    assert outcome.status == 0, outcome.err
    folder = Path("songs", "lamp")
    names = ["lamp-1.mp3", "lamp-2.mp3", "lamp-1-stems.zip"]
    assert outcome.files == [folder / name for name in names]
    assert content("songs/lamp/lamp-1-stems.zip").startswith(b"PK")
    told = [line.split("  ")[1] for line in outcome.err.splitlines()]
    assert told[-4:] == [
        "Stems: The provider takes it apart",
        "Stems: Storing the stems",
        "Stems: Ended",
        "Downloading lamp-1-stems.zip",
    ]
    assert len(await mock.requests("/v1/song/stem")) == 1


@pytest.mark.usefixtures("worker")
async def test_stems_of_the_best_rated_version_are_paid_once(
    as_ada: SongCommand, ada: Person, mock: Mock
) -> None:
    song_id = (await generate(ada, prompt="folk 1s", title="Moon", choices=3))["song"]["id"]
    song = await finished(ada, song_id)
    for choice, rating in zip(song["choices"], ("DOWN", None, "UP"), strict=True):
        await ada.get(RATE, input={"choiceId": choice["id"], "rating": rating})

    outcomes = [
        await as_ada("--watch", song_id, "--formats", "mp3", "--stems", "--out", each)
        for each in ("one", "two")
    ]

    assert [outcome.status for outcome in outcomes] == [0, 0], outcomes
    assert [outcome.files[-1] for outcome in outcomes] == [
        Path("one/moon-3-stems.zip"),
        Path("two/moon-3-stems.zip"),
    ]
    assert content("one/moon-3-stems.zip") == content("two/moon-3-stems.zip")
    assert len(await mock.requests("/v1/song/stem")) == 1


@pytest.mark.usefixtures("worker")
async def test_stems_that_do_not_come_leave_the_recordings(
    as_ada: SongCommand, lyrics: str, mock: Mock
) -> None:
    await mock.steer(stemStatus="quota")
    outcome = await as_ada(lyrics, "--prompt", "folk 1s", "--formats", "mp3", "--stems")
    assert outcome.status == 1
    assert outcome.files == [Path("songs/lamp/lamp-1.mp3"), Path("songs/lamp/lamp-2.mp3")]
    assert outcome.err.splitlines()[-1].startswith("The provider refused the order")


async def test_a_cancelled_song_has_no_stems(as_ada: SongCommand, mock: Mock) -> None:
    outcome = await as_ada("--cancel", "x", "--stems")
    assert (outcome.status, outcome.err) == (2, "a cancelled song has no stems\n")
