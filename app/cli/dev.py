"""`python -m app dev`: the whole studio on one machine, servers included, as one tree."""

from __future__ import annotations

import asyncio
import secrets
import shlex
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psutil

from app.infra.crypto import new_key
from app.infra.embedded.commands import Command, Probe
from app.infra.embedded.console import Console
from app.infra.embedded.directory import InUse, exclusively, kept
from app.infra.embedded.keeper import GaveUp, Supervised
from app.infra.embedded.login import Login, NoLogin
from app.infra.embedded.ports import PortTaken, free_port, loopback, origin
from app.infra.embedded.servers import EmbeddedPostgres, EmbeddedValkey
from app.infra.embedded.supervisor import Interrupted, Supervisor
from app.infra.settings import Settings

REFUSED = 2
FAILED = 1
WORKER_CLOSES = 5.0
_MOCK_HOST = "127.0.0.1"
_EXAMPLES = Path("examples", "lyrics")


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """What the tree is made of; the tests put small stand-ins here."""

    migrate: Sequence[str] = (sys.executable, "-m", "app", "migrate")
    web: Sequence[str] = (sys.executable, "-m", "app", "serve")
    worker: Sequence[str] = (sys.executable, "-m", "app", "work")
    mock: Sequence[str] = (sys.executable, "-m", "aitestmock")


def dev(environ: Mapping[str, str]) -> int:
    """Read the settings and run; ValidationError when a setting is wrong."""
    return run_dev(Settings(app_env="dev"), environ)


def run_dev(
    settings: Settings, environ: Mapping[str, str], programs: Programs | None = None
) -> int:
    """Run until somebody asks for the end (0), something keeps dying (1) or cannot start (2)."""
    console = Console(sys.stdout)
    data_dir = settings.data_dir.resolve()
    with ExitStack() as held:
        try:
            held.enter_context(exclusively(data_dir))
            console.say(f"Starting the studio in {data_dir}")
            studio = _Studio(settings, environ, programs or Programs(), console, data_dir)
        except (InUse, PortTaken, OSError) as refusal:
            console.say(f"cannot start: {refusal}")
            return REFUSED
        return asyncio.run(studio.run())


