"""What a client hears of a failure.

Domain errors speak, in the caller's language; graphql-core's words about a document are kept, but
for the values in them; everything else is INTERNAL with the request id, and its story goes to the
log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from graphql import GraphQLError
from loguru import logger

from app.domain.errors import ErrorCode, StudioError
from app.http.discretion import discreet
from app.http.refusals import ClientProtocolError, RefusalCause
from app.schema.messages import Locale, say

FormattedError = dict[str, Any]

_LONGEST_MESSAGE: Final = 1000
"""Characters; graphql-core quotes the names it does not know, however long they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Speaks to one caller about one request."""

    locale: Locale
    request_id: str
    max_errors: int = 10

    def of_refusal(self, causes: Sequence[RefusalCause]) -> list[FormattedError]:
        """The errors of a request that was not executed."""
        return [self._cause(cause) for cause in causes[: self.max_errors]]

    def of_execution(self, errors: Sequence[GraphQLError]) -> list[FormattedError]:
        """The first `max_errors` errors of an execution; the masked ones are logged."""
        if len(errors) > self.max_errors:
            logger.warning("{} errors were left out of a response", len(errors) - self.max_errors)
        return [self._executed(error) for error in errors[: self.max_errors]]

    def internal(self, error: BaseException, path: list[str | int] | None = None) -> FormattedError:
        """Logs the error and answers that something went wrong on our side."""
        where = ".".join(map(str, path or ()))
        logger.opt(exception=error).error("unexpected {} at {!r}", type(error).__name__, where)
        params = {"requestId": self.request_id}
        message = say("internal", self.locale, params)
        return self._error(message, ErrorCode.INTERNAL, "internal", params=params)

    def _executed(self, error: GraphQLError) -> FormattedError:
        formatted = self._explained(error)
        if error.locations:
            formatted["locations"] = [location.formatted for location in error.locations]
        if error.path is not None:
            formatted["path"] = list(error.path)
        return formatted

    def _explained(self, error: GraphQLError) -> FormattedError:
        origin = error.original_error
        if isinstance(origin, StudioError):
            return self._studio(origin, error.path)
        # graphql-core names the place of an argument it refuses, and of nothing that we return
        if isinstance(origin, GraphQLError) and origin.nodes:
            return self._error(discreet(error.message), ErrorCode.VALIDATION, "graphql.validation")
        return self.internal(origin or error, error.path)

    def _cause(self, cause: RefusalCause) -> FormattedError:
        if isinstance(cause, StudioError):
            return self._studio(cause)
        if isinstance(cause, ClientProtocolError):
            return self._error(cause.message, cause.code, cause.key)
        formatted = self._error(discreet(cause.error.message), cause.code, cause.key)
        if cause.error.locations:
            formatted["locations"] = [location.formatted for location in cause.error.locations]
        return formatted

    def _studio(self, error: StudioError, path: list[str | int] | None = None) -> FormattedError:
        try:
            message = say(error.key, self.locale, error.params)
        except LookupError as unspoken:  # a key without words, or words without their parameter
            return self.internal(unspoken, path)
        return self._error(
            message, error.code, error.key, params=error.params, retryable=error.retryable
        )

    def _error(
        self,
        message: str,
        code: str,
        key: str,
        *,
        params: Any = None,
        retryable: bool = False,
    ) -> FormattedError:
        return {
            "message": message[:_LONGEST_MESSAGE],
            "extensions": {
                "code": str(code),
                "messageKey": key,
                "params": dict(params or {}),
                "retryable": retryable,
                "requestId": self.request_id,
            },
        }


def code_of(error: FormattedError) -> str:
    """The code of a formatted error."""
    code: str = error["extensions"]["code"]
    return code
