"""OpenAI's errors: a status and `{"error": {"message", "type", "param", "code"}}`."""

from __future__ import annotations

import math

from aitestmock.responses import Json

RETRY_AFTER_SECONDS = 20

INVALID_REQUEST = "invalid_request_error"


class OpenAIError(Exception):
    """An error answer of the API."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = INVALID_REQUEST,
        code: str | None = None,
        param: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.kind = kind
        self.code = code
        self.param = param
        self.headers = headers

    def response(self) -> Json:
        """The answer as it goes over the wire."""
        error = {
            "message": self.message,
            "type": self.kind,
            "param": self.param,
            "code": self.code,
        }
        return Json({"error": error}, status_code=self.status, headers=self.headers)


def invalid_key() -> OpenAIError:
    """401 for a key that is missing or refused."""
    return OpenAIError(401, "Incorrect API key provided.", code="invalid_api_key")


def not_an_admin() -> OpenAIError:
    """403 for a key that may generate and may not read the organization's costs."""
    return OpenAIError(403, "You have insufficient permissions for this operation.")


def rate_limited(time_scale: float, of: str = "images per minute") -> OpenAIError:
    """429 because of speed, with the seconds to wait: 20 times the scale, at least 1."""
    wait = max(1, math.ceil(RETRY_AFTER_SECONDS * time_scale))
    return OpenAIError(
        429,
        f"Rate limit reached for {of}. Please try again in {wait}s.",
        kind="requests",
        code="rate_limit_exceeded",
        headers={"Retry-After": str(wait)},
    )


def out_of_quota() -> OpenAIError:
    """429 because of money: waiting does not help."""
    return OpenAIError(
        429,
        "You exceeded your current quota, please check your plan and billing details.",
        kind="insufficient_quota",
        code="insufficient_quota",
    )


def over_the_hard_limit() -> OpenAIError:
    """400 because of money, as the image endpoint says it."""
    return OpenAIError(
        400, "Billing hard limit has been reached.", code="billing_hard_limit_reached"
    )


def server_error(status: int = 500) -> OpenAIError:
    """An error of the API's own."""
    return OpenAIError(
        status,
        "The server had an error while processing your request.",
        kind="server_error",
    )


def missing(param: str) -> OpenAIError:
    """400 for a parameter that must be there."""
    return OpenAIError(
        400,
        f"Missing required parameter: '{param}'.",
        param=param,
        code="missing_required_parameter",
    )


def wrong_type(param: str, expected: str) -> OpenAIError:
    """400 for a value of another type."""
    return OpenAIError(
        400, f"Invalid type for '{param}': expected {expected}.", param=param, code="invalid_type"
    )


def wrong_value(param: str, value: object, supported: str) -> OpenAIError:
    """400 for a value that this parameter does not take."""
    return OpenAIError(
        400,
        f"Invalid value: '{value}'. Supported values are: {supported}.",
        param=param,
        code="invalid_value",
    )


def unknown_model(model: str) -> OpenAIError:
    """404 for a model that was never there, or is no longer."""
    return OpenAIError(
        404, f"The model '{model}' does not exist.", param="model", code="model_not_found"
    )
