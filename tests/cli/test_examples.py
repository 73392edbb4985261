"""The examples do what they say, against a studio with its worker."""

from __future__ import annotations

import asyncio
import sys
import zipfile
from pathlib import Path

from app.infra.settings import Settings
from tests.cli.process import ROOT, environment
from tests.studio import PASSWORD, Person


async def run(script: str, ada: Person, folder: Path, **variables: str) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        ROOT / "examples" / script,
        *("--server", str(ada.http.base_url), "--email", ada.email, "--out", folder),
        env={**environment(**variables), "STUDIO_PASSWORD": PASSWORD},
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, out.decode(), err.decode()


def files(folder: Path) -> dict[str, Path]:
    return {each.name: each for each in folder.iterdir()}


async def test_a_session_in_the_writing_room(ada: Person, worker: None, home: Path) -> None:
    assert worker is None
    status, out, err = await run("writing_room.py", ada, home)

    assert (status, err) == (0, "")
    for said in ("1 x Em dash to hyphen", "**Verse1**", "kept as version 2", "now used"):
        assert said in out
    kept = files(home)
    assert set(kept) == {
        "Harbour Lights.mp3",
        "Harbour Lights.lrc",
        "Harbour Lights (stems).zip",
    }
    assert kept["Harbour Lights.lrc"].read_text().count("\n[") >= 8
    with zipfile.ZipFile(kept["Harbour Lights (stems).zip"]) as stems:
        assert stems.testzip() is None


async def test_two_covers_and_a_title_over_one_of_them(
    ada: Person, worker: None, home: Path
) -> None:
    assert worker is None
    status, out, err = await run("cover.py", ada, home)

    assert (status, err) == (0, "")
    for said in ("HARBOUR LIGHTS", "it fits", "Harbour Lights, with a title"):
        assert said in out
    kept = files(home)
    assert set(kept) == {"preview.png", "cover.png"}
    assert all(each.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" for each in kept.values())


async def test_a_conversation_is_made_smaller_and_restored(
    ada: Person, worker: None, home: Path
) -> None:
    assert worker is None
    status, out, err = await run("conversation.py", ada, home)

    assert (status, err) == (0, "")
    for said in (
        "12 messages",
        "10 archived, 3 left",
        "[Summary: 10 msgs archived]",
        "The export has every word all the same.",
        "10 are back, 12 in all",
        "It is what it was before.",
    ):
        assert said in out
    assert set(files(home)) == {"The-keeper-of-the-light.md", "The-keeper-of-the-light.json"}


async def test_an_inventory_from_a_spreadsheet_and_back(
    ada: Person, home: Path, settings: Settings
) -> None:
    keys = ",".join(key.get_secret_value() for key in settings.encryption_secret_keys)
    status, out, err = await run(
        "inventory.py",
        ada,
        home,
        APP_ENV="dev",
        DATABASE_URL=settings.database_url,
        ENCRYPTION_SECRET_KEYS=keys,
    )

    assert (status, err) == (0, "")
    for said in (
        "2 would be created, 1 would be skipped",
        "2 created, 1 skipped",
        "row 5, type: This must be one of: SOFTWARE, PLUGIN.",
        "ignored: Notiz",
        "spent 248.50 EUR on 2",
        "Tape Deck (copy): password True, key False",
        "password '  two spaces ', key RC-0815-4711",
        "noted: REVEAL of Tape Deck from 127.0.0.1",
        "already: 5",
    ):
        assert said in out, out
    [kept] = [each for each in files(home).values() if each.suffix == ".csv"]
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "RC-0815-4711" in kept.read_text()

    again, out, _ = await run("inventory.py", ada, home)
    assert again == 0
    assert "0 created, 3 skipped" in out
    assert "python -m app crypto rotate" in out


async def test_a_wrong_password_is_told_in_words(ada: Person, home: Path) -> None:
    ada.email = "nobody@example.org"
    status, out, err = await run("writing_room.py", ada, home)
    assert (status, out) == (1, "")
    assert err.startswith("The studio says: ")
