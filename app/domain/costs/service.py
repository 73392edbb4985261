"""Use-cases of costs: months are asked for once in a while, and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from app.domain.costs.model import (
    CostProvider,
    CostReport,
    CostTotals,
    Month,
    MonthlyCosts,
    past_month,
)
from app.domain.costs.ports import Costs, CostSource, Turns
from app.domain.errors import InvalidState, ProviderFailure, ProviderRefused
from app.domain.ports import Clock, Stopwatch
from app.domain.text import Checks

USUAL_MONTHS: Final = 12
MOST_MONTHS: Final = 36
MOST_CALLS: Final = 12
"""Months that one question about several may ask a provider for."""
REST: Final = 10.0
"""Seconds for which a provider that failed is not asked again."""

_NOTHING: Final = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostService:
    """What providers charged the studio; everybody who is signed in may know.

    A month that is not final counts for `ttl`, its last moment included. `sources` are the
    providers that can be asked.
    """

    costs: Costs
    sources: Mapping[CostProvider, CostSource]
    turns: Turns
    ttl: timedelta
    clock: Clock
    stopwatch: Stopwatch
    _failed: dict[CostProvider, tuple[float, ProviderFailure]] = field(
        default_factory=dict, init=False
    )

    async def current_month(self, provider: CostProvider) -> CostReport:
        """The month that it is. Raises ProviderFailure where nothing is kept of it."""
        return await self._report(provider, Month.of(self.clock.now()))

    async def month(self, provider: CostProvider, year: int, month: int) -> CostReport:
        """A month that has ended.

        Raises InvalidInput for any other, and ProviderFailure where nothing is kept of it.
        """
        return await self._report(provider, past_month(year, month, self.clock.now()))

    async def months(self, provider: CostProvider, last: int) -> Sequence[CostReport]:
        """The last months, the current one included, the oldest first: those that are known.

        At most twelve of them are asked for, the newest first, until the provider fails. Raises
        InvalidInput, and ProviderFailure where nothing is known.
        """
        checks = Checks()
        checks.within("last", last, low=1, high=MOST_MONTHS)
        checks.raise_problems()
        newest = Month.of(self.clock.now())
        kept = await self.costs.between(provider, newest.before(last - 1), newest)
        reports: list[CostReport] = []
        failure: ProviderFailure | None = None
        calls = MOST_CALLS
        for month in (newest.before(ago) for ago in range(last)):
            known = kept.get(month)
            report = self._counting(known)
            if report is None and calls:
                calls -= 1
                try:
                    report = await self._refreshed(provider, month)
                except ProviderFailure as error:
                    failure = error
                if report is None or report.stale:
                    calls = 0
            if report is None and known is not None:
                report = _stale(known)
            reports += [report] if report else []
        if failure is not None and not reports:
            raise failure
        return reports[::-1]

    async def all_time(self, provider: CostProvider) -> CostTotals:
        """Sums over all months that are kept; nobody is asked."""
        return await self.costs.totals(provider)

    async def _report(self, provider: CostProvider, month: Month) -> CostReport:
        kept = await self.costs.get(provider, month)
        return self._counting(kept) or await self._refreshed(provider, month)

    def _counting(self, kept: MonthlyCosts | None) -> CostReport | None:
        """A kept month that need not be asked for."""
        if kept is None:
            return None
        if kept.finalized:
            return CostReport(costs=kept, cached=True)
        left = kept.fresh_for(self.ttl, self.clock.now())
        return None if left is None else CostReport(costs=kept, cached=True, ttl=left)

    async def _refreshed(self, provider: CostProvider, month: Month) -> CostReport:
        source = self._source(provider)
        kept = None
        try:
            async with self.turns(provider):
                # Whoever had their turn before may have asked for it.
                kept = await self.costs.get(provider, month)
                return self._counting(kept) or await self._asked(source, provider, month)
        except ProviderFailure:
            kept = kept or await self.costs.get(provider, month)
            if kept is None:
                raise
            return _stale(kept)

    async def _asked(self, source: CostSource, provider: CostProvider, month: Month) -> CostReport:
        if failure := self._failure(provider):
            raise failure
        now = self.clock.now()
        try:
            costs = MonthlyCosts.fetched(provider, month, await source.charges(month), now)
        except ProviderFailure as error:
            self._failed[provider] = self.stopwatch(), error
            raise
        self._failed.pop(provider, None)
        await self.costs.put(costs)
        return CostReport(costs=costs, cached=False, ttl=None if costs.finalized else self.ttl)

    def _source(self, provider: CostProvider) -> CostSource:
        source = self.sources.get(provider)
        if source is None:
            raise InvalidState("costs.no_source")
        if not source.configured:
            raise ProviderRefused("costs.no_key")
        return source

    def _failure(self, provider: CostProvider) -> ProviderFailure | None:
        """Why the provider is left alone for the moment."""
        at, failure = self._failed.get(provider, (0.0, None))
        return failure if self.stopwatch() - at < REST else None


def _stale(kept: MonthlyCosts) -> CostReport:
    return CostReport(costs=kept, cached=True, stale=True, ttl=_NOTHING)
