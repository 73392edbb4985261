"""`python -m app user`: accounts at the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.rows.lyrics import LyricRuleRow
from app.rows.users import SessionRow, UserRow
from tests.api.test_users import login
from tests.cli.process import environment, run
from tests.cli.terminal import Terminal, terminal
from tests.studio import PASSWORD, Person

NEW = "another horse, another battery"

Command = Callable[..., Any]


@pytest.fixture
def user(db: str, home: Path) -> Command:
    async def command(*options: str, typed: str = "") -> tuple[int, list[str], str]:
        status, out, err = await run(
            *options,
            typed=typed,
            command="user",
            APP_ENV="dev",
            DATABASE_URL=db,
            LOG_FORMAT="pretty",
        )
        return status, out.splitlines(), err

    return command


async def test_an_account_is_opened_with_a_password_from_standard_input(user: Command) -> None:
    status, [line], err = await user(
        "create", "Eve@Example.com", "--artist-name", "E", "--json", typed=f"{PASSWORD}\n"
    )

    made = json.loads(line)
    assert (status, made["email"], made["artistName"]) == (0, "eve@example.com", "E")
    assert made["active"]
    assert made["lastLogin"] is None
    assert PASSWORD not in line + err
    row = await UserRow.get(email="eve@example.com")
    assert (row.password_hash or "").startswith("$argon2id$")
    assert await LyricRuleRow.filter(user_id=row.id).count() > 0

    status, lines, err = await user("create", "eve@example.com", typed=PASSWORD)
    assert (status, lines) == (1, [])
    assert "There is already an account with this email address." in err


async def test_everybody_is_listed(user: Command, ada: Person, bob: Person) -> None:
    await UserRow.filter(id=bob.id).update(is_active=False)

    status, lines, _ = await user("list")

    assert status == 0
    assert [line.split("  ")[:2] for line in lines] == [
        [ada.email, "active"],
        [bob.email, "disabled"],
    ]


async def test_whoever_is_disabled_is_out_at_once_and_comes_back_without_sessions(
    user: Command, ada: Person
) -> None:
    assert (await user("disable", ada.email))[0] == 0
    assert "errors" in await ada.ask("{ me { id } }")
    assert (await login(ada.http, ada.email, PASSWORD))["userErrors"]

    assert (await user("enable", ada.email))[0] == 0
    assert "errors" in await ada.ask("{ me { id } }")
    assert (await login(ada.http, ada.email, PASSWORD))["token"]


async def test_a_new_password_ends_all_sessions(user: Command, ada: Person) -> None:
    status, _, err = await user("reset-password", ada.email, typed=f"{NEW}\r\n")

    assert (status, NEW in err) == (0, False)
    assert "errors" in await ada.ask("{ me { id } }")
    assert await SessionRow.filter(user_id=ada.id, revoked_at=None).count() == 0
    assert (await login(ada.http, ada.email, NEW))["token"]


@pytest.mark.parametrize(
    ("options", "typed", "status", "said"),
    [
        (["reset-password", "ada@example.com"], "short\n", 1, "8 to 128 characters"),
        (["reset-password", "ada@example.com"], "", 2, "no password was given"),
        (["disable", "nobody@example.com"], "", 1, "Nobody has an account"),
        (["reset-password", "ada@example.com", "a password"], "", 2, "unrecognized arguments"),
    ],
)
async def test_mistakes_are_told_and_change_nothing(
    user: Command, ada: Person, options: list[str], typed: str, status: int, said: str
) -> None:
    ended, out, err = await user(*options, typed=typed)

    assert (ended, out) == (status, [])
    assert said in err
    assert (await ada.get("{ me { email } }"))["me"]["email"] == ada.email


@pytest.mark.process
@pytest.mark.parametrize(("again", "status"), [(NEW, 0), ("something else", 2)])
async def test_a_terminal_asks_twice_and_shows_nothing(
    home: Path, db: str, ada: Person, again: str, status: int
) -> None:
    variables = {"APP_ENV": "dev", "DATABASE_URL": db}
    assert environment()["TERM"]
    async with terminal("user", "reset-password", ada.email, **variables) as opened:
        await _typed(opened, "Password: ", NEW)
        await _typed(opened, "Again: ", again)
        assert await opened.ended() == status
        assert NEW not in opened.shown
    token = (await login(ada.http, ada.email, NEW))["token"]
    assert (token is not None) is (status == 0)


async def _typed(opened: Terminal, asked: str, text: str) -> None:
    await opened.until(lambda: asked in opened.shown)
    opened.type(f"{text}\n")
