"""The OpenAI part of the mock: pictures, texts, models and the organization's costs."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute

from aitestmock.media.files import MediaFault
from aitestmock.openai.chat import Chat
from aitestmock.openai.costs import Costs
from aitestmock.openai.images import Images
from aitestmock.openai.models import model_routes
from aitestmock.state import MockState


class OpenAI:
    """Answers like the OpenAI API and counts what it would have charged for."""

    name = "openai"

    def __init__(self, state: MockState) -> None:
        self._images = Images(state)
        self._chat = Chat(state)
        self._costs = Costs(state)

    def routes(self) -> Sequence[BaseRoute]:
        """All endpoints; each of the API's own asks for a bearer token."""
        parts = (self._images, self._chat, self._costs)
        return [*(each for part in parts for each in part.routes()), *model_routes()]

    def media_fault(self, file: str) -> MediaFault | None:  # noqa: ARG002
        """None: its pictures are not among the shared media."""
        return None

    def summary(self) -> dict[str, object]:
        """Accepted orders by their prompt, and the streams of texts."""
        return {**self._images.summary(), **self._chat.summary()}

    def reset(self) -> None:
        """Forget all orders and counts."""
        self._images.reset()
        self._chat.reset()
