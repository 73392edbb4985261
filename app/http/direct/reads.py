"""From the body of a request to the one statement that answers it, and to the answer."""

from __future__ import annotations

from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson
from graphql import OperationType

from app.domain.limits import PromptLimiter
from app.http.access_log import AccessEntry, new_request_id
from app.http.direct.head import Head, Heads
from app.http.direct.opening import Openings
from app.http.json import encode_json
from app.http.pipeline import Pipeline
from app.http.refusals import Refused
from app.http.sessions import Caller, person_key
from app.http.visits import Visit
from app.readpath.bounded import Bounded
from app.readpath.declare import Guard
from app.readpath.lanes import Rows
from app.readpath.question import Question, Told
from app.readpath.run import Started
from app.schema.context import Context

_PARAMETERS: Final = frozenset({"query", "operationName", "variables"})
_KEPT: Final = 2_000_000
_ENVELOPES: Final = 1_000
_HOLE: Final = b"\0"
"""Where the JSON of the root field comes; no JSON has it."""
_WEIGHT: Final = 500
"""Bytes that a kept body needs beside itself, roughly."""


class _Wanted(NamedTuple):
    """What a body asks for, whoever sends it; `before` and `after` surround the JSON."""

    operation: str | None
    started: Started
    before: bytes
    after: bytes


class Read(NamedTuple):
    """A read whose caller has been charged."""

    by: DirectReads
    head: Head
    entry: AccessEntry
    visit: Visit
    owner: UUID
    wanted: _Wanted


class DirectReads:
    """Decides whether a request is a read that one statement answers.

    Whatever it does not take is as if it had never been here: nothing is asked and nobody charged.
    Bodies that came before are known, since what they ask for depends on nothing else.
    """

    def __init__(self, pipeline: Pipeline, limiter: PromptLimiter) -> None:
        self._pipeline = pipeline
        self._limiter = limiter
        self._bodies: Bounded[tuple[str, bytes], _Wanted] = Bounded(_KEPT)
        self._envelopes: Bounded[tuple[bytes, int], tuple[bytes, bytes]] = Bounded(_ENVELOPES)
        self.heads = Heads(pipeline.policy)
        self.openings = Openings()

    def read(self, head: Head, body: bytes) -> Read | None:
        """The read that a request wants, charged to its caller; None for everything else."""
        recognition = self._pipeline.recognition
        visit = recognition.visit(head.token) if recognition else None
        if visit is None or visit.guard is None or visit.claims is None:
            return None
        key = visit.guard.condition, body
        wanted = self._bodies.get(key)
        if wanted is None:
            wanted = self._wanted(body, visit.guard)
            if wanted is None:
                return None
            self._bodies.put(key, wanted, len(body) + _WEIGHT)
        owner = visit.claims.user_id
        # The charge is the last step: a request that goes the long way is charged there.
        if not self._limiter.take_now(person_key(owner)):
            return None
        entry = AccessEntry(head.request_id or new_request_id(), wanted.operation, "ok", owner)
        return Read(self, head, entry, visit, owner, wanted)

    def _wanted(self, body: bytes, guard: Guard) -> _Wanted | None:
        """A valid query of one root field that is compiled; None for everything else."""
        pipeline = self._pipeline
        if pipeline.reads is None or not pipeline.documents.any_text:
            return None
        sent = _sent(body)
        document = pipeline.cache.known(sent[0]) if sent else None
        if sent is None or document is None or not document.reads:
            return None
        try:
            definition, coerced, cost = pipeline.checked(document, sent[1], sent[2])
        except Refused:
            return None
        if definition.operation is not OperationType.QUERY:
            return None
        started = pipeline.reads.start(document.plans, definition, coerced, guard)
        if started is None:
            return None
        envelope = started.key, cost
        around = self._envelopes.get(envelope)
        if around is None:
            data = b'{"%b":%b}' % (started.key, _HOLE)
            before, _, after = encode_json(pipeline.of_data(data, cost)).partition(_HOLE)
            around = self._envelopes.put(envelope, (before, after))
        return _Wanted(definition.name.value if definition.name else None, started, *around)

    def ask(self, read: Read, told: Told) -> Question:
        """Send the statement on its way."""
        started, guard = read.wanted.started, read.visit.guard
        values = (read.owner, *started.values, *(guard.values if guard else ()))
        return self._pipeline.lanes.ask(started.sql, values, told)

    def body(self, read: Read, rows: Rows, client: tuple[str, int] | None) -> bytes:
        """The body of the answer.

        Raises GuardFailedError where the session does not count, and whatever makes the resolvers
        answer instead.
        """
        _, started, before, after = read.wanted
        json = started.json(rows, lambda: self._context(read, client))
        if self._pipeline.reads is not None:
            self._pipeline.reads.counts.compiled += 1
            self._pipeline.reads.counts.direct += 1
        return b"%b%b%b" % (before, json, after)

    def _context(self, read: Read, client: tuple[str, int] | None) -> Context:
        caller = Caller(
            request_id=read.entry.request_id,
            locale=read.head.locale,
            address=client[0] if client else "",
        )
        return self._pipeline.context(caller, None, read.owner)


def _sent(body: bytes) -> tuple[str, str | None, dict[str, Any]] | None:
    """Query, operation name and variables of a body that has these and is in order."""
    try:
        parameters = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if type(parameters) is not dict or not parameters.keys() <= _PARAMETERS:
        return None
    query, name = parameters.get("query"), parameters.get("operationName")
    variables = parameters.get("variables")
    named = name is None or type(name) is str
    if type(query) is not str or not named or not (variables is None or type(variables) is dict):
        return None
    return query, name or None, variables or {}
