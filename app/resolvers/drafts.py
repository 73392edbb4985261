"""Drafts: look-up and save."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.domain.drafts import model
from app.domain.errors import Conflict
from app.resolvers.mutations import answers_mistakes
from app.schema.context import Info
from app.schema.drafts import Draft, SaveDraftInput, SaveDraftPayload
from app.schema.errors import user_errors


@strawberry.type
class DraftQuery:
    """Reading drafts, of the viewer only."""

    @strawberry.field(description="What a form saved under a key; null when it never did.")
    async def draft(
        self,
        info: Info,
        key: Annotated[str, strawberry.argument(description="The client's own name for it.")],
    ) -> Draft | None:
        """Of the viewer only."""
        owner = info.context.signed_in.user_id
        found = await info.context.services.drafts.get(owner, key)
        return Draft.of(found) if found else None


@strawberry.type
class DraftMutation:
    """Writing drafts."""

    @strawberry.mutation(
        description="Keep what a form holds, unless somebody else has saved it meanwhile."
    )
    @answers_mistakes(SaveDraftPayload)
    async def save_draft(
        self,
        info: Info,
        draft: Annotated[
            SaveDraftInput, strawberry.argument(name="input", description="The draft.")
        ],
    ) -> SaveDraftPayload:
        """For the viewer."""
        drafts, owner = info.context.services.drafts, info.context.signed_in.user_id
        try:
            saved = await drafts.save(owner, draft.key, draft.sent(), rev=draft.rev or 0)
        except Conflict as conflict:
            errors = user_errors(conflict, info.context.locale)
            return SaveDraftPayload(draft=_current(conflict), user_errors=errors)
        return SaveDraftPayload(draft=Draft.of(saved))


def _current(conflict: Conflict) -> Draft | None:
    current = conflict.current
    return Draft.of(current) if isinstance(current, model.Draft) else None
