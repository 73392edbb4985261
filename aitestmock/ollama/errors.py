"""Ollama's errors: a status and `{"error": "…"}`."""

from __future__ import annotations

import math

from aitestmock.responses import Json

RETRY_AFTER_SECONDS = 20


class OllamaError(Exception):
    """An error answer of the API."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers

    def response(self) -> Json:
        """The answer as it goes over the wire."""
        return Json({"error": self.message}, status_code=self.status, headers=self.headers)


def unknown_model(model: str) -> OllamaError:
    """404 for a model that was not pulled."""
    return OllamaError(404, f"model '{model}' not found")


def rate_limited(time_scale: float) -> OllamaError:
    """429 because of speed, with the seconds to wait: 20 times the scale, at least 1."""
    wait = max(1, math.ceil(RETRY_AFTER_SECONDS * time_scale))
    return OllamaError(429, "too many requests, slow down", {"Retry-After": str(wait)})
