"""The models that were pulled."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

MODIFIED_AT = "2026-03-01T12:00:00.000000Z"
LATEST = ":latest"


@dataclass(frozen=True, slots=True)
class Model:
    """One model; `size` in bytes, `context_length` in tokens."""

    name: str
    architecture: str
    size: int
    parameters: str
    quantization: str
    context_length: int

    @property
    def details(self) -> dict[str, object]:
        """Its family and size, in Ollama's words."""
        return {
            "parent_model": "",
            "format": "gguf",
            "family": self.architecture,
            "families": [self.architecture],
            "parameter_size": self.parameters,
            "quantization_level": self.quantization,
        }

    @property
    def tag(self) -> dict[str, object]:
        """Its entry in the list of models."""
        return {
            "name": self.name,
            "model": self.name,
            "modified_at": MODIFIED_AT,
            "size": self.size,
            "digest": hashlib.sha256(self.name.encode()).hexdigest(),
            "details": self.details,
        }

    @property
    def shown(self) -> dict[str, object]:
        """All that is known of it."""
        return {
            "modelfile": f"FROM {self.name}\n",
            "parameters": 'stop                           "<|eot_id|>"',
            "template": "{{ .Prompt }}",
            "details": self.details,
            "model_info": {
                "general.architecture": self.architecture,
                "general.file_type": 15,
                f"{self.architecture}.context_length": self.context_length,
                f"{self.architecture}.embedding_length": 3072,
            },
            "capabilities": ["completion"],
            "modified_at": MODIFIED_AT,
        }


_MODELS = (
    Model("llama3.2:3b", "llama", 2_019_393_189, "3.2B", "Q4_K_M", 131_072),
    Model("gpt-oss:20b", "gptoss", 13_780_173_839, "20.9B", "MXFP4", 131_072),
    Model("deepseek-r1:8b", "qwen3", 5_225_376_047, "8.2B", "Q4_K_M", 131_072),
    Model("gemma3:4b", "gemma3", 3_338_801_804, "4.3B", "Q4_K_M", 131_072),
    Model("qwen2.5:7b", "qwen2", 4_683_087_332, "7.6B", "Q4_K_M", 32_768),
)
MODELS = {model.name: model for model in _MODELS}


def find_model(name: str) -> Model | None:
    """The model of a name; a name without a tag means the latest one."""
    return MODELS.get(name if ":" in name else name + LATEST)
