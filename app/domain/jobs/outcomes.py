"""How one paid call ended: what is known about the money, and whether to try again.

A paid call is one POST, sent at most once. Its ends, by what the caller may do next:

    Accepted               bought; `reference` finds it again
    Delivered              bought, and here it is: nothing is left to ask for
    NotDelivered           provably never sent: it may be sent again
    RateLimitedByProvider  turned away at the door: it may be sent again, later
    Refused                answered with a no: not bought, and asking again does not help
    OutcomeUnknown         perhaps bought: it must never be sent again

Every exception that escapes a paid call, and every process that dies in one, means
OutcomeUnknown. A `reason` is for people and logs; it holds no secret and can be stored as text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.errors import ErrorCode, Params


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The provider took the order and works on it.

    `reference` (1 to 255 characters) is what later questions name, `model` the model that the
    provider chose, `status` the provider's own word for the state.
    """

    reference: str
    model: str | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The provider did the work while we waited.

    `brought` is what its answer says, as JSON; it becomes the job's checkpoint in the very save
    that keeps the answer.
    """

    brought: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDelivered:
    """Nothing was sent: no connection, no name, no free connection in time."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimitedByProvider:
    """Too fast. `retry_after` is the wait that the provider asks for, in seconds, if it says."""

    retry_after: float | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A clear no, with the code that a client sees."""

    code: ErrorCode
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeUnknown:
    """The order may have been carried out and charged; nobody here can tell."""

    reason: str


Unpaid = NotDelivered | RateLimitedByProvider | Refused
SubmitOutcome = Accepted | Delivered | Unpaid | OutcomeUnknown


def asked_wait(retry_after: float | None) -> Params:
    """The parameters of the error of whoever was turned away for the pace.

    `retryAfter` is the wait that the provider asks for, in whole seconds, if it says.
    """
    return {} if retry_after is None else {"retryAfter": math.ceil(retry_after)}
