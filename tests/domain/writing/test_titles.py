from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from app.domain.errors import ErrorCode
from app.domain.jobs.model import JobError, JobStatus
from app.domain.sketches.model import Sketch, SketchTexts, new_sketch
from app.domain.writing.titles import SketchTitleWish, TitleGoal, title_error
from tests.fakes.jobs import FrozenClock, a_job

SKETCH_ID = uuid4()


def goal(**changes: Any) -> TitleGoal:
    plain = {"sketch_id": SKETCH_ID, "apply": True, "replaces": None, "expected_version": None}
    return TitleGoal(**{**plain, **changes})


def sketch(title: str | None = None) -> Sketch:
    texts = SketchTexts(prompt="folk", title=title)
    return new_sketch(texts, sketch_id=SKETCH_ID, user_id=uuid4(), now=FrozenClock().now())


@pytest.mark.parametrize("replaces", [None, "Alt"])
def test_what_a_title_is_for_survives_being_kept_as_json(replaces: str | None) -> None:
    kept = goal(replaces=replaces, expected_version=3)
    assert TitleGoal.of(json.loads(json.dumps(kept.as_json()))) == kept
    assert TitleGoal.of({}) is None


@pytest.mark.parametrize(
    ("wanted", "allowed"),
    [
        (goal(), True),
        (goal(apply=False), False),
        (goal(replaces="Old"), False),
        (goal(expected_version=1), True),
        (goal(expected_version=2), False),
    ],
)
def test_a_sketch_is_given_a_title_only_while_nobody_was_faster(
    wanted: TitleGoal, allowed: bool
) -> None:
    assert wanted.allows(sketch()) is allowed


def test_a_title_of_a_person_is_never_replaced_by_one_that_comes_late() -> None:
    assert goal(replaces="Old").allows(sketch("Old"))
    assert not goal(replaces="Old").allows(sketch("Mine"))


def test_what_is_asked_makes_a_wish_another_one() -> None:
    plain: dict[str, Any] = {"sketch_id": SKETCH_ID}
    changes: list[dict[str, Any]] = [
        {},
        {"sketch_id": uuid4()},
        {"fast": True},
        {"apply": False},
        {"expected_version": 1},
        {"instructions": "i"},
    ]
    hashes = {SketchTitleWish(**{**plain, **each}).payload_hash for each in changes}
    assert len(hashes) == len(changes)


@pytest.mark.parametrize(
    ("status", "wanted", "applied", "code"),
    [
        (JobStatus.SUCCEEDED, goal(), True, None),
        (JobStatus.SUCCEEDED, goal(), False, ErrorCode.CONFLICT),
        (JobStatus.SUCCEEDED, goal(apply=False), False, None),
        (JobStatus.RUNNING, goal(), False, None),
    ],
)
def test_it_is_said_when_a_title_came_too_late(
    status: JobStatus, wanted: TitleGoal, applied: bool, code: ErrorCode | None
) -> None:
    job = a_job(status=status, request=wanted.as_json(), checkpoint={"applied": applied})
    error = title_error(job)
    assert (error and error.code) == code


def test_it_is_said_why_there_is_no_title() -> None:
    error = JobError(code=ErrorCode.PROVIDER_TIMEOUT, key="model.timeout")
    job = a_job(status=JobStatus.FAILED, error=error, request=goal().as_json())
    assert title_error(job) == error
