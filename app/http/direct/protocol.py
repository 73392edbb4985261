"""HTTP as uvicorn speaks it, with a short way for hot reads.

A request of the ordinary form that one statement answers goes from its bytes to the bytes of its
answer: no scope, no task, no frames of ASGI. Every other request is handed to uvicorn as if it
came from the socket just now.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from app.http.direct.head import LONGEST_HEAD, REQUEST_LINE
from app.http.direct.leaving import Leaving
from app.http.direct.reads import DirectReads, Read
from app.http.site import PATH, Site
from app.http.visits import BEGUN, Begun
from app.readpath.lanes import Rows
from app.readpath.question import Question

_BLANK: Final = b"\r\n\r\n"
_OK: Final = 200


class DirectProtocol(HttpToolsProtocol):
    """For `uvicorn.Config(http=…)`. Applications other than a `Site` are served as uvicorn does.

    At any time either uvicorn has something to do with the connection, or one read is on its way,
    or neither.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._reads = _reads_of(config)
        self._state = server_state if isinstance(server_state, Leaving) else None
        self._question: Question | None = None
        self._read: Read
        self._request = b""
        """The request that is being answered, or the beginning of one."""
        self._later = b""
        """What came after the request that is being answered."""
        self._parsing = False
        self._begun: Begun | None = None
        self._last = False
        self._rests_since = 0.0

    def data_received(self, data: bytes) -> None:
        """See asyncio."""
        if self._question is not None:
            self._later += data
            self.flow.pause_reading()
            return
        if self._request:
            data, self._request = self._request + data, b""
        if self._reads is None or self._busy() or not self._take(data, self._reads):
            super().data_received(data)

    def _busy(self) -> bool:
        """Whether uvicorn has not finished what came before, or the client does not read it."""
        unanswered = self.cycle is not None and not self.cycle.response_complete
        return self._parsing or unanswered or self.flow.write_paused or self.transport.is_closing()

    def _take(self, data: bytes, reads: DirectReads) -> bool:
        """Whether the data begin with a request that goes the short way, as far as they tell."""
        if not data.startswith(REQUEST_LINE):
            return False
        body = data.find(_BLANK, 0, LONGEST_HEAD) + len(_BLANK)
        try:
            head = reads.heads.read(data[:body])
            if head is None:
                return False
            end = body + head.length
            if len(data) < end:
                self._request = data
                return True
            read = reads.read(head, data[body:end])
        except Exception:  # noqa: BLE001 - the ordinary way will say it
            return False
        if read is None:
            return False
        self._read, self._request, self._later = read, data[:end], data[end:]
        self._question = reads.ask(read, self._told)
        self._last = self._leaving
        self.tasks.add(self._question)  # type: ignore[arg-type] # all that is done to it is cancel
        return True

    def _told(self, rows: Rows | BaseException) -> None:
        """Answer, or let uvicorn begin where the read has failed."""
        self.tasks.discard(self._question)
        self._question = None
        request, self._request = self._request, b""
        later, self._later = self._later, b""
        self.flow.resume_reading()
        failure = rows if isinstance(rows, BaseException) else self._answer(self._read, rows)
        if failure is None:
            self.server_state.total_requests += 1
            if self._last or self.transport.is_closing():
                self.transport.close()
            elif later:
                self.data_received(later)
            else:
                self._rest()
        elif isinstance(failure, Exception) and not self.transport.is_closing():
            self._begun = Begun(self._read.visit, failure)
            super().data_received(request + later)
            if self._last:
                super().shutdown()
        else:
            self._read.entry.outcome = "disconnected"
            self._read.entry.write("POST", PATH)
            self.transport.close()

    def _answer(self, read: Read, rows: Rows) -> Exception | None:
        """Write the answer; a client that is gone gets none. Returns what keeps from it."""
        reads = read.by
        try:
            body = reads.body(read, rows, self.client)
        except Exception as error:  # noqa: BLE001 - the ordinary way will say it
            return error
        entry = read.entry
        if not self.transport.is_closing():
            opening = reads.openings.opening(
                self.server_state.default_headers,
                length=len(body),
                media=read.head.media,
                request_id=entry.request_id,
                close=self._last,
            )
            self.transport.write(opening + body)
        entry.status = _OK
        entry.write("POST", PATH)
        return None

    def _rest(self) -> None:
        """Wait for the next request, but not forever."""
        self._rests_since = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._look_again(self.timeout_keep_alive)

    def _look_again(self, after: float) -> None:
        handler = self.timeout_keep_alive_handler
        self.timeout_keep_alive_task = self.loop.call_later(after, handler)

    def timeout_keep_alive_handler(self) -> None:
        """See uvicorn: it sets a timer after each answer; here one outlasts many requests."""
        self.timeout_keep_alive_task = None
        if self._question is not None or self._request:
            return
        left = self._rests_since + self.timeout_keep_alive - self.loop.time()
        if left > 0 and not self.transport.is_closing():
            self._look_again(left)
        else:
            super().timeout_keep_alive_handler()

    def on_response_complete(self) -> None:
        """See uvicorn."""
        self._rests_since = self.loop.time()
        super().on_response_complete()

    def on_message_begin(self) -> None:
        """See httptools."""
        super().on_message_begin()
        self._parsing = True
        if self._begun is not None:
            self.scope[BEGUN] = self._begun  # type: ignore[typeddict-unknown-key] # our own
            self._begun = None

    def on_headers_complete(self) -> None:
        """See httptools."""
        super().on_headers_complete()
        if self._leaving and self.cycle is not None:
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        """See httptools."""
        super().on_message_complete()
        # Behind a request that wanted another protocol nothing is certain.
        self._parsing = self.parser.should_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio."""
        if self._question is None:
            self._hand_over()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """See uvicorn: the request that is being answered is the last one."""
        if self._question is not None:
            self._last = True
        else:
            self._hand_over()
            super().shutdown()

    def leave(self) -> None:
        """The answer that is being made, or the next one, is the last: see `Leaving`."""
        if self._question is not None:
            self._last = True
        elif self.cycle is not None and not self.cycle.response_started:
            self.cycle.keep_alive = False

    @property
    def _leaving(self) -> bool:
        return self._state is not None and self._state.leaving

    def _hand_over(self) -> None:
        """Let uvicorn have the beginning of a request."""
        if self._request:
            begin, self._request = self._request, b""
            super().data_received(begin)


def _reads_of(config: Config) -> DirectReads | None:
    """Of the Site that is served; None where uvicorn is told to do more than pass requests on."""
    app = config.loaded_app
    while app is not None and not isinstance(app, Site):
        app = getattr(app, "app", None)  # what uvicorn puts around it
    if app is None or config.access_log or config.root_path or config.limit_concurrency is not None:
        return None
    direct: DirectReads | None = app.direct
    return direct
