"""What the studio says when it cannot do what was asked.

StudioError
├── InvalidInput            VALIDATION            one or more problems, each with its path
├── Unauthenticated         UNAUTHENTICATED
├── NotFound                NOT_FOUND             also for what belongs to somebody else
├── Conflict                CONFLICT              may carry the current object
├── InvalidState            INVALID_STATE
├── DecryptionFailed        DECRYPTION_FAILED     of one secret; the rest of the record is fine
├── RateLimited             RATE_LIMITED          params: retryAfter (s)
├── TemplateNotFound        TEMPLATE_NOT_FOUND    params: category, action
├── TemplateIncomplete      TEMPLATE_INCOMPLETE   params: missing, as "model, temperature"
└── ProviderFailure         the outside failed
    ├── InsufficientBalance INSUFFICIENT_BALANCE
    ├── QuotaExceeded       QUOTA_EXCEEDED
    ├── ProviderRefused     PROVIDER_AUTH
    ├── ProviderTimeout     PROVIDER_TIMEOUT
    ├── ProviderUnavailable PROVIDER_UNAVAILABLE
    ├── ProviderError       PROVIDER_ERROR
    └── StorageFailure      STORAGE_ERROR

An error names a message by key; its words (English, German) live in `app/schema/messages.py`.
`params` are public: they reach the client and the log, so a secret never goes there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

Scalar = str | int | float | bool | None
Params = Mapping[str, Scalar]


class ErrorCode(StrEnum):
    """The codes a client may branch on; they never change with the language."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    VALIDATION = "VALIDATION"
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    INVALID_STATE = "INVALID_STATE"
    INSUFFICIENT_BALANCE = "INSUFFICIENT_BALANCE"
    RATE_LIMITED = "RATE_LIMITED"
    QUOTA_EXCEEDED = "QUOTA_EXCEEDED"
    PROVIDER_AUTH = "PROVIDER_AUTH"
    PROVIDER_ERROR = "PROVIDER_ERROR"
    PROVIDER_TIMEOUT = "PROVIDER_TIMEOUT"
    PROVIDER_UNAVAILABLE = "PROVIDER_UNAVAILABLE"
    OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN"
    INTERRUPTED = "INTERRUPTED"
    TEMPLATE_NOT_FOUND = "TEMPLATE_NOT_FOUND"
    TEMPLATE_INCOMPLETE = "TEMPLATE_INCOMPLETE"
    STORAGE_ERROR = "STORAGE_ERROR"
    DECRYPTION_FAILED = "DECRYPTION_FAILED"
    TOO_COMPLEX = "TOO_COMPLEX"
    BAD_REQUEST = "BAD_REQUEST"
    FORBIDDEN_ORIGIN = "FORBIDDEN_ORIGIN"
    INTERNAL = "INTERNAL"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a message key, its parameters and the path of the input."""

    key: str
    path: tuple[str, ...] = ()
    params: Params = field(default_factory=dict)


class StudioError(Exception):
    """An error whose words may reach the person who caused it."""

    code: ClassVar[ErrorCode]
    retryable: ClassVar[bool] = False

    def __init__(self, key: str, *path: str, **params: Scalar) -> None:
        super().__init__(key)
        self.problems: tuple[Problem, ...] = (Problem(key, path, params),)

    @property
    def key(self) -> str:
        """The message key of the first problem."""
        return self.problems[0].key

    @property
    def params(self) -> Params:
        """The parameters of the first problem."""
        return self.problems[0].params


class InvalidInput(StudioError):
    """Input that cannot be right, whatever the state of the studio."""

    code = ErrorCode.VALIDATION

    @classmethod
    def of(cls, problems: tuple[Problem, ...]) -> InvalidInput:
        """Every problem of one input at once."""
        error = cls(problems[0].key)
        error.problems = problems
        return error


class Unauthenticated(StudioError):
    """Nobody is signed in, or the credentials are wrong."""

    code = ErrorCode.UNAUTHENTICATED


class NotFound(StudioError):
    """There is no such thing for this person."""

    code = ErrorCode.NOT_FOUND


class Conflict(StudioError):
    """Somebody was faster, or the key was used for something else."""

    code = ErrorCode.CONFLICT

    def __init__(self, key: str, *path: str, current: object = None, **params: Scalar) -> None:
        super().__init__(key, *path, **params)
        self.current = current


class InvalidState(StudioError):
    """A legal request at the wrong moment."""

    code = ErrorCode.INVALID_STATE


class DecryptionFailed(StudioError):
    """A secret that none of the keys fits, or that was damaged."""

    code = ErrorCode.DECRYPTION_FAILED


class RateLimited(StudioError):
    """Too many requests; `retryAfter` says when to come back, in seconds."""

    code = ErrorCode.RATE_LIMITED
    retryable = True


class TemplateNotFound(StudioError):
    """Nothing says how a model is asked for this."""

    code = ErrorCode.TEMPLATE_NOT_FOUND


class TemplateIncomplete(StudioError):
    """A template leaves open what a model must be told; `missing` names it."""

    code = ErrorCode.TEMPLATE_INCOMPLETE


class ProviderFailure(StudioError):
    """Something outside the studio failed."""

    code = ErrorCode.PROVIDER_ERROR


class InsufficientBalance(ProviderFailure):
    """The provider account has no money left."""

    code = ErrorCode.INSUFFICIENT_BALANCE


class QuotaExceeded(ProviderFailure):
    """The provider's quota is used up; waiting does not help."""

    code = ErrorCode.QUOTA_EXCEEDED


class ProviderRefused(ProviderFailure):
    """The provider does not accept our key."""

    code = ErrorCode.PROVIDER_AUTH


class ProviderTimeout(ProviderFailure):
    """The provider did not finish in time."""

    code = ErrorCode.PROVIDER_TIMEOUT
    retryable = True


class ProviderUnavailable(ProviderFailure):
    """The provider cannot be reached."""

    code = ErrorCode.PROVIDER_UNAVAILABLE
    retryable = True


class ProviderError(ProviderFailure):
    """The provider answered with an error of its own."""


class StorageFailure(ProviderFailure):
    """Bytes could not be kept or read."""

    code = ErrorCode.STORAGE_ERROR
    retryable = True
