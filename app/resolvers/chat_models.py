"""Language models: the list to choose from."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.domain.language.model import Provider
from app.schema.chat_models import ChatModel
from app.schema.context import Info


@strawberry.type
class ChatModelQuery:
    """Looking for a language model."""

    @strawberry.field(
        description=(
            "The language models that can be talked to, the usual order of each provider kept. A "
            "provider that was named and cannot be asked is an error; where none is named, it has "
            "no models."
        )
    )
    async def chat_models(
        self,
        info: Info,
        provider: Annotated[
            Provider | None,
            strawberry.argument(description="Only the models of this provider; null: all."),
        ] = None,
    ) -> list[ChatModel]:
        """At most 200."""
        models = await info.context.services.models.available(provider)
        return [ChatModel.of(model) for model in models]
