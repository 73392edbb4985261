"""Answering orders of texts: what both providers have in common."""

from __future__ import annotations

import asyncio
import contextlib
import secrets

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from aitestmock.recording import Exchange
from aitestmock.responses import CutShort, HeldOpen, Json, MalformedJson, NoAnswer
from aitestmock.state import MockState
from aitestmock.talk.orders import TextOrder
from aitestmock.talk.replies import reply_to
from aitestmock.talk.scenarios import Fault, Receipt, Refusal
from aitestmock.talk.stream import Frames, Reply, Streamed, Streams
from aitestmock.talk.tokens import answer_tokens
from aitestmock.tally import Tally

FAULTS_BEFORE_SUCCESS = 2
LONGEST_KEY = 200


class Speaker:
    """The models of one provider; it counts what they were asked for."""

    def __init__(self, state: MockState) -> None:
        self._state = state
        self._accepted = Tally()
        self._rate_limited = Tally()
        self._streams = Streams()

    def summary(self) -> dict[str, object]:
        """Accepted orders by what was said last (200 characters of it), and the streams."""
        return {
            "acceptedTextsByPrompt": self._accepted.as_json(),
            "textStreams": self._streams.as_json(),
        }

    def reset(self) -> None:
        """Forget everything."""
        self._accepted.clear()
        self._rate_limited.clear()
        self._streams.clear()

    def refusal_of(self, order: TextOrder) -> Refusal | None:
        """Why the order is turned away this time, if it is."""
        refusal = order.scenario.refusal
        if refusal is not Refusal.RATE_LIMIT_TWICE:
            return refusal
        seen = self._rate_limited.add(order.words)
        return Refusal.RATE_LIMIT if seen <= FAULTS_BEFORE_SUCCESS else None

    def accept(self, exchange: Exchange, order: TextOrder) -> None:
        """Note that the order was taken on."""
        self._accepted.add(order.words[:LONGEST_KEY])
        exchange.accept(f"text-{secrets.token_hex(8)}")

    def answer(self, order: TextOrder, frames: Frames, *, split: bool) -> Response:
        """The answer to an accepted order."""
        match order.scenario.receipt:
            case Receipt.NOTHING_YET:
                return HeldOpen(self._state.longest_hold)
            case Receipt.HANG_UP:
                return NoAnswer()
            case Receipt.WEB_PAGE:
                return Response("<!doctype html><title>Welcome</title>\n", media_type="text/html")
            case Receipt.TEXT:
                reply = self._reply(order)
        if order.stream:
            return Streamed(reply, frames, self._streams, split=split)
        return self._whole(reply, frames)

    def _reply(self, order: TextOrder) -> Reply:
        tokens, finish = answer_tokens(order, reply_to(order))
        scenario, settings = order.scenario, self._state.settings
        pace = settings.token_delay
        if order.duration is not None:
            pace = order.duration / max(1, len(tokens))
        return Reply(
            tokens=tokens,
            finish=finish,
            prompt_tokens=order.prompt_tokens if scenario.counted else None,
            pace=pace * settings.time_scale,
            fault=scenario.fault,
            endless=scenario.endless,
        )

    def _whole(self, reply: Reply, frames: Frames) -> Response:
        body = frames.whole(reply)
        match reply.fault:
            case Fault.STALL:
                return HeldOpen(self._state.longest_hold)
            case Fault.CUT:
                return CutShort(body, "application/json", {})
            case Fault.GARBAGE | Fault.NO_END:
                return MalformedJson()
            case Fault.ERROR:
                return Json(frames.error, status_code=500)
        return _Whole(body, len(reply.tokens) * reply.pace, self._state)


class _Whole(Response):
    """An answer that takes the time that its tokens would have taken."""

    def __init__(self, body: bytes, seconds: float, state: MockState) -> None:
        super().__init__(body, media_type="application/json")
        self._seconds = seconds
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the time, unless the server shuts down, and answer."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._state.closing.wait(), self._seconds)
        await super().__call__(scope, receive, send)
