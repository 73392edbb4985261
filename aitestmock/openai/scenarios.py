"""The numbered behaviours of the OpenAI mock's pictures; an unknown number behaves like 0001."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from types import MappingProxyType


class Refusal(Enum):
    """Why an order is turned away, without a picture and without a charge."""

    INVALID_KEY = auto()
    CONTENT_POLICY = auto()
    MODERATION = auto()
    RATE_LIMIT_TWICE = auto()  # the third order with the same prompt is accepted
    RATE_LIMIT = auto()
    QUOTA = auto()
    HARD_LIMIT = auto()
    BAD_GATEWAY = auto()
    MODEL_GONE = auto()


class Receipt(Enum):
    """What the client gets to see of an accepted order."""

    PICTURE = auto()
    SERVER_ERROR = auto()
    NOTHING_YET = auto()  # the connection stays open without an answer
    MALFORMED = auto()
    HANG_UP = auto()
    CUT_SHORT = auto()
    WEB_PAGE = auto()  # 200, and no JSON
    NO_PICTURE = auto()  # an empty list
    PRIVATE_ADDRESS = auto()  # an address that a server must not be talked into visiting


class PictureFault(StrEnum):
    """What is wrong with the picture itself; the value is the mark in its address."""

    NOT_A_PICTURE = "text"
    TRUNCATED = "truncated"
    BOMB = "bomb"
    HUGE = "huge"
    UNAVAILABLE_TWICE = "late"  # an address that works the third time; Base64 has nothing wrong
    GONE = "gone"  # an address with nothing behind it; Base64 has nothing wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One behaviour."""

    refusal: Refusal | None = None
    receipt: Receipt = Receipt.PICTURE
    fault: PictureFault | None = None


SUCCESS = Scenario()

_SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        "0001": SUCCESS,
        "0002": Scenario(refusal=Refusal.INVALID_KEY),
        "0003": Scenario(refusal=Refusal.CONTENT_POLICY),
        "0004": Scenario(refusal=Refusal.MODERATION),
        "0005": Scenario(refusal=Refusal.MODEL_GONE),
        "0006": Scenario(fault=PictureFault.UNAVAILABLE_TWICE),
        "0007": Scenario(refusal=Refusal.RATE_LIMIT_TWICE),
        "0008": Scenario(refusal=Refusal.QUOTA),
        "0009": Scenario(receipt=Receipt.NO_PICTURE),
        "0010": Scenario(receipt=Receipt.SERVER_ERROR),
        "0011": Scenario(receipt=Receipt.NOTHING_YET),
        "0012": Scenario(receipt=Receipt.MALFORMED),
        "0013": Scenario(receipt=Receipt.HANG_UP),
        "0014": Scenario(refusal=Refusal.BAD_GATEWAY),
        "0015": Scenario(refusal=Refusal.HARD_LIMIT),
        "0016": Scenario(fault=PictureFault.GONE),
        "0017": Scenario(fault=PictureFault.TRUNCATED),
        "0018": Scenario(refusal=Refusal.RATE_LIMIT),
        "0019": Scenario(fault=PictureFault.NOT_A_PICTURE),
        "0020": Scenario(fault=PictureFault.BOMB),
        "0021": Scenario(fault=PictureFault.HUGE),
        "0022": Scenario(receipt=Receipt.CUT_SHORT),
        "0023": Scenario(receipt=Receipt.WEB_PAGE),
        "0024": Scenario(receipt=Receipt.PRIVATE_ADDRESS),
    }
)


def scenario_of(number: str | None) -> Scenario:
    """The behaviour behind a number."""
    return _SCENARIOS.get(number or "", SUCCESS)
