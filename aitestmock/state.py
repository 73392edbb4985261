"""What all parts of one mock share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aitestmock.journal import Journal
from aitestmock.settings import MockSettings

Clock = Callable[[], float]
"""Now, in epoch seconds."""

LONGEST_HOLD = 120.0


class MockState:
    """Settings, journal and clock of one mock; `closing` is set when its server shuts down."""

    def __init__(self, settings: MockSettings, clock: Clock) -> None:
        self._first_settings = settings
        self.settings = settings
        self.clock = clock
        self.journal = Journal()
        self.closing = asyncio.Event()

    @property
    def longest_hold(self) -> float:
        """Seconds a connection is held open when nobody gives up before."""
        return LONGEST_HOLD * self.settings.time_scale

    def reset(self) -> None:
        """Back to the start: an empty journal and the settings the mock was started with."""
        self.settings = self._first_settings
        self.journal.clear()
