"""Who sends a request, as far as that is known before anything was read for them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

from app.domain.users.model import Viewer
from app.domain.users.ports import Claims
from app.readpath.bounded import Bounded
from app.readpath.declare import Guard

BEGUN: Final = "app.begun"
"""Where the scope of a request has its `Begun`."""

_MOST_DEAD: Final = 10_000
_DEAD_FOR: Final = 60.0
"""Seconds for which a session that did not count is asked about first."""


class Visit(NamedTuple):
    """A request's viewer, None for a caller without a token.

    With `claims` nobody has asked yet whether their session counts: whatever is read for them
    asks for `guard`, too, and everything else needs `Pipeline.confirmed`.
    """

    viewer: Viewer | None = None
    claims: Claims | None = None
    guard: Guard | None = None

    @property
    def user_id(self) -> UUID | None:
        """Whose request it seems to be."""
        known = self.claims or self.viewer
        return known.user_id if known else None


@dataclass(frozen=True, slots=True)
class Begun:
    """A request whose caller has been charged, and whose compiled read failed like this."""

    visit: Visit
    failure: Exception


class Recognition:
    """Knows people by the signature of their token, without a question to the database.

    So one statement can both ask for their session and read for them. Whose session did not count a
    moment ago is not known in this way: they must not spend that person's allowance.
    """

    def __init__(
        self, claims_of: Callable[[str], Claims | None], guard: Callable[[UUID], Guard]
    ) -> None:
        self._claims_of = claims_of
        self._guard = guard
        self._dead: Bounded[UUID, float] = Bounded(_MOST_DEAD)

    def visit(self, token: str) -> Visit | None:
        """An unconfirmed visit; None when the database has to be asked first."""
        claims = self._claims_of(token)
        if claims is None:
            return None
        if len(self._dead):
            died = self._dead.get(claims.session_id)
            if died is not None and time.monotonic() - died < _DEAD_FOR:
                return None
        return Visit(None, claims, self._guard(claims.session_id))

    def lost(self, visit: Visit) -> None:
        """The session of an unconfirmed visit did not count."""
        if visit.claims is not None:
            self._dead.put(visit.claims.session_id, time.monotonic())
