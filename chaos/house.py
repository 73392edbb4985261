"""A whole studio in processes that can be killed, frozen and started again."""

from __future__ import annotations

import asyncio
import signal
import subprocess
from pathlib import Path
from typing import Final

import asyncpg
import httpx

from app.infra.database import credentials
from app.infra.embedded.children import wait_until
from app.infra.embedded.servers import EmbeddedPostgres, EmbeddedValkey
from bench.programs import python, some_port
from tests.seaweedfs import ACCESS_KEY, SECRET_KEY, S3Server

SLOTS: Final = 4
"""Songs that the provider may work on at the same time."""
LEASE: Final = 3.0
HOLD: Final = 3.0
"""Seconds, as all times here."""
LONGEST_PATIENCE: Final = 5.0
"""With a provider that says nothing."""
PATIENCE: Final = 60
_LOOK: Final = 0.1

TIMES: Final[dict[str, float]] = {
    "JOB_LEASE": LEASE,
    "JOB_SWEEP_INTERVAL": 0.2,
    "MUREKA_CONCURRENCY": SLOTS,
    "MUREKA_TIMEOUT": 2,
    "MUREKA_STEM_TIMEOUT": 4,
    "MUREKA_POLL_INTERVAL_SHORT": 0.3,
    "MUREKA_POLL_INTERVAL_MEDIUM": 0.3,
    "MUREKA_POLL_INTERVAL_LONG": 0.3,
    "MUREKA_RETRY_DELAY": 0.3,
    "MUREKA_RATE_LIMIT_DELAY": 0.5,
    "MUREKA_UNKNOWN_GRACE": 1,
    "MUREKA_UNKNOWN_HOLD": HOLD,
    "MUREKA_JOB_DEADLINE": 60,
    "OPENAI_CONCURRENCY": SLOTS,
    "OPENAI_TIMEOUT": 4,
    "OPENAI_RETRY_DELAY": 0.3,
    "OPENAI_RATE_LIMIT_DELAY": 0.5,
    "OPENAI_UNKNOWN_GRACE": 1,
    "OLLAMA_TIMEOUT": LONGEST_PATIENCE,
}
"""Settings that make minutes fit into seconds."""


class House:
    """PostgreSQL, Valkey, an S3, the mock of the providers, an API and two workers.

    The workers reach the mock by `line_port`, where somebody has to pass on what comes.

    `unguarded` workers send again what may have been sent: the control that must buy twice.
    """

    def __init__(self, folder: Path, *, unguarded: bool) -> None:
        folder.chmod(0o755)  # PostgreSQL may run as another user
        self.folder = folder
        self.postgres = EmbeddedPostgres(
            folder / "postgres",
            settings={"fsync": "off", "max_connections": "100"},
            log=folder / "postgres.log",
        )
        self.valkey = EmbeddedValkey(
            folder / "valkey", append_only=False, log=folder / "valkey.log"
        )
        self.s3 = S3Server(folder / "s3")
        self.port, self.line_port, self.mock_port = (some_port() for _ in range(3))
        self.url = f"http://127.0.0.1:{self.port}"
        self.mock = f"http://127.0.0.1:{self.mock_port}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        work = ["-m", "chaos.unguarded"] if unguarded else ["-m", "app", "work"]
        self._programs = {
            "mock": ["-m", "aitestmock", "--port", str(self.mock_port)],
            "api": ["-m", "app", "serve"],
            "worker-1": work,
            "worker-2": work,
        }

    def start(self) -> None:
        """Start everything. Raises StartFailed."""
        self.postgres.start()
        self.valkey.start()
        self.s3.start()
        self._run("migrate", ["-m", "app", "migrate"]).wait()
        for name in self._programs:
            self.begin(name)
        wait_until(self._answers, self.processes["api"], name="api", timeout=PATIENCE)

    def begin(self, name: str) -> None:
        """Start a program, whatever became of its last process."""
        self.processes[name] = self._run(name, self._programs[name])

    def kill(self, name: str) -> None:
        """End a program at once."""
        self.processes[name].kill()
        self.processes[name].wait()

    def stop(self) -> None:
        """End everything."""
        for process in self.processes.values():
            process.kill()
            process.wait()
        self.s3.stop()
        for server in (self.valkey, self.postgres):
            if server.process is not None:
                server.process.send_signal(signal.SIGCONT)
            server.stop()

    async def command(self, *arguments: str) -> tuple[int, str]:
        """The exit status of one of the studio's commands, and the last line that it said."""
        process = self._run("command", ["-m", "app", *arguments])
        while process.poll() is None:  # noqa: ASYNC110 - a process of Popen tells nobody of its end
            await asyncio.sleep(_LOOK)
        lines = (self.folder / "command.log").read_text().splitlines()
        return process.returncode, lines[-1] if lines else ""

    async def connect(self) -> asyncpg.Connection:
        """A connection to the database."""
        return await asyncpg.connect(**credentials(self.postgres.url))

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health/ready", timeout=1).is_success
        except httpx.HTTPError:
            return False

    def _run(self, name: str, argv: list[str]) -> subprocess.Popen[bytes]:
        return python(argv, self._environment(), self.folder / f"{name}.log")

    def _environment(self) -> dict[str, str]:
        providers = f"http://127.0.0.1:{self.line_port}"
        settings: dict[str, object] = {
            "APP_ENV": "dev",
            "PORT": self.port,
            "DATA_DIR": self.folder / "data",
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "JWT_SECRET_KEY": "a secret that signs the tokens of this storm alone",
            "RATE_LIMIT": 100_000,
            "RATE_LIMIT_BURST": 100_000,
            "MUREKA_BASE_URL": providers,
            "MUREKA_API_KEY": "unused",
            "OPENAI_BASE_URL": f"{providers}/v1",
            "OPENAI_API_KEY": "unused",
            "OLLAMA_URL": providers,
            "STORAGE_BACKEND": "filesystem",  # what is new stays here while the rest moves
            "S3_ENDPOINT": self.s3.endpoint,
            "S3_ACCESS_KEY": ACCESS_KEY,
            "S3_SECRET_KEY": SECRET_KEY,
            **TIMES,
        }
        return {name: str(value) for name, value in settings.items()}
