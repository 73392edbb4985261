"""Why a request ends before it is executed, and with which HTTP status.

The status follows the GraphQL-over-HTTP draft: `application/graphql-response+json` names the
failure; clients of plain `application/json` get 200 for every well-formed request that fails by
its content. What does not depend on the content (401, 405, 406, 413, 415, 429) or cannot be
read at all (400) is the same for both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from graphql import GraphQLError

from app.domain.errors import ErrorCode, RateLimited, Scalar, StudioError, Unauthenticated


class BadRequest(StudioError):
    """The request itself is wrong, before any field is looked at."""

    code = ErrorCode.BAD_REQUEST


class InvalidOperation(StudioError):
    """The document is fine, but it cannot be run like this."""

    code = ErrorCode.VALIDATION


class TooComplex(StudioError):
    """The document asks for more than one request may."""

    code = ErrorCode.TOO_COMPLEX


class ForbiddenOrigin(StudioError):
    """A page of this origin may not open a websocket here."""

    code = ErrorCode.FORBIDDEN_ORIGIN


@dataclass(frozen=True, slots=True)
class CoreError:
    """An error of graphql-core that keeps its words: its code and the key of ours."""

    error: GraphQLError
    code: ErrorCode
    key: str


@dataclass(frozen=True, slots=True)
class ClientProtocolError:
    """Words and code that another protocol prescribes (Apollo's persisted queries)."""

    message: str
    code: str
    key: str


RefusalCause = StudioError | CoreError | ClientProtocolError


class Refused(Exception):
    """The request ends here.

    `status` is for graphql-response+json, `legacy_status` for plain JSON; `cost` is what the
    operation was found to cost, if it came that far.
    """

    def __init__(
        self,
        *causes: RefusalCause,
        status: int,
        legacy_status: int | None = None,
        headers: Mapping[str, str] | None = None,
        cost: int | None = None,
    ) -> None:
        super().__init__(", ".join(cause.key for cause in causes))
        self.causes = causes
        self.status = status
        self.legacy_status = status if legacy_status is None else legacy_status
        self.headers = dict(headers or {})
        self.cost = cost

    @property
    def lost_session(self) -> bool:
        """Whether the token was the reason."""
        return any(isinstance(cause, Unauthenticated) for cause in self.causes)

    @classmethod
    def malformed(cls, key: str, *, status: int = 400, **params: Scalar) -> Self:
        """The request cannot be read, or not in this way."""
        return cls(BadRequest(key, **params), status=status)

    @classmethod
    def operation(cls, *causes: RefusalCause, cost: int | None = None) -> Self:
        """A readable request whose operation fails before it is executed."""
        return cls(*causes, status=422, legacy_status=200, cost=cost)

    @classmethod
    def method(cls, key: str, allowed: str) -> Self:
        """The HTTP method does not fit; `allowed` are those that do."""
        return cls(BadRequest(key), status=405, headers={"Allow": allowed})

    @classmethod
    def unauthenticated(cls) -> Self:
        """A token was sent, and it is not or no longer valid."""
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        return cls(Unauthenticated("auth.invalid_token"), status=401, headers=challenge)

    @classmethod
    def rate_limited(cls, wait: float) -> Self:
        """Too many requests; the same one would pass after `wait` seconds."""
        seconds = math.ceil(min(wait, 3600))
        error = RateLimited("limits.rate", retryAfter=seconds)
        return cls(error, status=429, headers={"Retry-After": str(seconds)})
