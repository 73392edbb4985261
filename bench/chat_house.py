"""The whole studio for chats: PostgreSQL, Valkey, a model, one API and one worker process."""

from __future__ import annotations

import asyncio
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from app.infra.embedded.children import stop, wait_until
from app.infra.embedded.servers import EmbeddedPostgres, EmbeddedValkey
from app.infra.migrations import upgrade
from bench.console import say
from bench.facts import WrongFacts
from bench.programs import listens, python, some_port
from bench.systems import RATE_LIMIT

_START_TIMEOUT: Final = 60
_PATIENCE: Final = 10
_REGISTER: Final = """mutation { register(input: {
  email: "bench@studio.example.org", password: "correct horse battery staple"
}) { token } }"""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Where everything listens, and which processes it is; `token` is somebody's."""

    port: int
    mock_port: int
    model_port: int
    token: str
    processes: Mapping[str, int]
    folder: Path

    @property
    def url(self) -> str:
        """The API's address."""
        return f"http://127.0.0.1:{self.port}"

    async def ask(self, client: httpx.AsyncClient, query: str, **variables: object) -> Any:
        """The data of an answer. Raises WrongFacts for errors and user errors."""
        answer = await client.post(
            f"{self.url}/graphql",
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {self.token}"},
        )
        body = answer.json()
        data = body.get("data") or {}
        if "errors" in body or any(each and each.get("userErrors") for each in data.values()):
            raise WrongFacts(f"the API answers {body}")
        return data


@contextmanager
def chat_house(model: str | None = None) -> Iterator[House]:
    """Start it all; stop it in the end. `model`: a module that stands for Ollama's mock.

    Raises StartFailed.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-chat-")))
        # PostgreSQL may run as another user.
        folder.chmod(0o755)
        say("starting PostgreSQL, Valkey, the mock, a worker and the API")
        postgres = EmbeddedPostgres(folder / "postgres", log=folder / "postgres.log")
        stack.callback(postgres.stop)
        valkey = EmbeddedValkey(folder / "valkey", append_only=False, log=folder / "valkey.log")
        stack.callback(valkey.stop)
        database_url, redis_url = postgres.start(), valkey.start()
        asyncio.run(upgrade(database_url))
        port, mock_port = some_port(), some_port()
        mock_argv = ["-m", "aitestmock", "--port", str(mock_port)]
        processes = {
            "postgres": postgres.process.pid if postgres.process else 0,
            "valkey": valkey.process.pid if valkey.process else 0,
            "mock": stack.enter_context(_listening("mock", mock_argv, {}, mock_port, folder)),
        }
        model_port = mock_port
        if model is not None:
            model_port = some_port()
            argv = ["-m", model, str(model_port)]
            processes["model"] = stack.enter_context(
                _listening("model", argv, {}, model_port, folder)
            )
        mock_url = f"http://127.0.0.1:{mock_port}"
        env = {
            "APP_ENV": "dev",
            "PORT": str(port),
            "DATA_DIR": str(folder / "data"),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "JWT_SECRET_KEY": "a secret that signs the tokens of the bench alone",
            "RATE_LIMIT": str(RATE_LIMIT),
            "RATE_LIMIT_BURST": str(RATE_LIMIT),
            "LOG_FORMAT": "json",
            "MUREKA_BASE_URL": mock_url,
            "MUREKA_API_KEY": "unused",
            "OPENAI_BASE_URL": f"{mock_url}/v1",
            "OPENAI_API_KEY": "unused",
            "OLLAMA_URL": f"http://127.0.0.1:{model_port}",
        }
        api = ["-m", "app", "serve"]
        processes["api"] = stack.enter_context(_listening("api", api, env, port, folder))
        processes["worker"] = stack.enter_context(_working(env, folder))
        yield House(
            port=port,
            mock_port=mock_port,
            model_port=model_port,
            token=_register(port),
            processes=processes,
            folder=folder,
        )


@contextmanager
def _listening(
    name: str, argv: list[str], env: Mapping[str, str], port: int, folder: Path
) -> Iterator[int]:
    """The id of a process of ours that listens."""
    with _running(name, argv, env, folder) as process:
        wait_until(lambda: listens(port), process, name=name, timeout=_START_TIMEOUT)
        yield process.pid


@contextmanager
def _working(env: Mapping[str, str], folder: Path) -> Iterator[int]:
    log = folder / "worker.log"
    with _running("worker", ["-m", "app", "work"], env, folder) as process:
        wait_until(
            lambda: "the worker is ready" in log.read_text(),
            process,
            name="worker",
            timeout=_START_TIMEOUT,
        )
        yield process.pid


@contextmanager
def _running(name: str, argv: list[str], env: Mapping[str, str], folder: Path) -> Iterator[Any]:
    process = python(argv, env, folder / f"{name}.log")
    try:
        yield process
    finally:
        stop(process, signals=[signal.SIGTERM], patience=_PATIENCE)


def _register(port: int) -> str:
    url = f"http://127.0.0.1:{port}/graphql"
    answer = httpx.post(url, json={"query": _REGISTER}, timeout=_START_TIMEOUT).json()
    return str(answer["data"]["register"]["token"])
