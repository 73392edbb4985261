"""Language models: what one is asked for, and what comes back piece by piece.

Texts that come from a provider are fit to be stored: no NUL characters, no half surrogates.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import ErrorCode
from app.domain.jobs.outcomes import (
    NotDelivered,
    OutcomeUnknown,
    RateLimitedByProvider,
    Refused,
    Unpaid,
)

LONGEST_MODEL = 100


class Provider(StrEnum):
    """Where a model runs: on machines of one's own (Ollama), or for money elsewhere (OpenAI)."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class Role(StrEnum):
    """Who speaks."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One thing that was said."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOrder:
    """What a model is asked to go on from.

    `temperature` is 0..2, None leaves it to the model; it is not sent to models that refuse one.
    `max_tokens` bounds the answer, None does not. `context_window` is how many tokens the
    provider shall keep in mind, None leaves it to the provider; not every provider can be told.
    """

    model: str
    turns: tuple[Turn, ...]
    temperature: float | None = None
    max_tokens: int | None = None
    context_window: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The next part of the answer, never empty."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The answer is whole. Tokens are counted by the provider; None where it does not say.

    `cut_short`: the model stopped at a limit, not at its end.
    """

    prompt_tokens: int | None
    completion_tokens: int | None
    cut_short: bool = False


class Delivery(StrEnum):
    """What is known about a request that failed."""

    NOT_SENT = "NOT_SENT"
    TURNED_AWAY = "TURNED_AWAY"
    UNKNOWN = "UNKNOWN"


class ModelFailedError(Exception):
    """An answer that did not come to its end; what came of it before has been handed on.

    `code` is one of RATE_LIMITED, QUOTA_EXCEEDED, INSUFFICIENT_BALANCE, VALIDATION (the provider's
    safety system turned the words away) and the PROVIDER_… codes. `reason` (at most 500 characters)
    is for people and logs and holds no secret. `delivery` tells whether the request may be charged.
    `retry_after`: the wait in seconds that a provider asks for which turned it away for its pace.
    `key` names the message that tells people of it; None where only the reason can.
    """

    def __init__(
        self,
        code: ErrorCode,
        reason: str,
        delivery: Delivery,
        *,
        retry_after: float | None = None,
        key: str | None = None,
    ) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
        self.delivery = delivery
        self.retry_after = retry_after
        self.key = key

    @property
    def outcome(self) -> Unpaid | OutcomeUnknown:
        """The same, as the end of a paid call."""
        match self.delivery:
            case Delivery.NOT_SENT:
                return NotDelivered(reason=self.reason)
            case Delivery.UNKNOWN:
                return OutcomeUnknown(reason=self.reason)
            case Delivery.TURNED_AWAY:
                if self.code is ErrorCode.RATE_LIMITED:
                    return RateLimitedByProvider(retry_after=self.retry_after, reason=self.reason)
                return Refused(code=self.code, reason=self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """A model that can be talked to.

    `context_window` in tokens. `is_default`: taken when nobody asks for another one of this
    provider. `size` in bytes, `parameters` and `quantization` in the provider's words where it
    says.
    """

    name: str
    provider: Provider
    context_window: int
    is_default: bool
    size: int | None = None
    parameters: str | None = None
    quantization: str | None = None
