"""The Ollama part of the mock: chat, generate, and what is known of its models."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from aitestmock.media.files import MediaFault
from aitestmock.ollama.errors import OllamaError, rate_limited, unknown_model
from aitestmock.ollama.frames import OllamaFrames
from aitestmock.ollama.models import MODELS
from aitestmock.ollama.orders import (
    Fields,
    context_of,
    read_chat,
    read_fields,
    read_model,
    read_prompt,
)
from aitestmock.recording import exchange_of
from aitestmock.responses import HeldOpen, Json
from aitestmock.settings import Outage
from aitestmock.state import MockState
from aitestmock.talk.orders import TextOrder
from aitestmock.talk.scenarios import Refusal
from aitestmock.talk.speaker import Speaker

VERSION = "0.12.6"

_KEPT_LOADED = 300.0
_REFUSALS: Mapping[Refusal, tuple[int, str]] = {
    Refusal.INVALID_KEY: (401, "unauthorized"),
    Refusal.SERVER_ERROR: (500, "llama runner process has terminated: exit status 2"),
    Refusal.MODERATION: (400, "the request was refused by a content policy"),
    Refusal.QUOTA: (429, "you have exceeded your quota"),
    Refusal.BAD_GATEWAY: (502, "bad gateway"),
}
Read = Callable[[Fields], TextOrder]


class Ollama:
    """Answers like Ollama, token by token."""

    name = "ollama"

    def __init__(self, state: MockState) -> None:
        self._state = state
        self._speaker = Speaker(state)
        self._loaded: dict[str, float] = {}

    def routes(self) -> Sequence[BaseRoute]:
        """All endpoints; none asks for credentials."""
        return [
            self._route("POST", "/api/chat", self._chat),
            self._route("POST", "/api/generate", self._generate),
            self._route("GET", "/api/tags", self._tags),
            self._route("POST", "/api/show", self._show),
            self._route("GET", "/api/ps", self._running),
            self._route("GET", "/api/version", self._version),
        ]

    def media_fault(self, file: str) -> MediaFault | None:  # noqa: ARG002
        """None: it has no media."""
        return None

    def summary(self) -> Mapping[str, object]:
        """Accepted orders and streams."""
        return self._speaker.summary()

    def reset(self) -> None:
        """Forget everything, models in memory included."""
        self._speaker.reset()
        self._loaded.clear()

    def _route(
        self, method: str, path: str, endpoint: Callable[[Request], Awaitable[Response]]
    ) -> Route:
        """An endpoint that is out of order when it is told so, and speaks of errors as Ollama."""

        async def guarded(request: Request) -> Response:
            try:
                return out_of_order(self._state) or await endpoint(request)
            except OllamaError as error:
                return error.response()

        return Route(path, guarded, methods=[method])

    async def _chat(self, request: Request) -> Response:
        return self._speak(request, read_chat, as_chat=True)

    async def _generate(self, request: Request) -> Response:
        return self._speak(request, read_prompt, as_chat=False)

    def _speak(self, request: Request, read: Read, *, as_chat: bool) -> Response:
        exchange = exchange_of(request.scope)
        fields = read_fields(exchange.body)
        order = read(fields)
        self._refuse(order)
        now = self._state.clock()
        self._loaded[order.model] = now
        frames = OllamaFrames(order.model, now, context=context_of(fields), as_chat=as_chat)
        if not order.turns:
            return Json(frames.loaded())
        self._speaker.accept(exchange, order)
        return self._speaker.answer(order, frames, split=self._state.settings.split_lines)

    def _refuse(self, order: TextOrder) -> None:
        """Raise the error an order is turned away with, if it is."""
        match self._speaker.refusal_of(order):
            case None:
                return
            case Refusal.RATE_LIMIT | Refusal.RATE_LIMIT_TWICE:
                raise rate_limited(self._state.settings.time_scale)
            case Refusal.MODEL_GONE:
                raise unknown_model(order.model)
            case refusal:
                raise OllamaError(*_REFUSALS[refusal])

    async def _tags(self, _request: Request) -> Response:
        return Json({"models": [model.tag for model in MODELS.values()]})

    async def _show(self, request: Request) -> Response:
        return Json(read_model(read_fields(exchange_of(request.scope).body)).shown)

    async def _running(self, _request: Request) -> Response:
        running = [
            MODELS[name].tag
            | {
                "expires_at": datetime.fromtimestamp(at + _KEPT_LOADED, UTC).isoformat(),
                "size_vram": MODELS[name].size,
            }
            for name, at in self._loaded.items()
            if self._state.clock() < at + _KEPT_LOADED
        ]
        return Json({"models": running})

    async def _version(self, _request: Request) -> Response:
        return Json({"version": VERSION})


def out_of_order(state: MockState) -> HeldOpen | None:
    """What every endpoint does instead of answering while `ollamaStatus` says so.

    Raises OllamaError for a status.
    """
    outage: Outage = state.settings.ollama_status
    match outage:
        case None:
            return None
        case "hang":
            return HeldOpen(state.longest_hold)
        case 429:
            raise rate_limited(state.settings.time_scale)
        case status:
            raise OllamaError(status, f"status {status} was asked for")
