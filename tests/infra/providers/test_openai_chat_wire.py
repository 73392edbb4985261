from __future__ import annotations

import pytest

from app.infra.providers.openai_chat_wire import refuses_temperature


@pytest.mark.parametrize(
    "model",
    [
        "gpt-5",
        "gpt-5-mini",
        "gpt-5.2",
        "gpt-5-2025-08-07",
        "GPT-5-nano",
        "gpt-6",
        "gpt-10-mini",
        "o1",
        "o1-preview",
        "o3-mini",
        "o4-mini-2025-04-16",
        "ft:o4-mini:studio::1",
        "openai/gpt-5",
        "openai/o3:floor",
    ],
)
def test_reasoning_models_refuse_a_temperature(model: str) -> None:
    assert refuses_temperature(model)


@pytest.mark.parametrize(
    "model",
    [
        "",
        "gpt-4o",
        "gpt-4o-mini",
        "gpt-4.1",
        "gpt-4-turbo",
        "gpt-3.5-turbo",
        "chatgpt-4o-latest",
        "gpt-50s",
        "gpt-oss-20b",
        "o",
        "o0",
        "omni",
        "olmo",
        "llama3.2:3b",
        "ft:gpt-4o-mini:studio:o3:1",
    ],
)
def test_other_models_take_one(model: str) -> None:
    assert not refuses_temperature(model)
