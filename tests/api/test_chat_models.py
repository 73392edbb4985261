from __future__ import annotations

from typing import Any

import httpx

from app.asgi import assemble
from app.infra.settings import Settings
from tests.studio import Person, running_studio, served

FIELDS = "name provider contextWindow isDefault byteSize parameters quantization"
ALL = f"{{ chatModels {{ {FIELDS} }} }}"
OF = f"query ($provider: ChatProvider) {{ chatModels(provider: $provider) {{ {FIELDS} }} }}"


async def listed(person: Person, query: str = ALL, **variables: object) -> list[dict[str, Any]]:
    return list((await person.get(query, **variables))["chatModels"])


async def test_the_models_of_a_provider_are_listed_with_what_is_known_of_them(ada: Person) -> None:
    first, *others = await listed(ada, OF, provider="INTERNAL")
    assert first == {
        "name": "llama3.2:3b",
        "provider": "INTERNAL",
        "contextWindow": 131_072,
        "isDefault": True,
        "byteSize": 2_019_393_189,
        "parameters": "3.2B",
        "quantization": "Q4_K_M",
    }
    assert [(model["name"], model["contextWindow"]) for model in others] == [
        ("gpt-oss:20b", 8_192),
        ("deepseek-r1:8b", 131_072),
        ("gemma3:4b", 131_072),
        ("qwen2.5:7b", 32_768),
    ]
    assert not any(model["isDefault"] for model in others)


async def test_without_a_provider_all_are_listed_ours_first(ada: Person) -> None:
    models = await listed(ada)
    assert [model["provider"] for model in models] == ["INTERNAL"] * 5 + ["EXTERNAL"] * 4
    assert models[5] == {
        "name": "gpt-5-mini",
        "provider": "EXTERNAL",
        "contextWindow": 200_000,
        "isDefault": True,
        "byteSize": None,
        "parameters": None,
        "quantization": None,
    }
    assert [model["isDefault"] for model in models[6:]] == [False] * 3


async def test_a_provider_that_cannot_be_asked_is_an_error_and_has_no_models_among_all(
    ada: Person, settings: Settings
) -> None:
    away = settings.model_copy(update={"ollama_url": "http://127.0.0.1:9"})
    async with (
        running_studio(away) as studio,
        served(assemble(studio)) as url,
        httpx.AsyncClient(base_url=url, timeout=10) as http,
    ):
        ada.http = http
        (error,) = (await ada.ask(OF, provider="INTERNAL"))["errors"]
        assert error["extensions"]["code"] == "PROVIDER_UNAVAILABLE"
        assert error["message"] == "The server of the language models cannot be reached."
        assert {model["provider"] for model in await listed(ada)} == {"EXTERNAL"}


async def test_the_list_needs_a_viewer(ada: Person) -> None:
    ada.token = "nobody"
    (error,) = (await ada.ask(ALL))["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
