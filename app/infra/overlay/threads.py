"""Previews, drawn in threads of the process that answers requests."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from app.domain.overlay.model import Overlay
from app.domain.overlay.ports import Rendered
from app.infra.overlay.fonts import Fonts
from app.infra.overlay.renderer import render


class ThreadedRenderer:
    """The `OverlayRenderer` port, for previews.

    Pillow leaves the interpreter to others while it works. A thread cannot be ended: whoever
    stops waiting leaves it to its work, and the next picture waits until it is done.
    """

    def __init__(self, fonts: Fonts, *, threads: int) -> None:
        self._fonts = fonts
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="preview")

    async def render(
        self, source: bytes, overlay: Overlay, *, max_edge: int | None = None
    ) -> Rendered:
        """See `OverlayRenderer.render`."""

        def work() -> Rendered:
            return render(source, overlay, self._fonts, max_edge=max_edge)

        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def close(self) -> None:
        """Let its threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
