"""How a mistake reaches the person who made it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import strawberry
from strawberry.scalars import JSON
from strawberry.utils.str_converters import to_camel_case

from app.domain.errors import ErrorCode, Params, StudioError
from app.domain.jobs.model import JobError
from app.rows.errors import error_of
from app.schema.context import Context
from app.schema.messages import Locale, say


@strawberry.type(description="Something a person can mend: what is wrong, and where.")
class UserError:
    """One entry of a payload's `userErrors`."""

    code: ErrorCode = strawberry.field(description="What went wrong, for programs.")
    message: str = strawberry.field(description="What went wrong, in the reader's language.")
    path: list[str] = strawberry.field(
        description="The input it is about, outermost name first; empty when it is the whole."
    )
    params: JSON | None = strawberry.field(description="The values named in the message.")


def user_errors(error: StudioError, locale: Locale) -> list[UserError]:
    """Every problem of an error, localised, with paths that start at `input`."""
    return [
        UserError(
            code=error.code,
            message=say(problem.key, locale, problem.params),
            path=["input", *map(to_camel_case, problem.path)] if problem.path else [],
            params=_public(problem.params),
        )
        for problem in error.problems
    ]


def error_at(error: StudioError, locale: Locale, *path: str) -> UserError:
    """The first problem of an error, localised, at a path of the answer."""
    return UserError(
        code=error.code,
        message=say(error.key, locale, error.params),
        path=[to_camel_case(step) for step in path],
        params=_public(error.params),
    )


def stored_error(error: JobError | None, locale: Locale) -> UserError | None:
    """The error that a job or song ended with, in the reader's language."""
    if error is None:
        return None
    try:
        message = say(error.key, locale, error.params)
    except LookupError:  # written by a newer version, while a fleet is being upgraded
        message = say("job.unworded", locale, {"key": error.key})
    return UserError(
        code=error.code,
        message=message,
        path=[],
        params=_public(error.params),
    )


def failure(value: Mapping[str, Any], context: Context) -> UserError | None:
    """What the error column of a row says, in the reader's language."""
    return stored_error(error_of(value), context.locale)


def _public(params: Params) -> JSON | None:
    return JSON(dict(params)) if params else None
