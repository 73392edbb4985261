"""The files that the provider may make of a song, and how patiently each is fetched."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.jobs.retries import Patience
from app.domain.storage.media import MediaKind


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
class DeliveryPolicy(Patience):
    """`extra_tries` is how often a song waits for what it does not need."""

    extra_tries: int
