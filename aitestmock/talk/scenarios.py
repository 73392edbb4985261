"""The numbered behaviours of the mock's language models, for OpenAI's and Ollama's alike.

The number is looked for in what the person said last; an unknown one behaves like 0001.

    0001  the whole answer
    0002  turned away: the key is refused (401)
    0003  turned away: a server error (500)
    0004  turned away: the safety system (400)
    0005  turned away: no such model (404)
    0006  an error in the middle of the answer
    0007  turned away twice for the pace (429), then answered
    0008  turned away: the quota is used up (429)
    0009  an empty answer
    0010  the whole answer without its counts
    0011  no answer while the client waits
    0012  a line that is no JSON in the middle of the answer
    0013  hung up without a byte
    0014  turned away: a bad gateway (502)
    0015  the answer stops in the middle as if it were whole, without its end
    0016  the answer stalls in the middle while the client waits
    0017  the answer never ends
    0018  turned away for the pace (429)
    0019  the answer is cut short in the middle, as if by a limit
    0020  a content filter ends the answer in the middle; Ollama has none and answers in whole
    0022  the connection is cut in the middle of the answer
    0023  a web page instead of an answer
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType


class Refusal(Enum):
    """Why an order is turned away, without a word and without a charge."""

    INVALID_KEY = auto()
    SERVER_ERROR = auto()
    MODERATION = auto()
    MODEL_GONE = auto()
    RATE_LIMIT_TWICE = auto()  # the third order with the same words is accepted
    RATE_LIMIT = auto()
    QUOTA = auto()
    BAD_GATEWAY = auto()


class Receipt(Enum):
    """What the client gets to see of an accepted order."""

    TEXT = auto()
    NOTHING_YET = auto()
    HANG_UP = auto()
    WEB_PAGE = auto()


class Fault(Enum):
    """What happens in the middle of a text."""

    ERROR = auto()
    GARBAGE = auto()
    CUT = auto()
    STALL = auto()
    NO_END = auto()


class Finish(Enum):
    """Why a model stops."""

    STOP = auto()
    LENGTH = auto()
    CONTENT_FILTER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One behaviour."""

    refusal: Refusal | None = None
    receipt: Receipt = Receipt.TEXT
    fault: Fault | None = None
    finish: Finish = Finish.STOP
    counted: bool = True
    empty: bool = False
    endless: bool = False


SUCCESS = Scenario()

_SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        "0001": SUCCESS,
        "0002": Scenario(refusal=Refusal.INVALID_KEY),
        "0003": Scenario(refusal=Refusal.SERVER_ERROR),
        "0004": Scenario(refusal=Refusal.MODERATION),
        "0005": Scenario(refusal=Refusal.MODEL_GONE),
        "0006": Scenario(fault=Fault.ERROR),
        "0007": Scenario(refusal=Refusal.RATE_LIMIT_TWICE),
        "0008": Scenario(refusal=Refusal.QUOTA),
        "0009": Scenario(empty=True),
        "0010": Scenario(counted=False),
        "0011": Scenario(receipt=Receipt.NOTHING_YET),
        "0012": Scenario(fault=Fault.GARBAGE),
        "0013": Scenario(receipt=Receipt.HANG_UP),
        "0014": Scenario(refusal=Refusal.BAD_GATEWAY),
        "0015": Scenario(fault=Fault.NO_END),
        "0016": Scenario(fault=Fault.STALL),
        "0017": Scenario(endless=True),
        "0018": Scenario(refusal=Refusal.RATE_LIMIT),
        "0019": Scenario(finish=Finish.LENGTH),
        "0020": Scenario(finish=Finish.CONTENT_FILTER),
        "0022": Scenario(fault=Fault.CUT),
        "0023": Scenario(receipt=Receipt.WEB_PAGE),
    }
)


def scenario_of(number: str | None) -> Scenario:
    """The behaviour behind a number."""
    return _SCENARIOS.get(number or "", SUCCESS)
