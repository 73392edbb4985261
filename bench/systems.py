"""What is measured: the table of systems, and how each is started and asked."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from bench.dataset import Owner
from bench.environments import install
from bench.operations import Operation, our_operations, read_operations
from bench.paths import PEERS, ROOT
from bench.seed import token

REFERENCE: Final = "ours"
LIMIT: Final = "L"
RATE_LIMIT: Final = 1_000_000
"""Requests per second and viewer, the burst as high: counted for each request, never reached."""

_SECRET: Final = "a secret that signs the tokens of the bench alone"  # noqa: S105


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a system finds when it is started; `folder` is its own."""

    database_url: str
    redis_url: str
    owner: Owner
    folder: Path
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """The process of a system. `env` is all of its environment but PATH and the like."""

    argv: Sequence[str]
    env: Mapping[str, str]
    cwd: Path


class System(Protocol):
    """One server that answers on 127.0.0.1."""

    @property
    def name(self) -> str:
        """How the report calls it."""
        ...

    @property
    def about(self) -> str:
        """What it is, in one line."""
        ...

    def operations(self) -> Mapping[str, Operation]:
        """How it is asked, by workload; a workload it lacks is not measured."""
        ...

    def headers(self, owner: Owner) -> Mapping[str, str]:
        """What is sent along with every request."""
        ...

    def launch(self, site: Site) -> Launch:
        """How it is started. Raises Unavailable when this machine cannot run it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """Our API as `python -m app serve` runs it: authentication, limits and JSON log on."""

    name: str
    about: str
    readpath: bool

    def operations(self) -> Mapping[str, Operation]:
        """See System."""
        return our_operations()

    def headers(self, owner: Owner) -> Mapping[str, str]:
        """See System."""
        return {"Authorization": f"Bearer {token(owner, _SECRET)}"}

    def launch(self, site: Site) -> Launch:
        """See System."""
        env = {
            "PYTHONPATH": str(ROOT),
            "APP_ENV": "dev",
            "PORT": str(site.port),
            "DATA_DIR": str(site.folder / "data"),
            "DATABASE_URL": site.database_url,
            "REDIS_URL": site.redis_url,
            "JWT_SECRET_KEY": _SECRET,
            "RATE_LIMIT": str(RATE_LIMIT),
            "RATE_LIMIT_BURST": str(RATE_LIMIT),
            "LOG_FORMAT": "json",
            "MUREKA_BASE_URL": "http://127.0.0.1:9",
            "MUREKA_API_KEY": "unused",
            "READPATH": "on" if self.readpath else "off",
        }
        return Launch(argv=[sys.executable, "-m", "app", "serve"], env=env, cwd=site.folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The best SQL behind a bare ASGI application."""

    name: str
    about: str

    def operations(self) -> Mapping[str, Operation]:
        """See System."""
        return our_operations()

    def headers(self, _owner: Owner) -> Mapping[str, str]:
        """See System."""
        return {}

    def launch(self, site: Site) -> Launch:
        """See System."""
        env = {**_fixed_owner(site), "PYTHONPATH": str(ROOT)}
        argv = [sys.executable, "-m", "bench.limit.server"]
        return Launch(argv=argv, env=env, cwd=site.folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Somebody else's stack, in a folder of its own with its lock file."""

    name: str
    about: str

    def operations(self) -> Mapping[str, Operation]:
        """See System."""
        return read_operations(PEERS / self.name / "operations.json")

    def headers(self, _owner: Owner) -> Mapping[str, str]:
        """See System."""
        return {}

    def launch(self, site: Site) -> Launch:
        """See System."""
        environment = install(PEERS / self.name)
        env = {**_fixed_owner(site), "NODE_ENV": "production"}
        return Launch(argv=environment.argv, env=env, cwd=environment.folder)


def _fixed_owner(site: Site) -> dict[str, str]:
    """Neither authentication nor a log: everybody is the one owner."""
    return {
        "PORT": str(site.port),
        "DATABASE_URL": site.database_url,
        "OWNER": str(site.owner.id),
    }


OURS: Final[Sequence[System]] = (
    Studio(name=REFERENCE, about="this API, with its read path", readpath=True),
    Studio(name="plan-off", about="this API with READPATH=off", readpath=False),
    Limit(name=LIMIT, about="the limit: bare ASGI, one hand-written statement a request"),
)
PEER_SYSTEMS: Final[Sequence[System]] = (
    Peer(name="postgraphile", about="PostGraphile 5"),
    Peer(name="mercurius", about="Fastify, Mercurius with jit, hand-written json_agg"),
    Peer(name="fastapi", about="FastAPI, SQLAlchemy async, pydantic"),
)
