"""From the body of a request to the one statement that answers it, and to the answer."""

from __future__ import annotations

from typing import Final, NamedTuple

import orjson
from graphql import OperationType

from app.domain.limits import PromptLimiter
from app.http.access_log import AccessEntry, new_request_id
from app.http.direct.head import Head, Heads
from app.http.direct.opening import Openings
from app.http.pipeline import Pipeline
from app.http.refusals import Refused
from app.http.sessions import Caller
from app.http.visits import Visit
from app.readpath.lanes import Rows
from app.readpath.question import Question, Told
from app.readpath.run import Started
from app.schema.context import Context

_PARAMETERS: Final = frozenset({"query", "operationName", "variables"})


class Read(NamedTuple):
    """A read whose caller has been charged."""

    head: Head
    entry: AccessEntry
    visit: Visit
    cost: int
    started: Started


class DirectReads:
    """Decides whether a request is a read that one statement answers.

    Whatever it does not take is as if it had never been here: nothing is asked and nobody charged.
    """

    def __init__(self, pipeline: Pipeline, limiter: PromptLimiter) -> None:
        self._pipeline = pipeline
        self._limiter = limiter
        self.heads = Heads(pipeline.policy)
        self.openings = Openings()

    def read(self, head: Head, body: bytes) -> Read | None:
        """The read that a request wants, charged to its caller; None for everything else."""
        pipeline = self._pipeline
        recognition, reads = pipeline.recognition, pipeline.reads
        if recognition is None or reads is None or not pipeline.documents.any_text:
            return None
        visit = recognition.visit(head.token)
        if visit is None or visit.guard is None or visit.user_id is None:
            return None
        try:
            wanted = orjson.loads(body)
        except orjson.JSONDecodeError:
            return None
        if type(wanted) is not dict or not wanted.keys() <= _PARAMETERS:
            return None
        text, name = wanted.get("query"), wanted.get("operationName")
        variables = wanted.get("variables") or {}
        if type(text) is not str or type(variables) is not dict or type(name or "") is not str:
            return None
        document = pipeline.cache.known(text)
        if document is None:
            return None
        try:
            operation = pipeline.checked(document, name or None, variables)
        except Refused:
            return None
        if operation.kind is not OperationType.QUERY:
            return None
        started = reads.start(
            document.plans, operation.definition, operation.coerced, visit.user_id, visit.guard
        )
        # The charge is the last step: a request that goes the long way is charged there.
        if started is None or not self._limiter.take_now(f"user:{visit.user_id}"):
            return None
        entry = AccessEntry(head.request_id or new_request_id())
        entry.operation, entry.user_id = operation.name, visit.user_id
        return Read(head, entry, visit, operation.cost, started)

    def ask(self, read: Read, told: Told) -> Question:
        """Send the statement on its way."""
        return self._pipeline.lanes.ask(read.started.sql, read.started.values, told)

    def body(self, read: Read, rows: Rows, client: tuple[str, int] | None) -> bytes:
        """The body of the answer.

        Raises GuardFailedError where the session does not count, and whatever makes the resolvers
        answer instead.
        """
        json = read.started.json(rows, lambda: self._context(read, client))
        pipeline = self._pipeline
        maximum = pipeline.policy.cost.maximum
        if pipeline.reads is not None:
            pipeline.reads.counts.compiled += 1
        return b'{"data":{"%b":%b},"extensions":{"cost":{"requested":%d,"limit":%d}}}' % (
            read.started.key,
            json,
            read.cost,
            maximum,
        )

    def _context(self, read: Read, client: tuple[str, int] | None) -> Context:
        caller = Caller(
            request_id=read.entry.request_id,
            locale=read.head.locale,
            address=client[0] if client else "",
        )
        return self._pipeline.context(caller, None, read.visit.user_id)
