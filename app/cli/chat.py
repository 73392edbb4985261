"""`python -m app chat`: talk with a language model in the terminal, against a running studio.

The exit status is 0 at the end of the input, 1 when the studio is lost on the way, 2 when the
command or the login is wrong or the studio is out of reach. Ctrl-C stops the reply, not the
program; a reply goes on in the studio whatever happens here.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys

from app.cli.studio_errors import Misuse
from app.cli.studio_login import (
    StudioLogin,
    accept_language,
    add_login_arguments,
    studio_login,
)

LOST = 1
WRONG = 2
INTERRUPTED = 130
_PROVIDERS = ("internal", "external")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--model", metavar="M", help="who is talked to; the usual one if unset")
    parser.add_argument(
        "--provider", choices=_PROVIDERS, default="internal", help="where the model runs"
    )
    parser.add_argument("--system", metavar="TEXT", help="what the model is told before all else")
    parser.add_argument("--title", default="In the terminal", help="the conversation's name")
    parser.add_argument("--resume", metavar="ID", help="go on with a conversation")
    add_login_arguments(parser)


def chat(parsed: argparse.Namespace) -> int:
    """Run the command; answers its exit status."""
    try:
        login = studio_login(parsed, os.environ)
    except Misuse as mistake:
        return _say(str(mistake), WRONG)
    except KeyboardInterrupt:
        return INTERRUPTED
    from pydantic import ValidationError

    try:
        return asyncio.run(_talk(parsed, login))
    except ValidationError:
        return _say("the studio is of a version that this one does not understand", WRONG)
    except KeyboardInterrupt:
        return INTERRUPTED


async def _talk(parsed: argparse.Namespace, login: StudioLogin) -> int:
    from app.cli.chat_room import ChatRoom
    from studio_client import Refused, Studio, Unreachable

    async with Studio(login.url, accept_language(os.environ)) as studio:
        try:
            await studio.sign_in(login.email, login.password, stay=True)
            room = await ChatRoom.entered(
                studio,
                resume=parsed.resume,
                wish={
                    "title": parsed.title,
                    "provider": parsed.provider.upper(),
                    "model": parsed.model,
                    "systemContext": parsed.system,
                },
            )
        except Refused as refusal:
            return _say(str(refusal), WRONG)
        except Unreachable as reason:
            hint = "" if parsed.server else "; `python -m app dev` starts a studio"
            return _say(f"{reason}{hint}", WRONG)
        try:
            await room.talk()
        except (Refused, Unreachable) as trouble:
            again = f"Go on with: python -m app chat --resume {room.conversation}"
            return _say(f"{trouble}\n{again}", LOST)
    return 0


def _say(text: str, status: int) -> int:
    sys.stderr.write(f"{text}\n")
    return status
