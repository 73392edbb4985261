"""A text that arrives line by line over HTTP: one request, read within bounds.

What the adapters of language models share; what a line means is each one's own (`LineReader`).
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Protocol

import httpx

from app.domain.language.model import Ending, ModelFailedError, Piece
from app.infra.providers.answer import Answer, without_secret
from app.infra.providers.calls import NEVER_SENT, provider_call
from app.infra.providers.text_failures import (
    ENDLESS,
    STOPPED_SHORT,
    broken_off,
    failed_answer,
    incomplete,
    not_sent,
)

LONGEST_CONNECT: Final = 10.0
LONGEST_LINE: Final = 1024 * 1024
LONGEST_TEXT: Final = 4 * 1024 * 1024
LARGEST_ANSWER: Final = 256 * 1024 * 1024
LONGEST_ANSWER: Final = 3600.0
LARGEST_COMPLAINT: Final = 256 * 1024

_SUCCESS = range(200, 300)
_PATIENCE_AFTER_THE_END = 0.1


class LineReader(Protocol):
    """What the lines of one answer mean; made for each answer anew."""

    def read(self, line: bytes) -> Iterable[Piece | Ending]:
        """What a line brings; it comes without its end. Raises ModelFailedError."""
        ...

    def end(self) -> Ending | None:
        """The ending of an answer whose body stopped; None when it is not whole."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRequest:
    """A request whose answer is a text.

    `timeout` is the longest wait for the next bytes, in seconds. `media_types` are those that an
    answer may have; one that names none is believed. An answer has at most `largest` bytes and
    takes `longest` seconds. No failure shows the `secret`. `provider` is whom it is counted for.
    """

    provider: str
    url: str
    body: bytes = field(repr=False)
    timeout: float
    media_types: frozenset[str]
    largest: int = LARGEST_ANSWER
    longest: float = LONGEST_ANSWER
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret: str = field(default="", repr=False)


async def stream_text(
    client: httpx.AsyncClient, request: TextRequest, reader: LineReader
) -> AsyncGenerator[Piece | Ending, None]:
    """Send the request, once, and hand on what its answer brings; the Ending comes last.

    A line has at most 1 MiB, a text 4 Mi characters. Redirects are not followed. Raises
    ModelFailedError.
    """
    failure: ModelFailedError | None = None
    try:
        async with aclosing(_events(client, request, reader)) as events:
            length = 0
            async for event in events:
                if isinstance(event, Piece):
                    length += len(event.text)
                    if length > LONGEST_TEXT:
                        failure = incomplete("the text is too long", ENDLESS)
                        break
                yield event
    except NEVER_SENT as error:
        failure = not_sent(error)
    except httpx.RequestError as error:
        failure = broken_off(error)
    except ModelFailedError as error:
        failure = error.with_traceback(None)
    if failure is not None:
        # Without its causes and their frames, which know what was sent.
        raise failure from None


async def _events(
    client: httpx.AsyncClient, request: TextRequest, reader: LineReader
) -> AsyncGenerator[Piece | Ending, None]:
    with provider_call(request.provider) as call:
        async with _sent(client, request) as response:
            call.code = str(response.status_code)
            if not _is_text(response, request.media_types):
                answer = await _whole(response)
                raise failed_answer(answer.without(request.secret), datetime.now(UTC))
            chunks = response.aiter_raw()
            ending: Ending | None = None
            try:
                async for line in _lines(chunks, request):
                    for event in reader.read(without_secret(line, request.secret)):
                        if isinstance(event, Piece):
                            yield event
                        else:
                            ending = event
                    if ending is not None:
                        await _see_the_body_end(chunks)
                        break
            except httpx.RequestError:
                ending = reader.end()
                if ending is None:
                    raise
        ending = ending or reader.end()
        if ending is None:
            raise incomplete("the answer stopped before its end", STOPPED_SHORT)
        yield ending


def _sent(
    client: httpx.AsyncClient, request: TextRequest
) -> contextlib.AbstractAsyncContextManager[httpx.Response]:
    before = min(LONGEST_CONNECT, request.timeout)
    return client.stream(
        "POST",
        request.url,
        content=request.body,
        headers={
            "Content-Type": "application/json",
            # Lines must not wait for a compressor, nor unpack to more than arrives.
            "Accept-Encoding": "identity",
            **request.headers,
        },
        timeout=httpx.Timeout(request.timeout, connect=before, pool=before),
        follow_redirects=False,
    )


def _is_text(response: httpx.Response, media_types: frozenset[str]) -> bool:
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return response.status_code in _SUCCESS and (not media_type or media_type in media_types)


async def _whole(response: httpx.Response) -> Answer:
    """An answer that is no text, or as much of it as a complaint can have."""
    body = bytearray()
    broken = None
    try:
        async with asyncio.timeout(LONGEST_CONNECT):
            async for chunk in response.aiter_raw():
                body += chunk[: LARGEST_COMPLAINT - len(body)]
                if len(body) == LARGEST_COMPLAINT:
                    break
    except (TimeoutError, httpx.RequestError) as error:
        broken = f"the answer broke off ({type(error).__name__})"
    return Answer(
        status=response.status_code,
        body=bytes(body),
        retry_after=response.headers.get("Retry-After"),
        broken=broken,
    )


async def _lines(chunks: AsyncIterator[bytes], request: TextRequest) -> AsyncGenerator[bytes, None]:
    """The lines of a body, wherever its pieces are cut; what follows the last LF is one, too."""
    deadline = time.monotonic() + request.longest
    received = 0
    rest = bytearray()
    async for chunk in chunks:
        received += len(chunk)
        if received > request.largest or time.monotonic() > deadline:
            raise incomplete("the answer does not end", ENDLESS)
        rest += chunk
        if b"\n" in chunk:
            *lines, begun = bytes(rest).split(b"\n")
            rest = bytearray(begun)
            for line in lines:
                yield line
        if len(rest) > LONGEST_LINE:
            raise incomplete("a line of the answer is too long")
    if rest:
        yield bytes(rest)


async def _see_the_body_end(chunks: AsyncIterator[bytes]) -> None:
    """Let the connection be used again, where the body ends with its last line."""
    with contextlib.suppress(TimeoutError, httpx.RequestError):
        async with asyncio.timeout(_PATIENCE_AFTER_THE_END):
            await anext(chunks, None)
