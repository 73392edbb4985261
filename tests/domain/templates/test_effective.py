from __future__ import annotations

from dataclasses import replace

from app.domain.templates.effective import effective, seen
from app.domain.templates.model import PromptTemplate, TemplateKey
from tests.domain.templates.test_model import ADA, template


def at(category: str, action: str, *, own: bool = False, active: bool = True) -> PromptTemplate:
    made = template(ADA if own else None, active=active)
    return replace(made, key=TemplateKey(category, action))


def test_templates_are_sorted_by_category_then_action() -> None:
    found = effective([at("b", "a"), at("a", "c", own=True), at("a", "b")])
    assert [each.template.key for each in found] == [("a", "b"), ("a", "c"), ("b", "a")]


def test_an_own_one_takes_the_place_of_everybodys_in_any_order() -> None:
    own, everybodys = at("a", "b", own=True), at("a", "b")
    for visible in ([own, everybodys], [everybodys, own]):
        [found] = effective(visible)
        assert (found.template, found.overridden, found.original) == (own, True, everybodys)


def test_one_alone_overrides_nothing() -> None:
    for alone in (at("a", "b", own=True), at("a", "b")):
        [found] = effective([alone])
        assert (found.template, found.overridden, found.original) == (alone, False, None)


def test_everybodys_knows_that_it_is_overridden() -> None:
    own, everybodys = at("a", "b", own=True), at("a", "b")
    found = seen(everybodys, [own, everybodys])
    assert (found.template, found.overridden, found.original) == (everybodys, True, None)


def test_what_is_switched_off_is_left_out_unless_it_is_asked_for() -> None:
    off, on = at("a", "b", active=False), at("a", "c")
    assert [each.template for each in effective([off, on])] == [on]
    assert [each.template for each in effective([off, on], include_inactive=True)] == [off, on]


def test_an_own_one_that_is_off_hides_everybodys() -> None:
    own, everybodys = at("a", "b", own=True, active=False), at("a", "b")
    assert effective([own, everybodys]) == []
    [shown] = effective([own, everybodys], include_inactive=True)
    assert shown.template == own


def test_an_own_one_that_is_on_shows_although_everybodys_is_off() -> None:
    own, everybodys = at("a", "b", own=True), at("a", "b", active=False)
    [shown] = effective([own, everybodys])
    assert shown.template == own
