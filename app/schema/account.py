"""Changes of one's own account, as clients ask for them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import strawberry

from app.domain.changes import UNSET
from app.domain.users.model import ProfileChanges
from app.schema.errors import UserError
from app.schema.jobs import MISTAKES
from app.schema.users import User, secret


def _name(description: str) -> Any:
    return strawberry.field(
        default=strawberry.UNSET,
        description=f"{description}, up to 100 characters; null or blank clears it.",
    )


@strawberry.input(description="New names. A field that is not sent stays as it is.")
class UpdateProfileInput:
    """At least one field; the address cannot be changed."""

    first_name: str | None = _name("The given name")
    last_name: str | None = _name("The family name")
    artist_name: str | None = _name("The name on covers")

    def changes(self) -> ProfileChanges:
        """The changes in the words of the domain."""
        given = {each.name: getattr(self, each.name) for each in fields(ProfileChanges)}
        return ProfileChanges(
            **{name: UNSET if value is strawberry.UNSET else value for name, value in given.items()}
        )


@strawberry.type(description="What became of new names.")
class UpdateProfilePayload:
    """The person, or why nothing was changed."""

    user: User | None = strawberry.field(default=None, description="The person as changed.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.input(description="Another password.")
class ChangePasswordInput:
    """Secrets stay out of `repr`."""

    current_password: str = secret(
        description="The password so far. Wrong ones count like failed logins."
    )
    new_password: str = secret(description="8 to 128 characters.")


@strawberry.type(description="What became of another password.")
class ChangePasswordPayload:
    """Nothing but mistakes; without any, all other sessions of this person have ended."""

    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
