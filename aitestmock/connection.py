"""The connection below a request, for faults that HTTP itself has no words for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from starlette.types import Receive


@runtime_checkable
class _OwnsTransport(Protocol):
    """What uvicorn's `receive` is a method of, with its h11 and its httptools protocol alike."""

    transport: asyncio.Transport


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection; `receive` must be the server's own, with the request body consumed."""

    receive: Receive

    async def closed(self) -> None:
        """Wait until the connection is gone, whichever side ended it."""
        while (await self.receive())["type"] != "http.disconnect":
            continue

    async def close(self) -> None:
        """Send what was written and hang up; RuntimeError under a server other than uvicorn."""
        owner = getattr(self.receive, "__self__", None)
        if not isinstance(owner, _OwnsTransport):
            raise RuntimeError("connection faults need uvicorn and a real socket")  # noqa: TRY004
        owner.transport.close()
        await self.closed()
