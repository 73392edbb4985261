"""People: who they are and what a valid registration looks like."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from email_validator import EmailNotValidError, validate_email

from app.domain.changes import UNSET, Maybe, Unset
from app.domain.errors import InvalidInput
from app.domain.text import Checks

LONGEST_EMAIL = 255
LONGEST_NAME = 100
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 128


class Language(StrEnum):
    """In which the studio speaks to people."""

    EN = "en"
    DE = "de"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who is asking: taken from the token of the request, never from an argument.

    `language` is what this person chose; None leaves it to each request.
    """

    user_id: UUID
    session_id: UUID
    expires_at: datetime
    language: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person with an account."""

    id: UUID
    email: str
    first_name: str | None
    last_name: str | None
    artist_name: str | None
    is_active: bool
    created_at: datetime
    last_login: datetime | None

    def signed_in(self, now: datetime) -> Self:
        """The person after a successful login."""
        return replace(self, last_login=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """An account and what its password is checked against; None where it has no password."""

    user: User
    password_hash: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A person with a fresh session and its bearer token."""

    user: User
    viewer: Viewer
    token: str = field(repr=False)

    @property
    def expires_at(self) -> datetime:
        """When the token ends."""
        return self.viewer.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaTicket:
    """A short-lived key to one's own files, for addresses that cannot carry a header."""

    ticket: str = field(repr=False)
    expires_at: datetime


def normal_email(typed: str) -> str | None:
    """The one spelling of an address: trimmed, lower case, NFC, its domain in Unicode.

    None for what is no address of the public internet (`a@localhost`, `a@mac.local`) or is
    longer than 255. No domain is looked up.
    """
    # Lower case comes first: the validator then composes what lower case has taken apart.
    lowered = typed.strip().lower()
    if len(lowered) > LONGEST_EMAIL:
        return None
    try:
        return validate_email(lowered, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def possible_password(password: str) -> bool:
    """Whether a password can be anybody's: at most 128 code points, all of them text.

    A short one is possible: accounts that moved over may be older than the lower limit.
    """
    return len(password) <= LONGEST_PASSWORD and all(map(_is_text, password))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanges:
    """New names of a person; UNSET stays, None clears."""

    first_name: Maybe[str | None] = UNSET
    last_name: Maybe[str | None] = UNSET
    artist_name: Maybe[str | None] = UNSET

    def given(self) -> dict[str, Any]:
        """The new values by field."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if not isinstance(value, Unset)}

    def checked(self) -> Self:
        """The changes, trimmed; a blank name is none.

        Raises InvalidInput for names of more than 100 characters, and when nothing is changed.
        """
        given = self.given()
        if not given:
            raise InvalidInput("input.empty")
        checks = Checks()
        trimmed = {
            name: checks.optional(name, value, longest=LONGEST_NAME)
            for name, value in given.items()
        }
        checks.raise_problems()
        return replace(self, **trimmed)


def check_new_password(checks: Checks, field: str, password: str) -> None:
    """Note what is wrong with a password that somebody wants to have: 8..128 code points."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        checks.problem(field, "auth.password_length", min=SHORTEST_PASSWORD, max=LONGEST_PASSWORD)
    elif not possible_password(password):
        checks.problem(field, "auth.password_characters")


def new_user(
    *,
    user_id: UUID,
    email: str,
    password: str,
    first_name: str | None,
    last_name: str | None,
    artist_name: str | None,
    now: datetime,
) -> User:
    """The account of a registration. Raises InvalidInput with everything that is wrong.

    A password has 8..128 code points; names have up to 100, and a blank one is none.
    """
    checks = Checks()
    address = normal_email(email)
    if address is None:
        checks.problem("email", "auth.invalid_email")
    check_new_password(checks, "password", password)
    user = User(
        id=user_id,
        email=address or "",
        first_name=checks.optional("first_name", first_name, longest=LONGEST_NAME),
        last_name=checks.optional("last_name", last_name, longest=LONGEST_NAME),
        artist_name=checks.optional("artist_name", artist_name, longest=LONGEST_NAME),
        is_active=True,
        created_at=now,
        last_login=None,
    )
    checks.raise_problems()
    return user


def _is_text(character: str) -> bool:
    """Whether it is more than NUL or half of a surrogate pair, which JSON can smuggle in."""
    return character != "\0" and not "\ud800" <= character <= "\udfff"
