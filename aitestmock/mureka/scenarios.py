"""The numbered behaviours of the Mureka mock; an unknown number behaves like 0001."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from aitestmock.media.files import MediaFault


class Refusal(Enum):
    """Why a submit is turned away, without a job and without a charge."""

    INVALID_KEY = auto()
    RATE_LIMIT_TWICE = auto()  # the third submit of the same words is accepted
    RATE_LIMIT = auto()
    QUOTA = auto()
    BAD_GATEWAY = auto()


class Receipt(Enum):
    """What the client gets to see of an accepted submit."""

    JOB = auto()
    SERVER_ERROR = auto()
    NOTHING_YET = auto()  # the connection stays open without an answer
    MALFORMED = auto()
    HANG_UP = auto()


class PollFault(Enum):
    """What is wrong with the polls of an accepted job."""

    UNAVAILABLE_TWICE = auto()
    RATE_LIMIT_TWICE = auto()
    ERROR_OBJECT = auto()  # HTTP 200 with an `error`, on every poll


class Visuals(Enum):
    """What a choice has to be looked at."""

    NONE = auto()
    GOOD = auto()
    BROKEN = auto()  # a picture that is not there, a video that is none


class Ending(Enum):
    """How a job ends when its duration is over."""

    CHOICES = auto()
    NO_CHOICES = auto()
    FAILED = auto()
    TIMEOUTED = auto()
    CANCELLED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One behaviour; `media_fault` concerns the media of the finished job."""

    refusal: Refusal | None = None
    receipt: Receipt = Receipt.JOB
    poll_fault: PollFault | None = None
    ending: Ending = Ending.CHOICES
    media_fault: MediaFault | None = None
    visuals: Visuals = Visuals.NONE


SUCCESS = Scenario()

_SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        "0001": SUCCESS,
        "0002": Scenario(refusal=Refusal.INVALID_KEY),
        "0003": Scenario(ending=Ending.FAILED),
        "0004": Scenario(ending=Ending.TIMEOUTED),
        "0005": Scenario(ending=Ending.CANCELLED),
        "0006": Scenario(poll_fault=PollFault.UNAVAILABLE_TWICE),
        "0007": Scenario(refusal=Refusal.RATE_LIMIT_TWICE),
        "0008": Scenario(refusal=Refusal.QUOTA),
        "0009": Scenario(ending=Ending.NO_CHOICES),
        "0010": Scenario(receipt=Receipt.SERVER_ERROR),
        "0011": Scenario(receipt=Receipt.NOTHING_YET),
        "0012": Scenario(receipt=Receipt.MALFORMED),
        "0013": Scenario(receipt=Receipt.HANG_UP),
        "0014": Scenario(refusal=Refusal.BAD_GATEWAY),
        "0015": Scenario(poll_fault=PollFault.RATE_LIMIT_TWICE),
        "0016": Scenario(media_fault=MediaFault.UNAVAILABLE),
        "0017": Scenario(media_fault=MediaFault.TRUNCATED),
        "0018": Scenario(refusal=Refusal.RATE_LIMIT),
        "0019": Scenario(poll_fault=PollFault.ERROR_OBJECT),
        "0020": Scenario(visuals=Visuals.GOOD),
        "0021": Scenario(visuals=Visuals.BROKEN),
    }
)


def scenario_of(number: str | None) -> Scenario:
    """The behaviour behind a number."""
    return _SCENARIOS.get(number or "", SUCCESS)
