"""Commands, logins and servers that cannot be right."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from app.cli import main
from tests.cli.conftest import SongCommand, write
from tests.studio import PASSWORD, Mock, Person


async def test_wrong_credentials_end_with_2(
    run: SongCommand, ada: Person, studio_url: str, lyrics: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_PASSWORD", "not hers")
    monkeypatch.setenv("LC_ALL", "de_AT")
    outcome = await run(lyrics, "--prompt", "x", "--server", studio_url, "--email", ada.email)
    assert outcome.status == 2
    assert outcome.err == "Die E-Mail-Adresse oder das Passwort ist falsch.\n"


async def test_a_server_that_is_no_studio_ends_with_2_and_one_line(
    run: SongCommand, mock: Mock, lyrics: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_PASSWORD", "x")
    outcome = await run(lyrics, "--prompt", "x", "--server", mock.url, "--email", "a@b.example")
    assert outcome.status == 2
    assert outcome.err == f"{mock.url} does not answer like a studio (HTTP 404)\n"


async def test_a_server_that_is_not_there_ends_with_2_and_one_line(
    run: SongCommand, lyrics: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_PASSWORD", "x")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        outcome = await run(lyrics, "--prompt", "x", "--server", url, "--email", "a@b.example")
    assert outcome.status == 2
    assert outcome.err == f"cannot reach {url}: All connection attempts failed\n"


@pytest.mark.usefixtures("worker")
async def test_the_login_of_dev_is_used_and_never_sent_to_another_server(
    run: SongCommand, ada: Person, studio_url: str, home: Path, lyrics: str, mock: Mock
) -> None:
    (home / "data").mkdir()
    login = {"email": ada.email, "password": PASSWORD, "url": f"{studio_url}/graphql"}
    (home / "data/login.json").write_text(json.dumps(login))
    wish = [lyrics, "--prompt", "folk 1s", "--formats", "mp3", "--choices", "1"]
    assert (await run(*wish)).status == 0
    assert (await run(*wish, "--server", f"{studio_url}/")).status == 0

    await mock.reset()
    elsewhere = await run(*wish, "--server", mock.url)
    assert elsewhere.status == 2
    assert elsewhere.err == (
        f"the login of `python -m app dev` is for {studio_url}; give --email too\n"
    )
    assert await mock.requests() == []


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["lamp.txt"], "--prompt says how"),
        (["--prompt", "x"], "a file with lyrics is needed"),
        (["lamp.txt", "--instrumental", "--prompt", "x"], "an instrumental has no lyrics"),
        (["nowhere.txt", "--prompt", "x"], "nowhere.txt: No such file or directory"),
        (["latin.txt", "--prompt", "x"], "latin.txt is no text in UTF-8"),
        (["lamp.txt", "--prompt", "x"], "nobody is signed in"),
        (["lamp.txt", "--prompt", "x", "--email", "a@b.example"], "no password"),
        (["lamp.txt", "--prompt", "x", "--password-stdin"], "--password-stdin needs --email"),
        (["lamp.txt", "--prompt", "x", "--server", "studio:80"], "studio:80 is no address"),
    ],
)
@pytest.mark.usefixtures("lyrics")
async def test_a_wrong_command_ends_with_2_and_one_line(
    run: SongCommand, options: list[str], complaint: str
) -> None:
    write("latin.txt", "Mädchen", encoding="latin-1")
    outcome = await run(*options)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(complaint)
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("formats", ["wav", "", "mp3,ogg"])
def test_an_unknown_format_is_refused(formats: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["song", "--formats", formats])
    assert "choose from mp3,flac" in capsys.readouterr().err
