"""What the database holds while it is measured: the same values on every machine and day."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from uuid import UUID, uuid5

OWNERS = 2
SONGS = 2000
SKETCHES = 500
CHOICES = 2

_NAMESPACE = UUID("6f0b5c3e-9d0a-5c57-8f43-51c3a1d8e0b7")
_EPOCH = datetime(2026, 1, 1, 8, 0, 0, tzinfo=UTC)
_APART = timedelta(minutes=37)
_SHORTEST_LYRICS, _LONGEST_LYRICS = 400, 1200
_VOCABULARY = (
    "night river neon glass morning thunder velvet paper echo summer winter silver hollow "
    "dancing falling burning waiting running forever nobody somebody shadow garden window"
)
_WORDS = _VOCABULARY.split()
_RARE_LINES = (
    "Straßen voller Übermut, Mädchen im Frühling",
    'and then she said "stay", and he didn\'t',
    "corazón, déjà-vu, one more time 🎸",
)
_RARE = 0.1
_STYLES = ("dream pop", "synth-wave, 120 bpm", "folk ballad", 'lo-fi "tape" hip-hop', "Kölsch rock")
_MODELS = ("mureka-7.5", "mureka-7", "mureka-6")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """An idea that several songs were made from."""

    id: UUID
    title: str
    lyrics: str
    prompt: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One finished recording; `duration_ms` in milliseconds."""

    id: UUID
    index: int
    title: str
    duration_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Song:
    """A finished song with the job that made it."""

    id: UUID
    job_id: UUID
    sketch: Sketch
    title: str
    lyrics: str
    prompt: str
    model: str
    created_at: datetime
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class Owner:
    """A person and everything they made, oldest first."""

    id: UUID
    session_id: UUID
    email: str
    sketches: Sequence[Sketch]
    songs: Sequence[Song]

    @cached_property
    def newest_songs(self) -> Sequence[Song]:
        """The songs in the order in which the API lists them."""
        return self.songs[::-1]


def owners() -> tuple[Owner, ...]:
    """Everybody; the first one asks."""
    return tuple(_owner(number) for number in range(1, OWNERS + 1))


def _owner(number: int) -> Owner:
    rng = random.Random(number)  # noqa: S311 - the same values every time
    key = f"owner-{number}"
    sketches = [_sketch(rng, key, index) for index in range(SKETCHES)]
    return Owner(
        id=uuid5(_NAMESPACE, key),
        session_id=uuid5(_NAMESPACE, f"{key}/session"),
        email=f"{key}@studio.example.org",
        sketches=sketches,
        songs=[_song(rng, key, index, sketches[rng.randrange(SKETCHES)]) for index in range(SONGS)],
    )


def _sketch(rng: random.Random, owner: str, index: int) -> Sketch:
    return Sketch(
        id=uuid5(_NAMESPACE, f"{owner}/sketch/{index}"),
        title=f"{_title(rng)} (sketch {index})",
        lyrics=_lyrics(rng),
        prompt=rng.choice(_STYLES),
        created_at=_moment(index),
    )


def _song(rng: random.Random, owner: str, index: int, sketch: Sketch) -> Song:
    key = f"{owner}/song/{index}"
    title = f"{_title(rng)} {index}"
    return Song(
        id=uuid5(_NAMESPACE, key),
        job_id=uuid5(_NAMESPACE, f"{key}/job"),
        sketch=sketch,
        title=title,
        lyrics=_lyrics(rng),
        prompt=f"{rng.choice(_STYLES)}, like “{_title(rng)}”",
        model=rng.choice(_MODELS),
        created_at=_moment(SKETCHES + index),
        choices=tuple(
            Choice(
                id=uuid5(_NAMESPACE, f"{key}/choice/{choice}"),
                index=choice,
                title=f"{title} (take {choice + 1})",
                duration_ms=float(rng.randrange(90_000, 260_000)),
            )
            for choice in range(CHOICES)
        ),
    )


def _moment(index: int) -> datetime:
    """The last microsecond is never 0: PostgreSQL writes 0.12 where Python writes 0.120000."""
    return _EPOCH + index * _APART + timedelta(microseconds=index * 7919 % 99_999 * 10 + 1)


def _title(rng: random.Random) -> str:
    title = " ".join(rng.choices(_WORDS, k=3))
    return f"{title} für Übermütige" if rng.random() < _RARE else title


def _lyrics(rng: random.Random) -> str:
    """Verses of four lines, cut where a line ends."""
    length = rng.randrange(_SHORTEST_LYRICS + 80, _LONGEST_LYRICS)
    text = ""
    count = 0
    while True:
        count += 1
        rare = rng.random() < _RARE
        line = rng.choice(_RARE_LINES) if rare else " ".join(rng.choices(_WORDS, k=6))
        line += "\n\n" if count % 4 == 0 else "\n"
        if len(text) + len(line) > length:
            return text.rstrip()
        text += line
