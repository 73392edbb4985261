"""The Mureka part of the mock: generation, stems and the account."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from aitestmock.media.files import MediaFault
from aitestmock.mureka.answers import billing_answer, stem_answer
from aitestmock.mureka.endpoints import media_url, out_of_order, route
from aitestmock.mureka.errors import ApiError, new_trace_id, out_of_quota
from aitestmock.mureka.generation import Generation
from aitestmock.mureka.jobs import new_id
from aitestmock.mureka.submits import read_object
from aitestmock.recording import exchange_of
from aitestmock.responses import HeldOpen, Json
from aitestmock.state import MockState
from aitestmock.tally import Tally

_DATA = "data:"
_READABLE = ("http://", "https://", _DATA)


class Mureka:
    """Answers like the Mureka API and counts what it would have charged for."""

    name = "mureka"

    def __init__(self, state: MockState) -> None:
        self._state = state
        self._generation = Generation(state)
        self._stems = Tally()

    def routes(self) -> Sequence[BaseRoute]:
        """All endpoints; each asks for a bearer token."""
        return [
            *self._generation.routes(),
            route("POST", "/v1/song/stem", self._separate),
            route("GET", "/v1/account/billing", self._billing),
        ]

    def media_fault(self, file: str) -> MediaFault | None:
        """What is wrong with this download of a generated song's media."""
        return self._generation.media_fault(file)

    def summary(self) -> dict[str, object]:
        """Accepted submits by what makes them unique, and how many jobs were in flight.

        A data URL is counted under the SHA-256 of its text.
        """
        return {**self._generation.summary(), "acceptedStemsByUrl": self._stems.as_json()}

    def reset(self) -> None:
        """Forget all jobs and counts."""
        self._generation.reset()
        self._stems.clear()

    async def _separate(self, request: Request) -> Response:
        exchange = exchange_of(request.scope)
        url = read_object(exchange.body).get("url")
        if not isinstance(url, str) or not url.startswith(_READABLE):
            raise ApiError(400, "url must be an http, https or data URL.")
        outage = self._state.settings.stem_status
        if isinstance(outage, int):
            raise out_of_order(outage, self._state)
        if outage == "quota":
            raise out_of_quota()
        stem_id = new_id()
        is_data = url.startswith(_DATA)
        self._stems.add(hashlib.sha256(url.encode()).hexdigest() if is_data else url)
        exchange.accept(stem_id)
        if outage == "hang":
            return HeldOpen(self._state.longest_hold)
        if outage == "empty":
            return Json({"trace_id": new_trace_id()})
        now, lost = self._state.clock(), outage == "lost"
        return Json(stem_answer(stem_id, now, media_url(request), lost=lost))

    async def _billing(self, _request: Request) -> Response:
        outage = self._state.settings.billing_status
        if isinstance(outage, int):
            raise out_of_order(outage, self._state)
        if outage == "hang":
            return HeldOpen(self._state.longest_hold)
        return Json(billing_answer(self._state.settings))
