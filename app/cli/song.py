"""`python -m app song`: make a song from a text file, against a running studio.

The exit status is 0 when all is well, 1 when there is no song, 2 when the command or the login
is wrong or the studio is out of reach, 130 after Ctrl-C; a song that was ordered goes on.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from app.cli.studio_errors import Misuse
from app.cli.studio_login import (
    StudioLogin,
    accept_language,
    add_login_arguments,
    studio_login,
)

if TYPE_CHECKING:
    from app.cli.song_errand import Delivery, SongErrand

FAILED = 1
WRONG = 2
INTERRUPTED = 130
_FORMATS = ("mp3", "flac")
_WRONG_CODES = frozenset({"VALIDATION", "NOT_FOUND", "UNAUTHENTICATED", "BAD_REQUEST"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("lyrics", nargs="?", type=Path, metavar="LYRICS.txt", help="its words")
    parser.add_argument("--prompt", help="how it shall sound: style, mood, instruments")
    parser.add_argument("--title", help="its name; an instrumental needs one")
    parser.add_argument("--model", help="the provider's model")
    parser.add_argument("--choices", type=int, metavar="N", help="how many versions, 1 to 3")
    parser.add_argument("--instrumental", action="store_true", help="without vocals and lyrics")
    parser.add_argument(
        "--idempotency-key",
        metavar="KEY",
        help="repeat an order whose outcome is unknown: the same key is never ordered twice",
    )
    others = parser.add_mutually_exclusive_group()
    others.add_argument("--watch", metavar="SONG_ID", help="follow and fetch a song ordered before")
    others.add_argument("--cancel", metavar="SONG_ID", help="cancel a song that is being made")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where files go; ./songs/<title>/ if unset"
    )
    parser.add_argument(
        "--formats", type=_formats, default=_FORMATS, metavar="F", help="mp3,flac if unset"
    )
    parser.add_argument(
        "--stems",
        action="store_true",
        help="then take the best rated or first version apart and fetch its stems; costs money",
    )
    add_login_arguments(parser)


def song(parsed: argparse.Namespace) -> int:
    """Run the command; answers its exit status."""
    try:
        wish = _wish(parsed)
        login = studio_login(parsed, os.environ)
    except Misuse as mistake:
        return _say(str(mistake), WRONG)
    except KeyboardInterrupt:
        return INTERRUPTED
    return _Run(parsed, login, wish).status()


class _Run:
    def __init__(
        self, parsed: argparse.Namespace, login: StudioLogin, wish: dict[str, Any] | None
    ) -> None:
        self._parsed = parsed
        self._login = login
        self._wish = wish
        self._errand: SongErrand | None = None

    def status(self) -> int:
        from pydantic import ValidationError

        from app.cli.song_errand import SongFailed
        from studio_client.errors import Refused, Unreachable

        try:
            return asyncio.run(self._run())
        except SongFailed as failure:
            return _say(str(failure), FAILED)
        except Refused as refusal:
            wrong = self._errand is None or refusal.code in _WRONG_CODES
            return self._left(str(refusal), WRONG if wrong else FAILED)
        except Unreachable as reason:
            ours = self._errand is None and not self._parsed.server
            hint = "; `python -m app dev` starts a studio" if ours else ""
            return self._left(f"{reason}{hint}", WRONG)
        except ValidationError:
            return self._left("the studio is of a version that this one does not understand", WRONG)
        except OSError as error:
            return self._left(f"cannot keep the recordings: {error}", FAILED)
        except KeyboardInterrupt:
            return self._left("Interrupted.", INTERRUPTED)

    async def _run(self) -> int:
        from rich.console import Console

        from app.cli.song_display import song_display, summary, write
        from app.cli.song_errand import SongErrand
        from app.cli.studio_client import StudioClient

        async with StudioClient(self._login.url, accept_language(os.environ)) as studio:
            with song_display(Console(stderr=True)) as display:
                await studio.sign_in(self._login.email, self._login.password)
                self._errand = errand = SongErrand(studio=studio, display=display)
                if self._parsed.cancel:
                    await errand.cancel(self._parsed.cancel)
                    lines = ["Cancelled; what the provider already works on may be charged."]
                else:
                    if self._wish is not None:
                        await errand.order(self._wish)
                    else:
                        await errand.find(self._parsed.watch)
                    lines = summary(await errand.fetch(self._delivery()))
            # Before the stems, so that what was kept is told even if they do not come.
            for line in lines:
                write(Console(), line)
            if self._parsed.stems:
                with song_display(Console(stderr=True)) as errand.display:
                    [line] = summary([await errand.fetch_stems(self._delivery())])
                write(Console(), line)
        return 0

    def _delivery(self) -> Delivery:
        from app.cli.song_errand import Delivery

        lyrics = self._parsed.lyrics
        return Delivery(
            formats=self._parsed.formats,
            directory=self._parsed.out,
            name=self._parsed.title or (lyrics.stem if lyrics else None),
        )

    def _left(self, text: str, status: int) -> int:
        """Say what was wrong, and how to go on with a song that does not end with us."""
        errand = self._errand
        if errand is not None and errand.song_id and not self._parsed.cancel:
            again = self._again("--watch", errand.song_id)
            text += f"\nThe song is safe in the studio. Watch it and fetch it with:\n  {again}"
        elif errand is not None and errand.in_doubt and self._wish is not None:
            key = self._wish["idempotencyKey"]
            text += f"\nIt may have been ordered. Repeat it safely with --idempotency-key {key}"
        return _say(text, status)

    def _again(self, *options: str) -> str:
        parsed = self._parsed
        given = {"--server": parsed.server, "--email": parsed.email, "--out": parsed.out}
        same = [part for name, value in given.items() if value for part in (name, str(value))]
        stems = ["--stems"] if parsed.stems else []
        return shlex.join(["python", "-m", "app", "song", *options, *same, *stems])


def _wish(parsed: argparse.Namespace) -> dict[str, Any] | None:
    """The `GenerateSongInput`, None where nothing is ordered. Raises Misuse."""
    if parsed.cancel and parsed.stems:
        raise Misuse("a cancelled song has no stems")
    if parsed.watch or parsed.cancel:
        return None
    if not parsed.prompt:
        raise Misuse("--prompt says how the song shall sound")
    if parsed.instrumental and parsed.lyrics:
        raise Misuse("an instrumental has no lyrics")
    if not parsed.instrumental and not parsed.lyrics:
        raise Misuse("a file with lyrics is needed, or --instrumental")
    wish = {
        "prompt": parsed.prompt,
        "lyrics": _read(parsed.lyrics) if parsed.lyrics else None,
        "title": parsed.title,
        "model": parsed.model,
        "choices": parsed.choices,
        "instrumental": parsed.instrumental,
        "idempotencyKey": parsed.idempotency_key or str(uuid4()),
    }
    return {name: value for name, value in wish.items() if value is not None}


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Misuse(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Misuse(f"{file} is no text in UTF-8") from error


def _formats(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    if not names or not set(names) <= set(_FORMATS):
        raise argparse.ArgumentTypeError(f"choose from {','.join(_FORMATS)}")
    return names


def _say(text: str, status: int) -> int:
    sys.stderr.write(f"{text}\n")
    return status
