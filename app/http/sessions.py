"""Who is asking: bearer tokens, and how long they stay good."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

from loguru import logger

from app.domain.users.model import Viewer
from app.domain.users.throttle import network
from app.http.refusals import Refused
from app.schema.messages import Locale

Authenticate = Callable[[str], Awaitable[Viewer | None]]
"""The viewer of a token, or None when it is invalid, expired or revoked; asks the database."""


@dataclass(slots=True)
class Setting:
    """The language that a person chose, as a session was asked for last; None for none."""

    language: Locale | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Where a request comes from, before anybody knows who it is.

    `locale` is the best of our languages for the request; `spoken` the one that is answered in.
    """

    request_id: str
    locale: Locale
    address: str
    token: str | None = field(default=None, repr=False)
    user_agent: str | None = field(default=None, repr=False)
    setting: Setting = field(default_factory=Setting)

    def with_token(self, token: str | None) -> Caller:
        """The same caller once the token is known."""
        return replace(self, token=token)

    @property
    def spoken(self) -> Locale:
        """The language that the person chose, else the request's."""
        return self.setting.language or self.locale

    def known(self, viewer: Viewer | None) -> None:
        """From now on the caller is answered in the language of this person's settings."""
        self.setting.language = viewer.language.value if viewer and viewer.language else None

    def rate_key(self, user_id: UUID | None) -> str:
        """Whose allowance a request spends: the person's, else that of the network address."""
        return person_key(user_id) if user_id else f"address:{network(self.address)}"


def person_key(user_id: UUID) -> str:
    """The key of a person's allowance."""
    return f"user:{user_id}"


def bearer_token(credentials: str | None) -> str | None:
    """The token of an Authorization value; None when nothing was sent.

    Raises Refused (401) for any other scheme.
    """
    if credentials is None or not credentials.strip():
        return None
    scheme, _, token = credentials.strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused.unauthenticated()
    return token.strip()


async def session_end(
    authenticate: Authenticate, token: str, viewer: Viewer, check_interval: float
) -> None:
    """Returns when the session is over.

    That is at its expiry exactly, or within `check_interval` of its revocation. While the check
    itself fails, the session lasts until it expires.
    """
    while (remaining := (viewer.expires_at - datetime.now(UTC)).total_seconds()) > 0:
        await asyncio.sleep(min(remaining, check_interval))
        if datetime.now(UTC) >= viewer.expires_at:
            return
        try:
            current = await authenticate(token)
        except Exception as error:  # noqa: BLE001 - a database that is away must not sign people out
            logger.opt(exception=error).warning("a live session could not be checked")
            continue
        if current is None:
            return
        viewer = current
