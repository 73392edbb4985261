"""A process that has an overlay drawn, says which process drew it, and waits to be killed."""

from __future__ import annotations

import asyncio

from app.domain.overlay.model import OverlayRequest
from app.infra.overlay.engine import OverlayEngine
from tests.infra.overlay.pictures import plain


async def main() -> None:
    engine = OverlayEngine()
    await engine.render(plain(), OverlayRequest(title="Song").checked())
    assert engine._processes.current is not None
    print(engine._processes.current.pid, flush=True)  # noqa: T201
    await asyncio.Event().wait()


asyncio.run(main())
