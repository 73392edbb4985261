"""How the error of a job or song is kept in a JSON column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.errors import ErrorCode
from app.domain.jobs.model import JobError


def error_of(value: Mapping[str, Any] | None) -> JobError | None:
    """The error that a JSON column holds."""
    if value is None:
        return None
    return JobError(code=ErrorCode(value["code"]), key=value["key"], params=value["params"])


def error_json(error: JobError | None) -> dict[str, Any] | None:
    """What the JSON column of an error holds."""
    if error is None:
        return None
    return {"code": error.code.value, "key": error.key, "params": dict(error.params)}
