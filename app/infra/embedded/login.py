"""A ready-made login, so that a fresh studio can be used at once."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from .directory import keep

_EMAIL = "studio@example.com"
_TIMEOUT = 15.0


class NoLogin(Exception):
    """The API would not register the ready-made login; the text says why."""


@dataclass(frozen=True, slots=True)
class Login:
    """Who may sign in where; kept in `login.json` for the command line."""

    email: str
    password: str
    url: str

    @classmethod
    def kept_in(cls, file: Path, *, url: str) -> Login:
        """The login of the last start, or a new one; either way with this start's `url`."""
        if file.exists():
            return replace(cls(**json.loads(file.read_text())), url=url)
        return cls(email=_EMAIL, password=secrets.token_urlsafe(15), url=url)

    async def registered(self) -> Login:
        """Register through the API and return the login that works.

        The address may be taken by a studio whose DATA_DIR is gone while its database lives on;
        then this is a new address. NoLogin when the API refuses.
        """
        async with httpx.AsyncClient(timeout=_TIMEOUT, trust_env=False) as client:
            codes = await _sign_in(client, "register", self)
            if codes == ["CONFLICT"]:
                codes = await _sign_in(client, "login", self)
            if not codes:
                return self
            other = replace(self, email=f"studio-{secrets.token_hex(4)}@example.com")
            if refusals := await _sign_in(client, "register", other):
                raise NoLogin(", ".join(refusals))
            return other

    def keep_in(self, file: Path) -> None:
        """Remember it for its owner's eyes only."""
        keep(file, json.dumps(asdict(self), indent=2))


async def _sign_in(client: httpx.AsyncClient, mutation: str, login: Login) -> list[str]:
    """Call `register` or `login`; the codes of what the API had against it."""
    credentials = f"email: {json.dumps(login.email)}, password: {json.dumps(login.password)}"
    query = f"mutation {{ {mutation}(input: {{{credentials}}}) {{ userErrors {{ code }} }} }}"
    try:
        response = await client.post(login.url, json={"query": query})
        body: Any = response.json()
    except (httpx.HTTPError, ValueError) as failure:
        raise NoLogin(f"{type(failure).__name__}: {failure}") from failure
    if response.status_code != HTTPStatus.OK or body.get("errors"):
        raise NoLogin(f"HTTP {response.status_code} {json.dumps(body.get('errors'))}")
    return [error["code"] for error in body["data"][mutation]["userErrors"]]
