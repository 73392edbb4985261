"""What a resolver knows about the request it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import strawberry

from app.domain.errors import Unauthenticated
from app.domain.users.model import Viewer
from app.schema.loaders import Loaders
from app.schema.messages import Locale
from app.services import Services


@dataclass(slots=True, kw_only=True)
class Context:
    """One request, or one websocket: the services, who asks, in which language, from where."""

    services: Services
    locale: Locale
    request_id: str
    client_address: str
    viewer: Viewer | None = None
    loaders: Loaders = field(init=False)

    def __post_init__(self) -> None:
        self.loaders = Loaders(self.services)

    @property
    def signed_in(self) -> Viewer:
        """The viewer of a field that needs one.

        Raises Unauthenticated when nobody is signed in.
        """
        if self.viewer is None:
            raise Unauthenticated("auth.required")
        return self.viewer


Info = strawberry.Info[Context, Any]
