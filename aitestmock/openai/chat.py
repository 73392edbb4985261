"""`POST /v1/chat/completions`, streamed or in one piece."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from aitestmock.openai.chat_frames import ChatFrames
from aitestmock.openai.chat_orders import read_chat_order, wants_usage
from aitestmock.openai.endpoints import out_of_order, route
from aitestmock.openai.errors import (
    OpenAIError,
    invalid_key,
    out_of_quota,
    rate_limited,
    server_error,
    unknown_model,
)
from aitestmock.openai.orders import read_object
from aitestmock.recording import exchange_of
from aitestmock.state import MockState
from aitestmock.talk.orders import TextOrder
from aitestmock.talk.scenarios import Refusal
from aitestmock.talk.speaker import Speaker

_POLICY = "Your request was rejected because it goes against our content policy."
_REFUSALS: Mapping[Refusal, Callable[[], OpenAIError]] = {
    Refusal.INVALID_KEY: invalid_key,
    Refusal.SERVER_ERROR: server_error,
    Refusal.MODERATION: lambda: OpenAIError(400, _POLICY, code="content_policy_violation"),
    Refusal.QUOTA: out_of_quota,
    Refusal.BAD_GATEWAY: lambda: server_error(502),
}


class Chat:
    """Says what is asked for and counts what it would have charged for."""

    def __init__(self, state: MockState) -> None:
        self._state = state
        self._speaker = Speaker(state)

    def routes(self) -> Sequence[BaseRoute]:
        """The endpoint; it asks for a bearer token."""
        return [route("POST", "/v1/chat/completions", self._complete)]

    def summary(self) -> dict[str, object]:
        """Accepted orders and streams."""
        return self._speaker.summary()

    def reset(self) -> None:
        """Forget everything."""
        self._speaker.reset()

    async def _complete(self, request: Request) -> Response:
        exchange = exchange_of(request.scope)
        content = read_object(exchange.body)
        order = read_chat_order(content)
        usage = wants_usage(content)
        self._refuse(order)
        held = out_of_order(self._state.settings.chat_status, self._state)
        self._speaker.accept(exchange, order)
        if held is not None:
            return held
        frames = ChatFrames(order.model, self._state.clock(), words=order.words, usage=usage)
        return self._speaker.answer(order, frames, split=False)

    def _refuse(self, order: TextOrder) -> None:
        """Raise the error an order is turned away with, if it is."""
        match self._speaker.refusal_of(order):
            case None:
                return
            case Refusal.RATE_LIMIT | Refusal.RATE_LIMIT_TWICE:
                raise rate_limited(self._state.settings.time_scale, "requests per minute")
            case Refusal.MODEL_GONE:
                raise unknown_model(order.model)
            case refusal:
                error = _REFUSALS[refusal]()
                raise error