class _Studio:
    def __init__(
        self,
        settings: Settings,
        environ: Mapping[str, str],
        programs: Programs,
        console: Console,
        data_dir: Path,
    ) -> None:
        self._settings = settings
        self._environ = environ
        self._programs = programs
        self._console = console
        self._data_dir = data_dir
        self._port = self._choose_port()
        self._mock_port = self._choose_mock_port()

    async def run(self) -> int:
        try:
            async with Supervisor(self._console) as tree:
                await self._start(tree)
                await tree.wait()
        except Interrupted:
            self._console.say("Stopped.")
        except GaveUp as reason:
            self._console.say(f"\nStopped, because {reason}")
            return FAILED
        return 0

    async def _start(self, tree: Supervisor) -> None:
        postgres = EmbeddedPostgres(self._data_dir / "postgres", log=self._log("postgres"))
        valkey = EmbeddedValkey(
            self._data_dir / "valkey", append_only=True, log=self._log("valkey")
        )
        servers: list[Supervised] = []
        if not self._settings.database_url:
            servers.append(postgres)
        if not self._settings.redis_url:
            servers.append(valkey)
        await tree.start(*servers)
        env = {
            **self._environment(),
            "DATABASE_URL": self._settings.database_url or postgres.url,
            "REDIS_URL": self._settings.redis_url or valkey.url,
        }
        await tree.run(
            Command(name="migrate", argv=self._programs.migrate, env=env, log=self._log("migrate"))
        )
        await tree.start(*self._processes(env))
        self._announce(await tree.unless_ended(self._login()))

    def _processes(self, env: Mapping[str, str]) -> list[Supervised]:
        mock = Command(
            name="mock",
            argv=(*self._programs.mock, "--host", _MOCK_HOST, "--port", str(self._mock_port)),
            env=env,
            log=self._log("mock"),
        )
        web = Command(
            name="web",
            argv=self._programs.web,
            env=env,
            log=self._log("web"),
            probe=Probe(loopback(self._settings.host), self._port, "/health/ready"),
        )
        worker = Command(
            name="worker",
            argv=self._programs.worker,
            env=env,
            log=self._log("worker"),
            patience=self._settings.longest_drain + WORKER_CLOSES,
        )
        return [mock, web, worker] if self._mocked() else [web, worker]

    def _environment(self) -> dict[str, str]:
        """What every process of the studio gets; a `.env` fills in the rest."""
        # libpq's variables would send the API to another server than ours.
        foreign = () if self._settings.database_url else ("PG",)
        env = {name: text for name, text in self._environ.items() if not name.startswith(foreign)}
        env |= {
            "APP_ENV": "dev",
            "HOST": self._settings.host,
            "PORT": str(self._port),
            "DATA_DIR": str(self._data_dir),
            "PYTHONUNBUFFERED": "1",
        }
        if not self._settings.jwt_secret_key.get_secret_value():
            secret = kept(self._data_dir / "jwt_secret_key", lambda: secrets.token_urlsafe(48))
            env["JWT_SECRET_KEY"] = secret
        if not self._settings.encryption_secret_keys:
            keys = kept(self._data_dir / "encryption_secret_keys", new_key)
            env["ENCRYPTION_SECRET_KEYS"] = keys
        if "log_format" not in self._settings.model_fields_set:
            env["LOG_FORMAT"] = "pretty"
        return env | self._mocked()

    def _mocked(self) -> dict[str, str]:
        """The settings of the providers that nobody has configured: the mock plays them."""
        mock = origin(_MOCK_HOST, self._mock_port)
        settings: dict[str, str] = {}
        if not self._settings.mureka_base_url:
            settings |= {"MUREKA_BASE_URL": mock, "MUREKA_API_KEY": "mock-key"}
        if not self._settings.openai_base_url:
            settings |= {
                "OPENAI_BASE_URL": f"{mock}/v1",
                "OPENAI_API_KEY": "mock-key",
                "OPENAI_ADMIN_API_KEY": "mock-admin-key",
            }
        if not self._settings.ollama_url:
            settings["OLLAMA_URL"] = mock
        return settings

    def _choose_port(self) -> int:
        """A port that was asked for is meant; the usual one may give way."""
        wanted = self._settings.port
        explicit = "port" in self._settings.model_fields_set
        try:
            port = free_port(self._settings.host, wanted, may_move=not explicit)
        except PortTaken:
            raise PortTaken(f"port {wanted} is taken; set PORT to another one") from None
        if wanted not in (port, 0):
            self._console.say(f"port {wanted} is taken, using {port}")
        return port

    def _choose_mock_port(self) -> int:
        wanted = self._settings.mock_port
        try:
            return free_port(_MOCK_HOST, wanted or self._port + 1, may_move=not wanted)
        except PortTaken:
            raise PortTaken(f"port {wanted} is taken; set MOCK_PORT to another one") from None

    async def _login(self) -> Login | NoLogin:
        file = self._data_dir / "login.json"
        login = Login.kept_in(file, url=f"{origin(self._settings.host, self._port)}/graphql")
        # Kept before it is used: an interruption must not lose the password of an account.
        login.keep_in(file)
        try:
            registered = await login.registered()
        except NoLogin as reason:
            return reason
        registered.keep_in(file)
        return registered

    def _announce(self, login: Login | NoLogin) -> None:
        url = origin(self._settings.host, self._port)
        seconds = time.time() - psutil.Process().create_time()
        lines = [f"The studio is ready after {seconds:.1f} s.", ""]
        lines += [f"  API       {url}/graphql", f"  GraphiQL  {url}/graphiql"]
        if self._mocked():
            lines.append(f"  Mock      {origin(_MOCK_HOST, self._mock_port)}/_mock/requests")
        if isinstance(login, Login):
            lines.append(f"  Login     {login.email}  {login.password}")
        else:
            lines.append(f"  Login     none was made: {login}")
        lines.append(f"  Data      {self._data_dir}")
        if not self._settings.mureka_base_url and self._settings.mureka_api_key.get_secret_value():
            lines.append("  Note      MUREKA_API_KEY is unused: the mock answers while")
            lines.append("            MUREKA_BASE_URL is not set")
        lines += ["", f"  Try       {_example()}", "  Stop      Ctrl-C", ""]
        self._console.say("\n" + "\n".join(lines))

    def _log(self, name: str) -> Path:
        return self._data_dir / "logs" / f"{name}.log"


def _example() -> str:
    python = Path(sys.executable)
    if python.is_relative_to(Path.cwd()):
        python = python.relative_to(Path.cwd())
    files = sorted(_EXAMPLES.glob("*.txt"))
    lyrics = str(files[0]) if files else "LYRICS.txt"
    command = [str(python), "-m", "app", "song", lyrics]
    return f'{shlex.join(command)} --prompt "folk rock, warm, 5s"'
