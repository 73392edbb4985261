"""A worker without the guard: what may have been sent is sent again. `python -m chaos.unguarded`.

The control of the harness: a storm that does not make this one buy something twice proves nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.cli import main
from app.domain.jobs import paid
from app.domain.jobs.model import JobStage

_guarded = paid.PaidCall.step


async def _again(self: paid.PaidCall, claim: Any, send: Any, mirror: Any) -> float | None:
    if claim.job.stage in (JobStage.SUBMITTING, JobStage.OUTCOME_UNKNOWN):
        claim.job = replace(claim.job, stage=JobStage.ACCEPTED)
    return await _guarded(self, claim, send, mirror)


if __name__ == "__main__":
    paid.PaidCall.step = _again  # type: ignore[method-assign] # that is the point of it
    raise SystemExit(main(["work"]))
