"""Sessions of a person, as they see them."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from uuid import UUID

import strawberry

from app.domain.users import sessions as domain
from app.schema.errors import UserError
from app.schema.ids import encode_id
from app.schema.jobs import MISTAKES

SESSION = "Session"


@strawberry.type(description="Somewhere a person is signed in: one bearer token.")
class Session:
    """Shown to its own person only."""

    id: strawberry.ID = strawberry.field(description="What `revokeSession` takes.")
    created_at: datetime = strawberry.field(description="When somebody signed in.")
    last_seen_at: datetime | None = strawberry.field(
        description="When its token was last used, to the minute; null when it was not used yet."
    )
    user_agent: str | None = strawberry.field(
        description="What the client called itself when it signed in, up to 200 characters."
    )
    address: str | None = strawberry.field(
        description="The network address that it signed in from."
    )
    expires_at: datetime = strawberry.field(description="When its token ends by itself.")
    current: bool = strawberry.field(description="Whether this request belongs to it.")

    @classmethod
    def of(cls, session: domain.Session, *, current: UUID) -> Self:
        """A session, seen from the session `current`."""
        return cls(
            id=strawberry.ID(encode_id(SESSION, session.id)),
            created_at=session.created_at,
            last_seen_at=session.last_seen_at,
            user_agent=session.device.user_agent,
            address=session.device.address,
            expires_at=session.expires_at,
            current=session.id == current,
        )


@strawberry.input(description="Which session ends.")
class RevokeSessionInput:
    """One of the viewer's own, also the current one."""

    id: strawberry.ID = strawberry.field(description="Its id, from `me { sessions }`.")


@strawberry.type(description="What became of a session to end.")
class RevokeSessionPayload:
    """Its id, or why it did not end."""

    revoked_id: strawberry.ID | None = strawberry.field(
        default=None,
        description=(
            "The session that ended: its token is worth nothing, and its websockets close with "
            "4403 within seconds."
        ),
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
