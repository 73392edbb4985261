"""What a resolver knows about the request it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import strawberry

from app.domain.errors import Unauthenticated
from app.domain.users.model import Viewer
from app.domain.users.sessions import Device
from app.readpath.declare import row_type_of
from app.readpath.lanes import Lanes
from app.readpath.resolve import Reads
from app.schema.messages import Locale
from app.services import Services


@dataclass(slots=True, kw_only=True)
class Context:
    """One request, or one websocket: the services, who asks, in which language, from where.

    `begun` is the session that the request itself began. `reader` is who may be read for although
    nobody has asked yet whether their session counts: the statements do it.
    """

    services: Services
    lanes: Lanes
    locale: Locale
    request_id: str
    client_address: str
    user_agent: str | None = field(default=None, repr=False)
    viewer: Viewer | None = None
    begun: Viewer | None = None
    reader: UUID | None = None
    reads: Reads = field(init=False)

    def __post_init__(self) -> None:
        self.reads = Reads(self.lanes, lambda: self.reader or self.signed_in.user_id)

    def hear(self, language: str | None) -> None:
        """Whoever reads chose this language, if any."""
        if language is not None:
            self.locale = "de" if language == "de" else "en"

    @property
    def device(self) -> Device:
        """What the request was sent with."""
        return Device.of(user_agent=self.user_agent, address=self.client_address)

    @property
    def signed_in(self) -> Viewer:
        """The viewer of a field that needs one.

        Raises Unauthenticated when nobody is signed in.
        """
        if self.viewer is None:
            raise Unauthenticated("auth.required")
        return self.viewer

    def session_of(self, user_id: UUID) -> Viewer:
        """The session of a person: the one just begun, or the one that asks.

        Raises Unauthenticated for somebody else.
        """
        for session in (self.begun, self.viewer):
            if session is not None and session.user_id == user_id:
                return session
        raise Unauthenticated("auth.required")


Info = strawberry.Info[Context, Any]


async def find(info: Info, kind: type, key: UUID, *, owner: UUID | None = None) -> Any:
    """The viewer's object of a type by its key, or None.

    A type that is none of rows says with `look_up` how it is found.
    """
    look_up = getattr(kind, "look_up", None)
    if look_up is not None:
        return await look_up(info, key)
    return await info.context.reads.one(row_type_of(kind), key, owner)


async def find_among(info: Info, kind: type, key: UUID) -> Any:
    """`find` where several are looked for at the same time: one statement for all of a type."""
    look_up = getattr(kind, "look_up", None)
    if look_up is not None:
        return await look_up(info, key)
    return await info.context.reads.find(row_type_of(kind), key)
