"""Songs and instrumentals: submit, then query until they are finished."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from aitestmock.media.files import MediaFault
from aitestmock.mureka.answers import job_answer, receipt
from aitestmock.mureka.endpoints import media_url, route, too_quickly
from aitestmock.mureka.errors import ApiError, error_body, invalid_key, out_of_quota
from aitestmock.mureka.jobs import Job, JobBook
from aitestmock.mureka.scenarios import PollFault, Receipt, Refusal
from aitestmock.mureka.submits import Kind, Submit, read_submit
from aitestmock.recording import exchange_of
from aitestmock.responses import HeldOpen, Json, MalformedJson, NoAnswer
from aitestmock.state import MockState
from aitestmock.tally import Tally

FAULTS_BEFORE_SUCCESS = 2

_JOB_ID = re.compile(r"[0-9]{1,20}")


class Generation:
    """The jobs of one mock."""

    def __init__(self, state: MockState) -> None:
        self._state = state
        self._jobs = JobBook()
        self._accepted = {kind: Tally() for kind in Kind}
        self._rate_limited = Tally()
        self._downloads = Tally()

    def routes(self) -> Sequence[BaseRoute]:
        """Submit and query of every kind."""
        return [
            endpoint
            for kind in Kind
            for endpoint in (
                route("POST", f"/v1/{kind}/generate", partial(self._generate, kind)),
                route("GET", f"/v1/{kind}/query/{{id}}", partial(self._query, kind)),
            )
        ]

    def media_fault(self, file: str) -> MediaFault | None:
        """The fault of a job's media: cut short every time, or unavailable the first two times."""
        job = self._jobs.find(file.partition("-")[0])
        fault = None if job is None else job.scenario.media_fault
        if fault is MediaFault.UNAVAILABLE and self._downloads.add(file) > FAULTS_BEFORE_SUCCESS:
            return None
        return fault

    def summary(self) -> dict[str, object]:
        """Accepted submits by their words, and how many jobs were in flight."""
        return {
            "acceptedSongsByLyricsHash": self._accepted[Kind.SONG].as_json(),
            "acceptedInstrumentalsByPrompt": self._accepted[Kind.INSTRUMENTAL].as_json(),
            "inFlight": self._jobs.in_flight(self._state.clock()),
            "peakInFlight": self._jobs.peak_in_flight,
        }

    def reset(self) -> None:
        """Forget all jobs and counts."""
        self._jobs.clear()
        for tally in (*self._accepted.values(), self._rate_limited, self._downloads):
            tally.clear()

    async def _generate(self, kind: Kind, request: Request) -> Response:
        exchange = exchange_of(request.scope)
        submit = read_submit(kind, exchange.body)
        self._refuse(submit)
        job = self._jobs.open(
            submit, now=self._state.clock(), time_scale=self._state.settings.time_scale
        )
        self._accepted[kind].add(submit.words)
        exchange.accept(job.id)
        match job.scenario.receipt:
            case Receipt.JOB:
                return Json(receipt(job))
            case Receipt.SERVER_ERROR:
                raise ApiError(500, "The server had an error while processing your request.")
            case Receipt.NOTHING_YET:
                return HeldOpen(self._state.longest_hold)
            case Receipt.MALFORMED:
                return MalformedJson()
            case Receipt.HANG_UP:
                return NoAnswer()

    def _refuse(self, submit: Submit) -> None:
        """Raise the error a submit is turned away with, if it is."""
        match submit.scenario.refusal:
            case Refusal.INVALID_KEY:
                raise invalid_key()
            case Refusal.QUOTA:
                raise out_of_quota()
            case Refusal.BAD_GATEWAY:
                raise ApiError(502, "Bad gateway.")
            case Refusal.RATE_LIMIT:
                raise too_quickly(self._state)
            case Refusal.RATE_LIMIT_TWICE:
                if self._rate_limited.add(f"{submit.kind} {submit.words}") <= FAULTS_BEFORE_SUCCESS:
                    raise too_quickly(self._state)
            case None:
                pass
        limit = self._state.settings.concurrency_limit
        if limit is not None and self._jobs.in_flight(self._state.clock()) >= limit:
            raise too_quickly(self._state)

    async def _query(self, kind: Kind, request: Request) -> Response:
        job = self._polled(kind, request.path_params["id"])
        settled = job.polls > FAULTS_BEFORE_SUCCESS
        match job.scenario.poll_fault:
            case PollFault.UNAVAILABLE_TWICE if not settled:
                raise ApiError(503, "The server is overloaded, please try again later.")
            case PollFault.RATE_LIMIT_TWICE if not settled:
                raise too_quickly(self._state)
            case PollFault.ERROR_OBJECT:
                return Json(error_body("The task could not be read."))
            case _:
                return Json(job_answer(job, self._state.clock(), media_url(request)))

    def _polled(self, kind: Kind, job_id: str) -> Job:
        """The job, one poll counted; an id never given out is a job finished just now."""
        if not _JOB_ID.fullmatch(job_id):
            raise ApiError(400, "id must be a string of digits.")
        job = self._jobs.find(job_id)
        if job is None:
            now = self._state.clock()
            started_at = now - kind.default_duration
            return Job(id=job_id, submit=Submit(kind=kind), started_at=started_at, ends_at=now)
        if job.submit.kind is not kind:
            raise ApiError(404, f"There is no {kind} task with this id.")
        return self._jobs.polled(job)
