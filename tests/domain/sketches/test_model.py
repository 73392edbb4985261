from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.domain.sketches.model import Sketch, SketchChanges, SketchWorkflow, new_sketch

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def a_sketch(workflow: SketchWorkflow = SketchWorkflow.DRAFT) -> Sketch:
    sketch = new_sketch(
        sketch_id=uuid4(),
        user_id=uuid4(),
        prompt="folk",
        title="A",
        lyrics="la",
        tags=None,
        now=NOW,
    )
    return replace(sketch, workflow=workflow)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SketchWorkflow.DRAFT, SketchWorkflow.USED),
        (SketchWorkflow.USED, SketchWorkflow.USED),
        (SketchWorkflow.ARCHIVED, SketchWorkflow.ARCHIVED),
    ],
)
def test_only_a_draft_becomes_used_by_itself(before: SketchWorkflow, after: SketchWorkflow) -> None:
    assert a_sketch(before).used(NOW).workflow is after


def test_what_is_not_sent_stays_and_null_clears() -> None:
    changed = a_sketch().changed(SketchChanges(lyrics=None).checked(), NOW)

    assert (changed.title, changed.lyrics, changed.prompt) == ("A", None, "folk")
    assert (changed.version, changed.updated_at) == (2, NOW)


@pytest.mark.parametrize("workflow", list(SketchWorkflow))
def test_a_person_may_choose_any_workflow(workflow: SketchWorkflow) -> None:
    for before in SketchWorkflow:
        changes = SketchChanges(workflow=workflow).checked()
        assert a_sketch(before).changed(changes, NOW).workflow is workflow
