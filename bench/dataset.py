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
CONVERSATIONS = 200
MESSAGES = 50
"""Of each conversation."""

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
_TALKERS = ("llama3.2:3b", "gpt-oss:20b")
CONTEXT_WINDOW = 8192
_SAYINGS = 200
_ASKED = 120
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something that was said; the person and the model take turns, the person first."""

    id: UUID
    position: int
    content: str
    created_at: datetime

    @property
    def is_reply(self) -> bool:
        """Whether the model says it."""
        return self.position % 2 == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation; positions of messages count from 1."""

    id: UUID
    title: str
    model: str
    token_count: int
    created_at: datetime
    messages: tuple[Message, ...]


@dataclass(frozen=True, kw_only=True)
class Owner:
    """A person and everything they made, oldest first."""

    id: UUID
    session_id: UUID
    email: str
    sketches: Sequence[Sketch]
    songs: Sequence[Song]
    conversations: Sequence[Conversation]

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
        conversations=_conversations(rng, key),
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


def _conversations(rng: random.Random, owner: str) -> list[Conversation]:
    said = [_lyrics(rng) for _ in range(_SAYINGS)]
    return [_conversation(rng, owner, index, said) for index in range(CONVERSATIONS)]


def _conversation(rng: random.Random, owner: str, index: int, said: Sequence[str]) -> Conversation:
    key = f"{owner}/conversation/{index}"
    first = SKETCHES + SONGS + index * MESSAGES
    return Conversation(
        id=uuid5(_NAMESPACE, key),
        title=f"{_title(rng)} (talk {index})",
        model=rng.choice(_TALKERS),
        token_count=rng.randrange(100, CONTEXT_WINDOW),
        created_at=_moment(first),
        messages=tuple(
            Message(
                id=uuid5(_NAMESPACE, f"{key}/message/{position}"),
                position=position,
                content=_saying(rng, said, position),
                created_at=_moment(first + position),
            )
            for position in range(1, MESSAGES + 1)
        ),
    )


def _saying(rng: random.Random, said: Sequence[str], position: int) -> str:
    """What people say is short, what models say is long."""
    text = rng.choice(said)
    return f"{text[: _ASKED if position % 2 else None].rstrip()} [{position}]"


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
