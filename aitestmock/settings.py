"""What can be steered while the mock runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

Outage = int | Literal["hang"] | None
"""How an endpoint is out of order: an HTTP status, no answer at all, or (None) not at all."""

StemOutage = Outage | Literal["quota", "empty", "lost"]
"""The same, or: the quota is used up, the answer names no ZIP, the ZIP is not there."""

SLOWEST_TIME_SCALE = 1000.0
SLOWEST_TOKEN = 60.0
ERROR_STATUSES = range(400, 600)


class InvalidChange(ValueError):
    """A change of the settings that makes no sense; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MockSettings:
    """One value of every knob.

    `time_scale` multiplies every duration of jobs accepted from then on (0 finishes at once).
    `concurrency_limit` is the number of jobs in flight a provider accepts, None for any number.
    `balance` is the provider account's balance in cents. `token_delay` is the unscaled seconds
    between two tokens of a text; `split_lines` has Ollama's lines arrive in two pieces each.
    """

    time_scale: float = 1.0
    balance: int = 2544
    concurrency_limit: int | None = None
    billing_status: Outage = None
    stem_status: StemOutage = None
    image_status: Outage = None
    costs_status: Outage = None
    chat_status: Outage = None
    ollama_status: Outage = None
    token_delay: float = 0.02
    split_lines: bool = True

    def changed(self, changes: Mapping[str, object]) -> MockSettings:
        """The settings after a PATCH with camelCase names; raises InvalidChange, never half."""
        values: dict[str, Any] = {}
        for name, value in changes.items():
            if name not in _KNOBS:
                raise InvalidChange(f"unknown setting {name!r}; known are {', '.join(_KNOBS)}")
            field, check = _KNOBS[name]
            values[field] = check(name, value)
        return replace(self, **values)

    def as_json(self) -> dict[str, object]:
        """The settings under the names a PATCH uses."""
        values = asdict(self)
        return {name: values[field] for name, (field, _) in _KNOBS.items()}


def _number_up_to(most: float) -> Callable[[str, object], float]:
    def check(name: str, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InvalidChange(f"{name} must be a number")
        if not (math.isfinite(value) and 0 <= value <= most):
            raise InvalidChange(f"{name} must be between 0 and {most:g}")
        return float(value)

    return check


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise InvalidChange(f"{name} must be true or false")
    return value


def _whole(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidChange(f"{name} must be a whole number")
    return value


def _limit(name: str, value: object) -> int | None:
    if value is None:
        return None
    if (limit := _whole(name, value)) < 1:
        raise InvalidChange(f"{name} must be at least 1, or null for no limit")
    return limit


def _outage(name: str, value: object) -> Outage:
    if value is None or value == "hang":
        return value
    if isinstance(value, bool) or not isinstance(value, int) or value not in ERROR_STATUSES:
        raise InvalidChange(f'{name} must be an HTTP status from 400 to 599, "hang" or null')
    return value


def _stem_outage(name: str, value: object) -> StemOutage:
    match value:
        case "quota" | "empty" | "lost":
            return value
    return _outage(name, value)


_KNOBS: Mapping[str, tuple[str, Callable[[str, object], object]]] = {
    "timeScale": ("time_scale", _number_up_to(SLOWEST_TIME_SCALE)),
    "balance": ("balance", _whole),
    "concurrencyLimit": ("concurrency_limit", _limit),
    "billingStatus": ("billing_status", _outage),
    "stemStatus": ("stem_status", _stem_outage),
    "imageStatus": ("image_status", _outage),
    "costsStatus": ("costs_status", _outage),
    "chatStatus": ("chat_status", _outage),
    "ollamaStatus": ("ollama_status", _outage),
    "tokenDelay": ("token_delay", _number_up_to(SLOWEST_TOKEN)),
    "splitLines": ("split_lines", _flag),
}
