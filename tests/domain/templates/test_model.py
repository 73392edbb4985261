from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.domain.changes import UNSET
from app.domain.errors import InvalidInput
from app.domain.identity import new_id
from app.domain.templates.content import TemplateChanges, TemplateContent, TemplateRules
from app.domain.templates.model import PromptTemplate, TemplateKey, new_template, next_edition

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
ADA = UUID(int=1)
RULES = TemplateRules(models=("llama3.2:3b", "gemma3:4b"))


def content(**fields: object) -> TemplateContent:
    told: dict[str, object] = {"pre_condition": "a", "post_condition": "b", **fields}
    return TemplateContent(**told)  # type: ignore[arg-type]


def template(user_id: UUID | None = None, **fields: object) -> PromptTemplate:
    return new_template(
        TemplateKey("lyrics", "generate"),
        content(**fields),
        template_id=new_id(),
        user_id=user_id,
        now=NOON,
    )


def keys(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(problem.path[0], problem.key) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("category", "meant"),
    [
        (" Lyrics\n", "lyrics"),
        ("images", "image"),
        ("IMAGES ", "image"),
        ("songs", "music"),
        ("title", "titel"),
        ("titel", "titel"),
        ("song", "song"),
        ("x" * 50, "x" * 50),
    ],
)
def test_a_category_is_meant_in_any_case_and_by_its_aliases(category: str, meant: str) -> None:
    assert TemplateKey.of(category, " Enhance-Fast ") == TemplateKey(meant, "enhance-fast")


def test_an_action_has_no_aliases() -> None:
    assert TemplateKey.of("a", "title") == ("a", "title")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [("", "blank"), (" \n", "blank"), ("x" * 51, "too_long"), ("a\0", "nul")],
)
def test_a_category_and_an_action_are_one_to_fifty_characters(wrong: str, why: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        TemplateKey.of(wrong, wrong)
    assert keys(refused) == [("category", f"text.{why}"), ("action", f"text.{why}")]
    assert TemplateKey.of("é" * 50, "é" * 50).action == "é" * 50


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1.0", "1.1"),
        ("1.9", "2.0"),
        ("9.9", "10.0"),
        ("5", "5.1"),
        (" 2.3 ", "2.4"),
        ("1.25", "1.4"),
        ("0", "0.1"),
        ("999999.9", "1000000.0"),
        (None, "1.0"),
        ("", "1.0"),
        ("  ", "1.0"),
        ("v2", "1.0"),
        ("1.0.0", "1.0"),
        ("-1", "1.0"),
        ("nan", "1.0"),
        ("٣", "1.0"),
        ("1234567.0", "1.0"),
    ],
)
def test_the_next_edition_is_a_tenth_more(before: str | None, after: str) -> None:
    assert next_edition(before) == after


@pytest.mark.parametrize(
    ("field", "longest"),
    [("pre_condition", 10_000), ("post_condition", 10_000), ("description", 2_000)],
)
def test_each_text_has_a_limit_on_both_sides(field: str, longest: int) -> None:
    fits = content(**{field: "é" * longest})
    assert getattr(fits.checked(RULES), field) == "é" * longest
    with pytest.raises(InvalidInput) as refused:
        content(**{field: "é" * (longest + 1)}).checked(RULES)
    assert keys(refused) == [(field, "text.too_long")]
    with pytest.raises(InvalidInput) as refused:
        content(**{field: "a\0"}).checked(RULES)
    assert keys(refused) == [(field, "text.nul")]


@pytest.mark.parametrize(
    ("field", "value", "fine"),
    [
        ("temperature", 0.0, True),
        ("temperature", 2.0, True),
        ("temperature", -0.01, False),
        ("temperature", 2.01, False),
        ("temperature", float("nan"), False),
        ("temperature", None, True),
        ("max_tokens", 1, True),
        ("max_tokens", 32_000, True),
        ("max_tokens", 0, False),
        ("max_tokens", 32_001, False),
        ("max_tokens", None, True),
    ],
)
def test_a_number_is_within_its_limits_or_left_open(field: str, value: float, fine: bool) -> None:
    told = content(**{field: value})
    if fine:
        assert told.checked(RULES) == told
    else:
        with pytest.raises(InvalidInput) as refused:
            told.checked(RULES)
        assert keys(refused) == [(field, "number.out_of_range")]


def test_a_template_says_something_before_or_after_the_input() -> None:
    assert content(pre_condition="").checked(RULES).post_condition == "b"
    assert content(post_condition=" \n").checked(RULES).post_condition == " \n"
    with pytest.raises(InvalidInput) as refused:
        content(pre_condition=" ", post_condition="\n").checked(RULES)
    assert keys(refused) == [("pre_condition", "template.empty")]


def test_only_allowed_models_can_be_named() -> None:
    assert content(model=" gemma3:4b ").checked(RULES).model == "gemma3:4b"
    assert content(model="  ").checked(RULES).model is None
    with pytest.raises(InvalidInput) as refused:
        content(model="gpt-9").checked(RULES)
    assert keys(refused) == [("model", "template.model_not_allowed")]
    assert refused.value.params == {"possible": "llama3.2:3b, gemma3:4b"}


def test_a_model_that_is_not_allowed_any_more_may_stay_but_not_come_back() -> None:
    old = content(model="retired")
    kept = old.changed(TemplateChanges(description="d")).checked(RULES, before=old)
    assert kept.model == "retired"
    with pytest.raises(InvalidInput):
        old.checked(RULES, before=content(model="gemma3:4b"))


def test_all_problems_are_told_at_once() -> None:
    wrong = content(
        pre_condition="",
        post_condition="",
        description="x" * 2_001,
        model="?",
        temperature=3,
        max_tokens=0,
    )
    with pytest.raises(InvalidInput) as refused:
        wrong.checked(RULES)
    fields = ["description", "model", "temperature", "max_tokens", "pre_condition"]
    assert [field for field, _ in keys(refused)] == fields


def test_changes_clear_everything_but_whether_it_is_active() -> None:
    full = content(description="d", model="gemma3:4b", temperature=1.0, max_tokens=5)
    cleared = TemplateChanges(
        pre_condition=None, description=None, model=None, temperature=None, max_tokens=None
    )
    assert full.changed(cleared.checked()) == content(pre_condition="")
    assert full.changed(TemplateChanges(active=False)).active is False
    assert full.changed(TemplateChanges(temperature=0.0)).temperature == 0
    with pytest.raises(InvalidInput) as refused:
        TemplateChanges(active=None).checked()
    assert keys(refused) == [("active", "input.not_null")]


@pytest.mark.parametrize(
    "field",
    ["pre_condition", "post_condition", "description", "model", "temperature", "max_tokens"],
)
def test_any_one_field_is_a_change_and_none_is_refused(field: str) -> None:
    assert TemplateChanges(**{field: None}).checked()
    assert TemplateChanges(active=False).checked()
    with pytest.raises(InvalidInput) as refused:
        TemplateChanges(**{field: UNSET}).checked()
    assert refused.value.key == "input.empty"


def test_a_change_counts_and_leaves_the_rest() -> None:
    before = template(user_id=ADA)

    after = before.changed(content(active=False), LATER)

    assert (before.edition, before.version, before.updated_at) == ("1.0", 1, None)
    assert (after.edition, after.version, after.updated_at) == ("1.1", 2, LATER)
    assert (after.id, after.key, after.created_at) == (before.id, before.key, NOON)
    assert after.content == content(active=False)


def test_an_own_version_begins_anew_with_the_next_edition() -> None:
    everybodys = template().changed(content(), LATER)

    own = everybodys.taken_over(content(model=None), template_id=ADA, user_id=ADA, now=LATER)

    assert (own.id, own.user_id, own.key) == (ADA, ADA, everybodys.key)
    assert (own.edition, own.version) == ("1.2", 1)
    assert (own.created_at, own.updated_at) == (LATER, None)


def test_the_history_says_when_an_edition_began_and_by_whom() -> None:
    first = template()
    second = first.changed(content(), LATER)

    assert first.as_edition(None).changed_at == NOON
    kept = second.as_edition(ADA)
    assert (kept.changed_at, kept.changed_by, kept.edition, kept.version) == (LATER, ADA, "1.1", 2)
    assert (kept.template_id, kept.content) == (first.id, content())
