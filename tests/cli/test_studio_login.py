from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from app.cli.studio_errors import Misuse
from app.cli.studio_login import (
    StudioLogin,
    accept_language,
    add_login_arguments,
    base_url,
    studio_login,
)


def login(*options: str, **environ: str) -> StudioLogin:
    parser = argparse.ArgumentParser()
    add_login_arguments(parser)
    return studio_login(parser.parse_args(options), environ)


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de-DE"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "sr_RS@latin"}, "sr-RS"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "en_GB"}, "en-GB"),
        ({"LANG": "en_GB", "LC_MESSAGES": "de_DE", "LC_ALL": ""}, "de-DE"),
        ({"LANG": "x\r\nEvil: 1"}, "en"),
    ],
)
def test_the_language_is_the_terminals(environ: dict[str, str], language: str) -> None:
    assert accept_language(environ) == language


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://music.example/studio/", "https://music.example/studio"),
        ("https://music.example/studio/graphql", "https://music.example/studio"),
        ("http://[::1]:8000/graphql/", "http://[::1]:8000"),
    ],
)
def test_an_address_may_have_a_path_and_may_name_the_endpoint(address: str, url: str) -> None:
    assert base_url(address) == url


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1:8000", "ftp://a", "http://", "http://[x", "http://a:99999", "nonsense"),
        *("http://me:secret@a", "http://a?b=c", "http://a#b"),
    ],
)
def test_what_is_no_address_is_refused_without_repeating_a_password(address: str) -> None:
    with pytest.raises(Misuse) as mistake:
        base_url(address)
    assert "secret" not in str(mistake.value)


def keep(home: Path, text: str) -> None:
    (home / "data").mkdir()
    (home / "data" / "login.json").write_text(text)


def test_an_email_alone_means_the_studio_of_dev(home: Path) -> None:
    keep(home, json.dumps({"email": "a@b.example", "password": "p", "url": "http://x:1/graphql"}))
    found = login("--email", "me@b.example", STUDIO_PASSWORD="mine")
    assert found == StudioLogin(url="http://x:1", email="me@b.example", password="mine")
    assert "mine" not in repr(found)


@pytest.mark.usefixtures("home")
def test_without_any_studio_the_usual_address_is_tried() -> None:
    found = login("--email", "me@b.example", STUDIO_PASSWORD="mine")
    assert found.url == "http://127.0.0.1:8000"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"url": 1}', '{"url": "x"}', '"text"'])
def test_a_spoilt_login_is_told(home: Path, text: str) -> None:
    keep(home, text)
    with pytest.raises(Misuse):
        login()
