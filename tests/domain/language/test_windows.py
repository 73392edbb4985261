from __future__ import annotations

import pytest

from app.domain.language.model import Provider
from app.domain.language.windows import UNKNOWN_WINDOW, known_window


@pytest.mark.parametrize(
    ("model", "window"),
    [
        ("gpt-oss:20b", 8_192),
        ("llama3.1:8b", 131_072),
        ("llama3.2:1b", 131_072),
        ("llama3.2:3b", 131_072),
        ("llama3:8b", 8_192),
        ("llama2", 4_096),
        ("mistral:7b", 8_192),
        ("mixtral:8x7b", 32_768),
        ("qwen2:7b", 32_768),
        ("gemma", 8_192),
        ("gemma2", 8_192),
        ("codellama", 16_384),
        ("phi3", 4_096),
        ("qwen2.5:7b", 32_768),
        ("llama3.2", 131_072),
        ("llama3.2:latest", 131_072),
        ("llama3.2:3b-instruct-q4_K_M", 131_072),
        ("LLaMA3.2:3B", 131_072),
        ("llama3.2-vision:11b", 131_072),
        ("gemma3:4b", 131_072),
        ("gemma3:1b", 32_768),
        ("gemma3:1b-it-qat", 32_768),
        ("mistral-nemo:12b", 131_072),
    ],
)
def test_the_window_of_a_model_at_home_is_its_familys(model: str, window: int) -> None:
    assert known_window(Provider.INTERNAL, model) == window


@pytest.mark.parametrize(
    ("model", "window"),
    [
        ("gpt-4o", 128_000),
        ("gpt-4o-mini", 128_000),
        ("gpt-4.1", 128_000),
        ("gpt-4.1-nano", 128_000),
        ("gpt-4-turbo", 128_000),
        ("gpt-4", 8_192),
        ("gpt-3.5-turbo", 16_385),
        ("gpt-5", 200_000),
        ("gpt-5-mini", 200_000),
        ("gpt-5.2", 200_000),
        ("gpt-5.1-codex-max", 200_000),
        ("gpt-4o-2024-08-06", 128_000),
        ("gpt-4-turbo-2024-04-09", 128_000),
        ("gpt-4-0613", 8_192),
        ("gpt-4-1106-preview", 128_000),
        ("o3-mini", 200_000),
        ("o3-2025-04-16", 200_000),
        ("o4-mini", 200_000),
        ("o1-mini-2024-09-12", 128_000),
        ("ft:gpt-4o-mini:studio::1", 128_000),
    ],
)
def test_a_dated_or_tuned_model_elsewhere_finds_its_family(model: str, window: int) -> None:
    assert known_window(Provider.EXTERNAL, model) == window


@pytest.mark.parametrize(
    ("provider", "model"),
    [
        (Provider.INTERNAL, ""),
        (Provider.INTERNAL, "deepseek-r1:8b"),
        (Provider.INTERNAL, "llama3.9:8b"),
        (Provider.INTERNAL, "llama"),
        (Provider.INTERNAL, "gemma4:4b"),
        (Provider.INTERNAL, "gpt-4o"),
        (Provider.INTERNAL, "somebody/llama3.2:3b"),
        (Provider.EXTERNAL, ""),
        (Provider.EXTERNAL, "gpt"),
        (Provider.EXTERNAL, "gpt-50"),
        (Provider.EXTERNAL, "o35"),
        (Provider.EXTERNAL, "claude-9"),
        (Provider.EXTERNAL, "llama3.2:3b"),
    ],
)
def test_half_a_name_is_no_name(provider: Provider, model: str) -> None:
    assert known_window(provider, model) is None


def test_of_the_unknown_little_is_expected() -> None:
    assert UNKNOWN_WINDOW == {Provider.INTERNAL: 2_048, Provider.EXTERNAL: 8_192}
