"""People, as clients see them: the account, registration, login and logout."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self, cast

import strawberry

from app.domain.users import model
from app.readpath.fields import column
from app.rows.users import UserRow
from app.schema.context import Info, find
from app.schema.errors import UserError
from app.schema.node import Node, row_type
from app.schema.sessions import Session
from app.schema.user_settings import UserSettings


def secret(**arguments: Any) -> Any:
    """A field that no `repr`, and so no log, ever shows."""
    field = strawberry.field(**arguments)
    field.repr = False
    return field


_MISTAKES = "What went wrong and can be mended; empty on success."


@strawberry.type(description="A short-lived key to one's own files.")
class MediaTicket:
    """What `<img>` and `<audio>` send as `?ticket=…`."""

    ticket: str = secret(description="The value of the `ticket` parameter of a file's address.")
    expires_at: datetime = strawberry.field(description="When the ticket ends.")


@row_type(UserRow, owner="id", description="A person with an account.")
class User(Node):
    """The account, always one's own."""

    email: str = column(description="The address to sign in with, in lower case.")
    first_name: str | None = column(description="The given name.")
    last_name: str | None = column(description="The family name.")
    artist_name: str | None = column(
        description="The name on covers; it prefills the artist of a text overlay."
    )
    created_at: datetime = column(description="When the account was opened.")
    last_login: datetime | None = column(
        description="When this person last signed in; null until the first login."
    )

    @strawberry.field(
        description=(
            "A key to one's own files for addresses that cannot carry a bearer token. "
            "It lasts ten minutes, and ends with the session."
        )
    )
    def media_ticket(self, info: Info) -> MediaTicket:
        """Made for the session that asked, or that was just begun. Raises Unauthenticated."""
        row = cast("UserRow", self)
        made = info.context.services.users.media_ticket(info.context.session_of(row.id))
        return MediaTicket(ticket=made.ticket, expires_at=made.expires_at)

    @strawberry.field(description="How this person wants to work.")
    async def settings(self, info: Info) -> UserSettings:
        """One's own."""
        row = cast("UserRow", self)
        return UserSettings.of(await info.context.services.settings.of(row.id))

    @strawberry.field(
        description="Where this person is signed in, the newest 100, the newest first."
    )
    async def sessions(self, info: Info) -> list[Session]:
        """Those that count. Raises Unauthenticated for anybody else's."""
        row = cast("UserRow", self)
        current = info.context.session_of(row.id).session_id
        found = await info.context.services.account.sessions_of(row.id)
        return [Session.of(each, current=current) for each in found]


@strawberry.input(description="A new account.")
class RegisterInput:
    """Secrets stay out of `repr`."""

    email: str = strawberry.field(
        description="The address to sign in with; upper and lower case make no difference."
    )
    password: str = secret(description="8 to 128 characters.")
    first_name: str | None = strawberry.field(
        default=None, description="The given name, up to 100 characters."
    )
    last_name: str | None = strawberry.field(
        default=None, description="The family name, up to 100 characters."
    )
    artist_name: str | None = strawberry.field(
        default=None, description="The name on covers, up to 100 characters."
    )


@strawberry.input(description="Who signs in.")
class LoginInput:
    """Secrets stay out of `repr`."""

    email: str = strawberry.field(description="The address of the account.")
    password: str = secret(description="The account's password.")


@strawberry.input(description="Which sessions end.")
class LogoutInput:
    """One or all."""

    everywhere: bool = strawberry.field(
        default=False, description="End all sessions of this person, not only this one."
    )


@strawberry.type
class SignInPayload:
    """What registration and login both answer; all null where there are mistakes."""

    user: User | None = strawberry.field(default=None, description="Who is signed in now.")
    token: str | None = secret(
        default=None, description="The bearer token of this session, for `Authorization`."
    )
    expires_at: datetime | None = strawberry.field(default=None, description="When the token ends.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=_MISTAKES)

    @classmethod
    async def of(cls, signed_in: model.SignedIn, info: Info) -> Self:
        """The answer to a success."""
        info.context.begun = signed_in.viewer
        return cls(
            user=await find(info, User, signed_in.user.id, owner=signed_in.user.id),
            token=signed_in.token,
            expires_at=signed_in.expires_at,
        )


@strawberry.type(description="The answer to `register`.")
class RegisterPayload(SignInPayload):
    """A new account, signed in."""


@strawberry.type(description="The answer to `login`.")
class LoginPayload(SignInPayload):
    """A new session."""


@strawberry.type(description="The answer to `logout`.")
class LogoutPayload:
    """Nothing but mistakes."""

    user_errors: list[UserError] = strawberry.field(default_factory=list, description=_MISTAKES)
