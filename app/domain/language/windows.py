"""How many tokens well-known models keep in mind.

A name is known exactly, or by the longest known name that it begins with: `llama3.2:3b` and
`llama3.2` are llama3.2, `gpt-4o-2024-08-06` is gpt-4o. Where one known name ends, a new word must
begin: llama3.2 is not llama3, gpt-4o is not gpt-4. Only OpenAI counts on behind a dot, as in
gpt-5.2, without becoming another family.

The numbers are what the studio relies on. Some models could keep more in mind; none keeps less.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.domain.language.model import Provider

UNKNOWN_WINDOW: Final[Mapping[Provider, int]] = {Provider.INTERNAL: 2_048, Provider.EXTERNAL: 8_192}
"""What a model keeps in mind of which nobody knows anything."""

_NEXT_WORD: Final[Mapping[Provider, str]] = {Provider.INTERNAL: ":-", Provider.EXTERNAL: ":-."}

_OLLAMA: Final[Mapping[str, int]] = {
    "codellama": 16_384,
    "command-r": 131_072,
    "gemma": 8_192,
    "gemma2": 8_192,
    "gemma3": 131_072,
    "gemma3:270m": 32_768,
    "gemma3:1b": 32_768,
    "gemma3n": 32_768,
    "gpt-oss": 8_192,
    "llama2": 4_096,
    "llama3": 8_192,
    "llama3.1": 131_072,
    "llama3.2": 131_072,
    "llama3.3": 131_072,
    "mistral": 8_192,
    "mistral-nemo": 131_072,
    "mistral-small": 32_768,
    "mixtral": 32_768,
    "phi3": 4_096,
    "phi4": 16_384,
    "qwen2": 32_768,
    "qwen2.5": 32_768,
    "qwen3": 40_960,
    "tinyllama": 2_048,
}
_OPENAI: Final[Mapping[str, int]] = {
    "chatgpt-4o": 128_000,
    "gpt-3.5-turbo": 16_385,
    "gpt-4": 8_192,
    "gpt-4-32k": 32_768,
    "gpt-4-0125": 128_000,
    "gpt-4-1106": 128_000,
    "gpt-4-turbo": 128_000,
    "gpt-4.1": 128_000,
    "gpt-4.5": 128_000,
    "gpt-4o": 128_000,
    "gpt-5": 200_000,
    "o1": 200_000,
    "o1-mini": 128_000,
    "o1-preview": 128_000,
    "o3": 200_000,
    "o4": 200_000,
}
_KNOWN: Final[Mapping[Provider, Mapping[str, int]]] = {
    Provider.INTERNAL: _OLLAMA,
    Provider.EXTERNAL: _OPENAI,
}


def known_window(provider: Provider, model: str) -> int | None:
    """The context window of a model in tokens; None where neither it nor its family is known."""
    name = model.strip().lower()
    if provider is Provider.EXTERNAL:
        name = name.removeprefix("ft:")
    windows, ends = _KNOWN[provider], _NEXT_WORD[provider]
    families = (
        known for known in windows if name.startswith(known) and name[len(known) :][:1] in ends
    )
    longest = max(families, key=len, default=None)
    return None if longest is None else windows[longest]
