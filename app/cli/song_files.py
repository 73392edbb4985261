"""Keeping the recordings of a song as files, whole ones only, and never over another file."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO

from app.cli.song_progress import Patience, patiently
from app.cli.studio_answers import Choice, Song
from app.cli.studio_client import StudioClient

_LONGEST_SLUG = 60
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A file that was kept."""

    path: Path
    byte_size: int
    duration_ms: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SongFiles:
    """Downloads recordings; `arriving` hears a file's name and how much of it is there, 0 to 1."""

    studio: StudioClient
    arriving: Callable[[str, float | None], None]
    interrupted: Callable[[Exception], None]
    patience: Patience

    async def keep(
        self, song: Song, directory: Path, name: str, formats: Sequence[str]
    ) -> list[Recording]:
        """Download what there is of a song in these formats.

        A download that breaks begins again. Raises Setback and OSError.
        """
        return [
            await self._kept(
                choice.addresses[form],
                directory / f"{name}-{choice.index + 1}.{form}",
                choice.duration_ms,
            )
            for choice in sorted(song.choices, key=lambda choice: choice.index)
            for form in formats
            if form in choice.addresses
        ]

    async def keep_stems(self, choice: Choice, directory: Path, name: str) -> Recording:
        """Download the stems of a choice that has some; the same."""
        wanted = directory / f"{name}-{choice.index + 1}-stems.zip"
        return await self._kept(choice.stems or "", wanted, None)

    async def _kept(self, address: str, wanted: Path, duration_ms: float | None) -> Recording:
        path = await patiently(
            lambda: self._download(address, wanted), self.patience, self.interrupted
        )
        size = path.stat().st_size
        return Recording(path=path, byte_size=size, duration_ms=duration_ms)

    async def _download(self, address: str, wanted: Path) -> Path:
        with _scratch(wanted) as (scratch, file):
            async with self.studio.download(address) as response:
                size = int(response.headers.get("Content-Length", 0))
                async for chunk in response.aiter_raw():
                    file.write(chunk)
                    here = response.num_bytes_downloaded
                    self.arriving(wanted.name, here / size if size else None)
            file.close()
            return _settled(scratch, wanted)


def slug(title: str) -> str:
    """A name for files: lower case, words joined by hyphens; empty when nothing is left."""
    plain = unicodedata.normalize("NFC", title).lower().translate(_GERMAN)
    return re.sub(r"[\W_]+", "-", plain).strip("-")[:_LONGEST_SLUG].rstrip("-")


@contextmanager
def _scratch(wanted: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file beside the wanted one; it is gone afterwards unless it was renamed."""
    wanted.parent.mkdir(parents=True, exist_ok=True)
    scratch = wanted.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with scratch.open("xb") as file:
            yield scratch, file
    finally:
        scratch.unlink(missing_ok=True)


def _settled(scratch: Path, wanted: Path) -> Path:
    """The scratch file under the wanted name, numbered when that is taken."""
    numbered = (wanted.with_stem(f"{wanted.stem} ({number})") for number in count(2))
    for path in chain([wanted], numbered):
        try:
            path.touch(exist_ok=False)  # claims the name
        except FileExistsError:
            continue
        return scratch.replace(path)
    raise AssertionError("numbers do not end")
