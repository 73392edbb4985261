"""Whoever makes the music: what is ordered, and what may come back.

Everything here is in the studio's own words. Texts that come from the provider are fit for
their columns: no NUL characters, no half surrogates, none longer than the column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeAlias

from app.domain.errors import ErrorCode
from app.domain.jobs.outcomes import SubmitOutcome

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

LONGEST_STATUS = 100
LONGEST_MODEL = 100
LONGEST_REFERENCE = 255
LONGEST_TITLE = 500
LONGEST_TAGS = 1000
LONGEST_URL = 1000
LONGEST_SIGNED_URL = 8000
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SongOrder:
    """What the provider is asked to make; `lyrics` are not sent for an instrumental."""

    lyrics: str | None
    prompt: str
    model: str
    choices: int
    instrumental: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderChoice:
    """One of the recordings that the provider made.

    `index` and `mureka_choice_id` are unique within their answer. `duration_ms` is in
    milliseconds and finite. The URLs are temporary. `lyrics_sections` are the timed lines.
    """

    mureka_choice_id: str | None
    index: int
    mp3_url: str | None
    flac_url: str | None
    video_url: str | None
    image_url: str | None
    duration_ms: float | None
    title: str | None
    tags: str | None
    lyrics_sections: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Not ready yet; `status` is the provider's own word."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The provider says that it succeeded, be it with no choices at all.

    `raw` is the whole answer without the bulky `lyrics_sections` of its choices.
    """

    model: str | None
    choices: tuple[ProviderChoice, ...]
    raw: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The provider gave up, or refuses to say more: asking again does not help.

    `status` is its own word for an order that failed. None means that the question was refused,
    which says nothing about the order.
    """

    code: ErrorCode
    reason: str
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelledUpstream:
    """Somebody cancelled the work at the provider."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """The provider answers, but not the question: ask again after twice the interval."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """No complete answer came over the network: ask again soon."""

    reason: str


PollOutcome = Waiting | Finished | Failed | CancelledUpstream | Busy | Unreachable


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicAccount:
    """The studio's account at the provider. Money is in the provider's smallest unit (cents)."""

    account_id: str
    balance: Decimal
    total_recharge: Decimal
    total_spending: Decimal
    concurrent_request_limit: int


class MusicProvider(Protocol):
    """Makes songs for money."""

    async def submit(self, order: SongOrder) -> SubmitOutcome:
        """Order a song: exactly one request, never repeated by the transport."""
        ...

    async def poll(self, reference: str, *, instrumental: bool) -> PollOutcome:
        """Ask how the order `reference` stands. Costs nothing and may be repeated."""
        ...

    async def account(self) -> MusicAccount:
        """The account as it stands now.

        Raises ProviderUnavailable, ProviderTimeout, ProviderRefused, QuotaExceeded,
        InsufficientBalance or ProviderError.
        """
        ...


class StemProvider(Protocol):
    """Takes a recording apart for money."""

    async def separate(self, url: str) -> SubmitOutcome:
        """Order the stems of the recording behind an address: exactly one request.

        Delivered brings `zip_url`, the temporary address of a ZIP.
        """
        ...
