"""Language models, as clients choose among them."""

from __future__ import annotations

from typing import Self

import strawberry

from app.domain.language.model import ModelInfo, Provider


@strawberry.type(description="A language model that can be talked to.")
class ChatModel:
    """Its name and provider together identify it."""

    name: str = strawberry.field(description="Its name, in its provider's words.")
    provider: Provider = strawberry.field(description="Where it runs.")
    context_window: int = strawberry.field(
        description="How many tokens it keeps in mind, the answer included."
    )
    is_default: bool = strawberry.field(
        description="Whether it is the one to take where nobody chose another of its provider."
    )
    byte_size: float | None = strawberry.field(
        description="How many bytes it takes on its machine; null where nobody says."
    )
    parameters: str | None = strawberry.field(
        description="How many parameters it has, in its provider's words, such as 3.2B."
    )
    quantization: str | None = strawberry.field(
        description="How coarse its parameters are, in its provider's words, such as Q4_K_M."
    )

    @classmethod
    def of(cls, model: ModelInfo) -> Self:
        """The client's view of a model."""
        return cls(
            name=model.name,
            provider=model.provider,
            context_window=model.context_window,
            is_default=model.is_default,
            byte_size=model.size,
            parameters=model.parameters,
            quantization=model.quantization,
        )
