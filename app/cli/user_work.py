"""What the commands below `user` do, and what they say of it."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from typing import Final

from app.bootstrap.administration import user_administration
from app.domain.errors import StudioError
from app.domain.users.administration import UserAdministration
from app.domain.users.model import User
from app.infra.database import DATABASE_AWAY
from app.infra.logging import configure_logging
from app.infra.settings import Settings
from app.schema.messages import say

FAILED: Final = 1
WRONG: Final = 2


def user_work(parsed: argparse.Namespace, password: str) -> int:
    """Run the command; answers its exit status, see `app.cli.user`."""
    settings = Settings()
    configure_logging(settings.log_level, settings.log_format)
    if not settings.database_url:
        return _say("DATABASE_URL is not set", WRONG)
    return asyncio.run(_run(parsed, password, settings))


async def _run(parsed: argparse.Namespace, password: str, settings: Settings) -> int:
    try:
        async with user_administration(settings) as people:
            found = await _done(parsed, password, people)
    except StudioError as error:
        for problem in error.problems:
            _say(say(problem.key, "en", problem.params), FAILED)
        return FAILED
    except DATABASE_AWAY:
        return _say("the database is out of reach", WRONG)
    for user in found:
        sys.stdout.write(_line(user, as_json=parsed.json) + "\n")
    return 0


async def _done(
    parsed: argparse.Namespace, password: str, people: UserAdministration
) -> Sequence[User]:
    match parsed.user_command:
        case "create":
            return [
                await people.create(
                    email=parsed.email,
                    password=password,
                    first_name=parsed.first_name,
                    last_name=parsed.last_name,
                    artist_name=parsed.artist_name,
                )
            ]
        case "reset-password":
            return [await people.reset_password(parsed.email, password)]
        case "list":
            return await people.all()
    return [await people.set_active(parsed.email, active=parsed.user_command == "enable")]


def _line(user: User, *, as_json: bool) -> str:
    last = user.last_login and user.last_login.isoformat()
    if not as_json:
        state = "active" if user.is_active else "disabled"
        return f"{user.email}  {state}  last login {last or 'never'}"
    return json.dumps(
        {
            "id": str(user.id),
            "email": user.email,
            "firstName": user.first_name,
            "lastName": user.last_name,
            "artistName": user.artist_name,
            "active": user.is_active,
            "createdAt": user.created_at.isoformat(),
            "lastLogin": last,
        }
    )


def _say(text: str, status: int) -> int:
    sys.stderr.write(f"{text}\n")
    return status
