from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from aitestmock.app import create_mock
from aitestmock.server import serving
from app.domain.errors import ProviderError, ProviderRefused, ProviderUnavailable
from app.domain.language.model import ModelInfo, Provider
from app.infra.providers.model_catalog import MOST_REMEMBERED, Models
from app.infra.providers.ollama import Ollama
from app.infra.providers.ollama_wire import InstalledModel


@dataclass
class Server:
    """Answers when it is let, and notes what it was asked."""

    models: Sequence[InstalledModel] = (InstalledModel(name="a:1b"), InstalledModel(name="b:1b"))
    windows: dict[str, int | None] = field(default_factory=dict)
    away: bool = False
    asked: list[str] = field(default_factory=list)

    async def installed(self) -> Sequence[InstalledModel]:
        self.asked.append("*")
        await asyncio.sleep(0.01)
        if self.away:
            raise ProviderUnavailable("models.unavailable")
        return self.models

    async def context_length(self, model: str) -> int | None:
        self.asked.append(model)
        await asyncio.sleep(0.01)
        if self.away or model not in self.windows:
            raise ProviderError("models.malformed")
        return self.windows[model]


def catalog(server: Server | Ollama, **changes: Any) -> Models:
    chosen: dict[str, Any] = {
        "chosen": (),
        "default": "b:1b",
        "external": ("gpt-5-mini", "gpt-4o", "new-model"),
        "external_key": True,
    }
    return Models(server, **{**chosen, **changes})


def named(models: Sequence[ModelInfo]) -> list[tuple[str, int, bool]]:
    return [(model.name, model.context_window, model.is_default) for model in models]


async def test_the_servers_models_are_listed_with_their_windows() -> None:
    async with serving(create_mock()) as url, Ollama(base_url=url, timeout=5) as server:
        models = await catalog(server, default="gemma3:4b").models(Provider.INTERNAL)
    assert named(models) == [
        ("llama3.2:3b", 131_072, False),
        ("gpt-oss:20b", 8_192, False),
        ("deepseek-r1:8b", 131_072, False),
        ("gemma3:4b", 131_072, True),
        ("qwen2.5:7b", 32_768, False),
    ]
    assert (models[0].size, models[0].parameters) == (2_019_393_189, "3.2B")


async def test_chosen_models_are_listed_once_in_their_order_even_while_the_server_is_away() -> None:
    server = Server(away=True)
    models = await catalog(server, chosen=["b:1b", "llama3.2", "b:1b"]).models(Provider.INTERNAL)
    assert named(models) == [("b:1b", 2_048, True), ("llama3.2", 131_072, False)]
    assert server.asked == ["b:1b"]


@pytest.mark.parametrize(
    ("default", "name"),
    [("a", "a"), ("a", "a:latest"), ("a:latest", "a"), ("a:1b", "a:1b")],
)
async def test_a_name_without_a_tag_means_the_latest(default: str, name: str) -> None:
    (model,) = await catalog(Server(), chosen=[name], default=default).models(Provider.INTERNAL)
    assert model.is_default
    (other,) = await catalog(Server(), chosen=["a:2b"], default=default).models(Provider.INTERNAL)
    assert not other.is_default


async def test_the_first_external_model_is_the_usual_one() -> None:
    assert named(await catalog(Server()).models(Provider.EXTERNAL)) == [
        ("gpt-5-mini", 200_000, True),
        ("gpt-4o", 128_000, False),
        ("new-model", 8_192, False),
    ]


async def test_without_a_key_no_external_model_can_be_talked_to() -> None:
    with pytest.raises(ProviderRefused):
        await catalog(Server(), external_key=False).models(Provider.EXTERNAL)


async def test_a_server_that_is_away_has_no_list() -> None:
    server = Server(away=True)
    models = catalog(server)
    for _ in range(2):
        with pytest.raises(ProviderUnavailable):
            await models.models(Provider.INTERNAL)
    server.away = False
    assert len(await models.models(Provider.INTERNAL)) == 2
    assert server.asked.count("*") == 3


async def test_a_crowd_shares_its_questions() -> None:
    server = Server(windows={"a:1b": 5})
    models = catalog(server)
    crowd = await asyncio.gather(*(models.models(Provider.INTERNAL) for _ in range(20)))
    assert {tuple(named(each)) for each in crowd} == {(("a:1b", 5, False), ("b:1b", 2_048, True))}
    await models.models(Provider.INTERNAL)
    assert sorted(server.asked) == ["*", "a:1b", "b:1b"]


async def test_whoever_asks_while_the_list_is_on_its_way_is_answered_by_it() -> None:
    server = Server()
    models = catalog(server)
    first = asyncio.create_task(models.models(Provider.INTERNAL))
    while server.asked != ["*"]:
        await asyncio.sleep(0)
    assert await models.models(Provider.INTERNAL) == await first
    assert server.asked.count("*") == 1


async def test_the_window_of_a_known_model_is_asked_of_nobody() -> None:
    server = Server(windows={"llama3.2:3b": 7})
    models = catalog(server)
    assert await models.context_window(Provider.INTERNAL, "llama3.2:3b") == 131_072
    assert await models.context_window(Provider.EXTERNAL, "gpt-5") == 200_000
    assert await models.context_window(Provider.EXTERNAL, "mystery") == 8_192
    assert await models.context_window(Provider.INTERNAL, "") == 2_048
    assert server.asked == []


async def test_the_window_of_another_model_is_what_the_server_tells() -> None:
    server = Server(windows={"mine:1b": 40_000, "vague:1b": None})
    models = catalog(server)
    for _ in range(2):
        assert await models.context_window(Provider.INTERNAL, "mine:1b") == 40_000
        assert await models.context_window(Provider.INTERNAL, "vague:1b") == 2_048
        assert await models.context_window(Provider.INTERNAL, "unknown:1b") == 2_048
    assert server.asked == ["mine:1b", "vague:1b", "unknown:1b"]


async def test_no_more_windows_are_remembered_than_there_is_room_for() -> None:
    server = Server()
    models = catalog(server)
    for number in range(MOST_REMEMBERED + 1):
        await models._ask(f"m{number}")
    del server.asked[:]
    await models.context_window(Provider.INTERNAL, f"m{MOST_REMEMBERED}")
    await models.context_window(Provider.INTERNAL, "m1")
    assert server.asked == []
    await models.context_window(Provider.INTERNAL, "m0")
    assert server.asked == ["m0"]
