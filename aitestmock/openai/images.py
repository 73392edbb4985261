"""`POST /v1/images/generations`, and the pictures behind the addresses it answers."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from aitestmock.openai.endpoints import out_of_order, route
from aitestmock.openai.errors import (
    OpenAIError,
    invalid_key,
    out_of_quota,
    over_the_hard_limit,
    rate_limited,
    server_error,
    unknown_model,
)
from aitestmock.openai.orders import ImageOrder, read_order
from aitestmock.openai.pictures import HUGE_BYTES, MEDIA_TYPES, digest_of, faulty, picture
from aitestmock.openai.scenarios import PictureFault, Receipt, Refusal
from aitestmock.recording import exchange_of
from aitestmock.responses import CutShort, HeldOpen, Json, MalformedJson, NoAnswer
from aitestmock.state import MockState
from aitestmock.tally import Tally

FAULTS_BEFORE_SUCCESS = 2
PRIVATE_ADDRESS = "http://169.254.169.254/latest/meta-data/picture.png"

_PIECE = bytes(1024 * 1024)
_FILE = re.compile(
    rf"([0-9a-f]{{64}})-([0-9]{{3,4}})x([0-9]{{3,4}})(?:-({'|'.join(PictureFault)}))?\.png"
)
_SAFETY = "Your request was rejected as a result of our safety system."
_REFUSALS: Mapping[Refusal, Callable[[], OpenAIError]] = {
    Refusal.INVALID_KEY: invalid_key,
    Refusal.CONTENT_POLICY: lambda: OpenAIError(400, _SAFETY, code="content_policy_violation"),
    Refusal.MODERATION: lambda: OpenAIError(
        400, _SAFETY, kind="image_generation_user_error", code="moderation_blocked"
    ),
    Refusal.QUOTA: out_of_quota,
    Refusal.HARD_LIMIT: over_the_hard_limit,
    Refusal.BAD_GATEWAY: lambda: server_error(502),
}


class Images:
    """Paints what is ordered and counts what it would have charged for."""

    def __init__(self, state: MockState) -> None:
        self._state = state
        self._accepted = Tally()
        self._rate_limited = Tally()
        self._downloads = Tally()

    def routes(self) -> Sequence[BaseRoute]:
        """Orders ask for a bearer token, pictures do not."""
        return [
            route("POST", "/v1/images/generations", self._generate),
            Route("/pictures/{file}", self._download, methods=["GET"]),
        ]

    def summary(self) -> dict[str, object]:
        """Accepted orders by their prompt."""
        return {"acceptedImagesByPrompt": self._accepted.as_json()}

    def reset(self) -> None:
        """Forget everything."""
        for tally in (self._accepted, self._rate_limited, self._downloads):
            tally.clear()

    async def _generate(self, request: Request) -> Response:
        exchange = exchange_of(request.scope)
        order = read_order(exchange.body)
        self._refuse(order)
        held = out_of_order(self._state.settings.image_status, self._state)
        self._accepted.add(order.prompt)
        exchange.accept(f"image-{secrets.token_hex(8)}")
        if held is not None:
            return held
        await self._paint(order)
        match order.scenario.receipt:
            case Receipt.PICTURE if order.scenario.fault is PictureFault.HUGE and not _by_url(
                order
            ):
                return StreamingResponse(_huge_answer(), media_type="application/json")
            case Receipt.PICTURE | Receipt.NO_PICTURE | Receipt.PRIVATE_ADDRESS:
                return Json(_answer(order, self._state.clock(), f"{request.base_url}pictures/"))
            case Receipt.SERVER_ERROR:
                raise server_error()
            case Receipt.NOTHING_YET:
                return HeldOpen(self._state.longest_hold)
            case Receipt.MALFORMED:
                return MalformedJson()
            case Receipt.HANG_UP:
                return NoAnswer()
            case Receipt.CUT_SHORT:
                answer = _answer(order, self._state.clock(), f"{request.base_url}pictures/")
                return CutShort(orjson.dumps(answer), "application/json", {})
            case Receipt.WEB_PAGE:
                return Response("<!doctype html><title>Welcome</title>", media_type="text/html")

    async def _paint(self, order: ImageOrder) -> None:
        """Take the time that a picture takes, unless the server shuts down."""
        seconds = order.duration * self._state.settings.time_scale
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._state.closing.wait(), seconds)

    def _refuse(self, order: ImageOrder) -> None:
        """Raise the error an order is turned away with, if it is."""
        refusal = order.scenario.refusal
        if refusal is Refusal.RATE_LIMIT_TWICE:
            if self._rate_limited.add(order.prompt) > FAULTS_BEFORE_SUCCESS:
                return
            refusal = Refusal.RATE_LIMIT
        if refusal is Refusal.RATE_LIMIT:
            raise rate_limited(self._state.settings.time_scale)
        if refusal is Refusal.MODEL_GONE:
            raise unknown_model(order.model)
        if refusal is not None:
            error = _REFUSALS[refusal]()
            raise error

    async def _download(self, request: Request) -> Response:
        name = request.path_params["file"]
        found = _FILE.fullmatch(name)
        if found is None or found[4] == PictureFault.GONE:
            return Response("No such picture.", status_code=404)
        fault = PictureFault(found[4]) if found[4] else None
        late = fault is PictureFault.UNAVAILABLE_TWICE
        if late and self._downloads.add(name) <= FAULTS_BEFORE_SUCCESS:
            return Response("The server is busy.", status_code=503)
        content = faulty(picture(found[1], (int(found[2]), int(found[3]))), fault)
        if fault is PictureFault.HUGE:
            return StreamingResponse(_padded(content), media_type=MEDIA_TYPES["png"])
        return Response(content, media_type=MEDIA_TYPES["png"])


def _answer(order: ImageOrder, now: float, pictures_url: str) -> dict[str, object]:
    answer: dict[str, object] = {"created": int(now), "data": _painted(order, pictures_url)}
    if order.family.by_url:
        return answer
    quality, background = order.choices["quality"], order.choices["background"]
    words = len(order.prompt.split())
    pixels = order.size[0] * order.size[1] // 1024
    return answer | {
        "size": order.size_text,
        "quality": "medium" if quality == "auto" else quality,
        "background": "opaque" if background == "auto" else background,
        "output_format": order.image_format,
        "usage": {
            "input_tokens": words,
            "input_tokens_details": {"text_tokens": words, "image_tokens": 0},
            "output_tokens": pixels,
            "total_tokens": words + pixels,
        },
    }


def _painted(order: ImageOrder, pictures_url: str) -> list[dict[str, str]]:
    match order.scenario.receipt:
        case Receipt.NO_PICTURE:
            return []
        case Receipt.PRIVATE_ADDRESS:
            return [{"url": PRIVATE_ADDRESS}]
    return [_one(order, number, pictures_url) for number in range(order.pictures)]


def _one(order: ImageOrder, number: int, pictures_url: str) -> dict[str, str]:
    digest = digest_of(f"{order.prompt}\n{number}" if number else order.prompt)
    fault = order.scenario.fault
    revised = {"revised_prompt": f"A picture: {order.prompt}"} if order.family.by_url else {}
    if _by_url(order):
        mark = f"-{fault}" if fault else ""
        return revised | {"url": f"{pictures_url}{digest}-{order.size_text}{mark}.png"}
    content = faulty(picture(digest, order.size, order.image_format), fault)
    return revised | {"b64_json": base64.b64encode(content).decode()}


def _by_url(order: ImageOrder) -> bool:
    return order.choices.get("response_format") == "url"


async def _huge_answer() -> AsyncIterator[bytes]:
    yield b'{"created": 1, "data": [{"b64_json": "'
    for _ in range(0, HUGE_BYTES, len(_PIECE)):
        yield b"A" * len(_PIECE)
    yield b'"}]}'


async def _padded(content: bytes) -> AsyncIterator[bytes]:
    yield content
    for _ in range(0, HUGE_BYTES, len(_PIECE)):
        yield _PIECE
