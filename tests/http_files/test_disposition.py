from __future__ import annotations

from urllib.parse import unquote

import pytest

from app.http.disposition import content_disposition, file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ein Lied", "Ein Lied.mp3"),
        ("Grüße 🎵", "Grüße 🎵.mp3"),
        (None, "song.mp3"),
        ("", "song.mp3"),
        ("  ", "song.mp3"),
        ("...", "song.mp3"),
        ("../../etc/passwd", "etc passwd.mp3"),
        ('a/b\\c:d*e?f"g<h>i|j%k', "a b c d e f g h i j k.mp3"),
        ("line\r\nSet-Cookie: x", "line Set-Cookie x.mp3"),
        ("\u202egpj.exe", "gpj.exe.mp3"),
        ("nul\0bell\x07", "nulbell.mp3"),
        (".hidden. ", "hidden.mp3"),
        ("t" * 300, "t" * 100 + ".mp3"),
        ("🎵" * 300, "🎵" * 50 + ".mp3"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_accepts(title: str | None, name: str) -> None:
    assert file_name(title, "mp3") == name


def test_the_header_has_a_plain_name_and_a_full_one() -> None:
    header = content_disposition('Grüße; "x" 🎵', "mp3", download=True)
    kind, plain, full = header.split("; filename")
    assert kind == "attachment"
    assert plain in ('="Grue; x .mp3"', '="Grue; x.mp3"')
    assert unquote(full.removeprefix("*=UTF-8''")) == "Grüße; x 🎵.mp3"


@pytest.mark.parametrize("title", ["日本語", "🎵", None])
def test_a_title_without_ascii_letters_still_has_a_plain_name(title: str | None) -> None:
    assert 'inline; filename="song.mp3"; ' in content_disposition(title, "mp3", download=False)


@pytest.mark.parametrize(
    "title",
    [
        *("a\r\nb", 'a"b', "a\\b", "ü\u2028x", "\x85"),
        "a\uff02; filename=b.exe; c=\uff02",  # wide forms that become plain ones
        "a\uff3c\uff02b",
        "\u2100\uff0fb",
    ],
)
def test_nothing_in_a_title_breaks_out_of_the_header(title: str) -> None:
    header = content_disposition(title, "mp3", download=True)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert "\\" not in header
    assert "/" not in header


def test_what_has_no_title_is_named_after_what_it_is() -> None:
    header = content_disposition(None, "png", download=False, untitled="picture")
    assert header == "inline; filename=\"picture.png\"; filename*=UTF-8''picture.png"


@pytest.mark.parametrize(
    ("title", "plain", "full"),
    [
        ("Grüße", "Grue (stems).zip", "Grüße (stems).zip"),
        ("🎵", "song (stems).zip", "🎵 (stems).zip"),
        (None, "song (stems).zip", "song (stems).zip"),
        ("t" * 300, "t" * 100 + " (stems).zip", "t" * 100 + " (stems).zip"),
    ],
)
def test_a_suffix_stays_whole_and_does_not_stand_for_a_title(
    title: str | None, plain: str, full: str
) -> None:
    header = content_disposition(title, "zip", download=True, suffix=" (stems)")
    assert f'filename="{plain}"; ' in header
    assert unquote(header.partition("*=UTF-8''")[2]) == full
