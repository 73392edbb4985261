"""Mureka's errors: a status and `{"error": {"message": …}, "trace_id": …}`."""

from __future__ import annotations

import math
import uuid

from aitestmock.responses import Json

RETRY_AFTER_SECONDS = 60


class ApiError(Exception):
    """An error answer of the API."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers

    def response(self) -> Json:
        """The answer as it goes over the wire."""
        return Json(error_body(self.message), status_code=self.status, headers=self.headers)


def error_body(message: str) -> dict[str, object]:
    """The body of an error answer."""
    return {"error": {"message": message}, "trace_id": new_trace_id()}


def new_trace_id() -> str:
    """An id that is different in every answer."""
    return uuid.uuid4().hex


def rate_limited(time_scale: float, now: float) -> ApiError:
    """429 because of speed, with the seconds to wait: 60 times the scale, at least 1."""
    wait = max(1, math.ceil(RETRY_AFTER_SECONDS * time_scale))
    return ApiError(
        429,
        "You are sending requests too quickly. Pace your requests.",
        {
            "Retry-After": str(wait),
            "X-RateLimit-Limit": "1",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": str(math.ceil(now) + wait),
        },
    )


def out_of_quota() -> ApiError:
    """429 because of money: waiting does not help."""
    return ApiError(429, "You exceeded your current quota, please check your billing details.")


def invalid_key() -> ApiError:
    """401 for a key that is missing or refused."""
    return ApiError(401, "Incorrect API key provided.")
