"""A response that streams from a source which must be closed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing

from starlette.responses import StreamingResponse
from starlette.types import Send


class ClosingResponse(StreamingResponse):
    """Chunks as fast as the client takes them; their source is closed when it goes away."""

    def __init__(
        self,
        first: bytes,
        rest: AsyncGenerator[bytes, None],
        *,
        headers: Mapping[str, str],
        status_code: int = 200,
    ) -> None:
        super().__init__(_led_by(first, rest), status_code=status_code, headers=headers)
        self._source = rest

    async def stream_response(self, send: Send) -> None:
        """Send everything, and close the source however that ends."""
        async with aclosing(self._source):
            await super().stream_response(send)


async def _led_by(first: bytes, rest: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk
