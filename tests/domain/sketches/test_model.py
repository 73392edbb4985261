from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.domain.errors import InvalidInput
from app.domain.sketches.model import (
    LONGEST,
    Sketch,
    SketchChanges,
    SketchCounts,
    SketchTexts,
    SketchWorkflow,
    new_sketch,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def a_sketch(workflow: SketchWorkflow = SketchWorkflow.DRAFT) -> Sketch:
    texts = SketchTexts(prompt="folk", title="A", lyrics="la").checked()
    sketch = new_sketch(texts, sketch_id=uuid4(), user_id=uuid4(), now=NOW)
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
    sketch = a_sketch(before)
    used = sketch.used(NOW)
    assert used.workflow is after
    assert (used.version > sketch.version) is (before is SketchWorkflow.DRAFT)


def test_what_is_not_sent_stays_and_null_clears() -> None:
    changed = a_sketch().changed(SketchChanges(lyrics=None).checked(), NOW)

    assert (changed.title, changed.lyrics, changed.prompt) == ("A", None, "folk")
    assert (changed.version, changed.updated_at) == (2, NOW)


@pytest.mark.parametrize("workflow", list(SketchWorkflow))
def test_a_person_may_choose_any_workflow(workflow: SketchWorkflow) -> None:
    for before in SketchWorkflow:
        changes = SketchChanges(workflow=workflow).checked()
        assert a_sketch(before).changed(changes, NOW).workflow is workflow


def test_every_text_has_a_limit_and_can_be_changed() -> None:
    texts = {each.name for each in fields(SketchTexts)}
    assert set(LONGEST) == texts
    assert {each.name for each in fields(SketchChanges)} == texts | {"workflow"}


def test_the_title_of_a_copy_is_cut_to_make_room_for_its_mark() -> None:
    for title, copied in (
        ("A", "A (copy)"),
        ("x" * 493, "x" * 493 + " (copy)"),
        ("x" * 494, "x" * 493 + " (copy)"),
        ("x" * 491 + "  " + "x" * 7, "x" * 491 + " (copy)"),
    ):
        copy = replace(a_sketch(), title=title).copied_texts(title=None, mark=" (copy)")
        assert copy.title == copied


def test_a_copy_takes_a_title_that_it_is_given_and_none_from_the_nameless() -> None:
    sketch = a_sketch()
    assert sketch.copied_texts(title=" B ", mark=" (copy)").title == "B"
    assert sketch.copied_texts(title="  ", mark=" (copy)").title == "A (copy)"
    assert replace(sketch, title=None).copied_texts(title=None, mark=" (copy)").title is None
    with pytest.raises(InvalidInput):
        sketch.copied_texts(title="x" * 501, mark=" (copy)")


def test_a_revision_keeps_the_lyrics_with_the_version_that_they_belong_to() -> None:
    sketch = a_sketch()
    revision = sketch.revision(uuid4(), NOW)
    assert (revision.sketch_id, revision.lyrics, revision.version) == (sketch.id, "la", 1)


def test_counts_add_up() -> None:
    assert SketchCounts(draft=1, used=2, archived=4).total == 7
