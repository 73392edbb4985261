"""Drafts of forms, as clients see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

import strawberry
from strawberry.scalars import JSON

from app.domain.drafts import model
from app.domain.errors import InvalidInput
from app.schema.errors import UserError
from app.schema.jobs import MISTAKES


@strawberry.type(description="What a form held when it saved itself last.")
class Draft:
    """A draft of the viewer."""

    key: str = strawberry.field(description="The client's own name for it.")
    value: JSON | None = strawberry.field(
        description=(
            "What was saved, with its numbers, texts and order of keys; null when it was cleared."
        )
    )
    rev: int = strawberry.field(
        description="Counts its saves from 1, and goes on when it was cleared."
    )
    updated_at: datetime = strawberry.field(description="When it was saved last.")

    @classmethod
    def of(cls, draft: model.Draft) -> Self:
        """The draft as it stands."""
        return cls(key=draft.key, value=draft.value, rev=draft.rev, updated_at=draft.updated_at)


@strawberry.input(description="What a form holds now.")
class SaveDraftInput:
    """Saved if nobody else has saved since `rev`."""

    key: str = strawberry.field(
        description="The client's own name for it: 1 to 100 characters. Up to 200 have a value."
    )
    value: JSON | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "Any JSON of up to 64 KiB and 100 levels, without NUL characters; null clears it. It "
            "must be sent."
        ),
    )
    rev: int | None = strawberry.field(
        default=None,
        description="The last `rev` that was seen, null or 0 for none; another is a CONFLICT.",
    )

    def sent(self) -> Any:
        """The value. Raises InvalidInput when it was not sent."""
        if self.value is strawberry.UNSET:
            raise InvalidInput("draft.value_missing", "value")
        return self.value


@strawberry.type(description="What became of a draft.")
class SaveDraftPayload:
    """The draft as it stands, or why it could not be saved."""

    draft: Draft | None = strawberry.field(
        default=None,
        description="The saved draft; after a CONFLICT the current one, null where there is none.",
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
