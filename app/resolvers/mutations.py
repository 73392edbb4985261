"""What all mutations share: a person's mistake is an answer, not a failure."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from app.domain.errors import StudioError
from app.schema.context import Info, find
from app.schema.errors import UserError, user_errors

PayloadT = TypeVar("PayloadT")
Resolver = Callable[..., Awaitable[PayloadT]]


def answers_mistakes(
    payload: Callable[..., PayloadT], *, current: str | None = None, of: type = object
) -> Callable[[Resolver[PayloadT]], Resolver[PayloadT]]:
    """Turn a StudioError of the resolver into `userErrors` of its payload.

    `current` names the payload's field that shows the object a conflict is about, of the type
    `of`.
    """

    def decorate(resolver: Resolver[PayloadT]) -> Resolver[PayloadT]:
        @functools.wraps(resolver)
        async def answer(*args: Any, info: Info, **kwargs: Any) -> PayloadT:
            try:
                return await resolver(*args, info=info, **kwargs)
            except StudioError as error:
                errors: list[UserError] = user_errors(error, info.context.locale)
                seen = getattr(error, "current", None)
                shown: dict[str, Any] = {}
                if current and seen is not None:
                    shown[current] = await find(info, of, seen.id)
                return payload(user_errors=errors, **shown)

        return answer

    return decorate
