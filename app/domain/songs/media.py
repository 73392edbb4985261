"""The files that the provider may make of a song, and how patiently each is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.storage.media import MediaKind

LONGEST_DELAY = 120
MOST_DOUBLINGS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """One file of a choice: `name` is how its `…_url` and `…_key` begin.

    A song fails when it has no recording at all; everything else is welcome, not needed.
    """

    name: str
    kinds: tuple[MediaKind, ...]
    recording: bool


MEDIA = (
    Medium(name="mp3", kinds=(MediaKind.MP3,), recording=True),
    Medium(name="flac", kinds=(MediaKind.FLAC,), recording=True),
    Medium(name="image", kinds=(MediaKind.PNG, MediaKind.JPEG, MediaKind.WEBP), recording=False),
    Medium(name="video", kinds=(MediaKind.MP4,), recording=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Another try in `delay` seconds; the checkpoint counts them."""

    delay: float
    checkpoint: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPolicy:
    """A file that cannot be had is tried `tries` times, after `delay`, twice that ... seconds.

    `extra_tries` is how often a song waits for what it does not need. What was paid for waits for
    our own store however long that is away.
    """

    tries: int
    extra_tries: int
    delay: float

    def again(
        self, checkpoint: Mapping[str, Any], *, most: int, store_is_away: bool
    ) -> Retry | None:
        """The next try; None when it was tried `most` times while our own store was there."""
        counter = "outages" if store_is_away else "tries"
        count = int(checkpoint.get(counter, 0)) + 1
        if not store_is_away and count >= most:
            return None
        doublings = min(count - 1, MOST_DOUBLINGS)
        delay = float(min(self.delay * 2**doublings, LONGEST_DELAY))
        return Retry(delay=delay, checkpoint={**checkpoint, counter: count})
