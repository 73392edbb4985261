"""Who signs in where: what was given, or the login that `python -m app dev` keeps."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app.cli.studio_errors import Misuse

DEFAULT_SERVER = "http://127.0.0.1:8000"
_GRAPHQL = "/graphql"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioLogin:
    """An account at the studio at `url`, which has no trailing slash."""

    url: str
    email: str
    password: str = field(repr=False)


def add_login_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that say where the studio is and who signs in."""
    group = parser.add_argument_group(
        "signing in",
        "Without these, the login of `python -m app dev` is used (DATA_DIR/login.json).",
    )
    group.add_argument("--server", metavar="URL", help="the studio's address, with its path if any")
    group.add_argument("--email", metavar="E", help="who signs in; password: STUDIO_PASSWORD")
    group.add_argument(
        "--password-stdin", action="store_true", help="read the password's line from standard input"
    )


def studio_login(parsed: argparse.Namespace, environ: Mapping[str, str]) -> StudioLogin:
    """The login that the options ask for. Raises Misuse."""
    server = base_url(parsed.server) if parsed.server else None
    if parsed.email:
        url = server or _kept_url() or DEFAULT_SERVER
        return StudioLogin(url=url, email=parsed.email, password=_password(parsed, environ))
    if parsed.password_stdin:
        raise Misuse("--password-stdin needs --email")
    kept = _kept()
    if kept is None:
        raise Misuse(
            "nobody is signed in: start a studio with `python -m app dev`, "
            "or give --server and --email"
        )
    if server not in (None, kept.url):  # its password is nobody else's business
        raise Misuse(f"the login of `python -m app dev` is for {kept.url}; give --email too")
    return kept


def base_url(address: str) -> str:
    """The address without `/graphql` and without a slash at its end. Raises Misuse."""
    try:
        parts = urlsplit(address.strip())
        wrong = parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0
    except ValueError:
        wrong = True
    if wrong:
        raise Misuse(f"{address} is no address of a studio; it looks like {DEFAULT_SERVER}")
    if parts.username is not None or parts.query or parts.fragment:
        raise Misuse("the studio's address has no user, query or fragment")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/').removesuffix(_GRAPHQL)}"


def accept_language(environ: Mapping[str, str]) -> str:
    """Accept-Language for the language of a terminal; `de-DE` for `de_DE.UTF-8`."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    value = next((environ[name] for name in names if environ.get(name)), "")
    language = value.partition(".")[0].partition("@")[0]
    spoken = language.replace("_", "").isalpha() and language not in ("C", "POSIX")
    return language.replace("_", "-") if spoken and language.isascii() else "en"


def _kept_url() -> str | None:
    kept = _kept()
    return kept.url if kept else None


def _kept() -> StudioLogin | None:
    from app.infra.settings import Settings

    file: Path = Settings(app_env="dev").data_dir / "login.json"
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return StudioLogin(
            url=base_url(kept["url"]), email=str(kept["email"]), password=str(kept["password"])
        )
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Misuse(f"{file} cannot be read: {error.strerror}") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Misuse(f"{file} holds no login") from error


def _password(parsed: argparse.Namespace, environ: Mapping[str, str]) -> str:
    if parsed.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif "STUDIO_PASSWORD" in environ:
        password = environ["STUDIO_PASSWORD"]
    elif sys.stdin.isatty():
        password = getpass.getpass(f"Password of {parsed.email}: ")
    else:
        password = ""
    if not password:
        raise Misuse("no password: set STUDIO_PASSWORD, or give --password-stdin")
    return password
