from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.identity import new_id
from app.domain.lyrics.ports import RuleType
from app.domain.lyrics.rules.model import (
    LARGEST_ORDER,
    LyricRule,
    RuleChanges,
    RuleWish,
    after_the_last,
    new_rule,
    reordered,
)

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ADA = UUID(int=1)


def wish(**fields: object) -> RuleWish:
    told: dict[str, object] = {"name": "n", "pattern": "p", "replacement": "r"}
    return RuleWish(**{**told, "kind": RuleType.CLEANUP, **fields})  # type: ignore[arg-type]


def rule(order: int, **fields: object) -> LyricRule:
    return new_rule(wish(**fields), rule_id=new_id(), user_id=ADA, order=order, now=NOON)


def keys(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(problem.path[0], problem.key) for problem in refused.value.problems]


def test_a_wish_is_trimmed_but_for_what_a_machine_reads() -> None:
    checked = wish(name=" a ", pattern=" +", replacement=" \r\n ", description=" \n ").checked()

    assert (checked.name, checked.description) == ("a", None)
    assert (checked.pattern, checked.replacement) == (" +", " \r\n ")


@pytest.mark.parametrize(
    ("field", "longest"),
    [("name", 100), ("pattern", 1000), ("replacement", 1000), ("description", 1000)],
)
def test_each_text_has_a_limit_on_both_sides(field: str, longest: int) -> None:
    fits, too_long = "é" * longest, "é" * (longest + 1)
    assert getattr(wish(**{field: fits}).checked(), field) == fits
    assert getattr(RuleChanges(**{field: fits}).checked(), field) == fits  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as refused:
        wish(**{field: too_long}).checked()
    assert keys(refused) == [(field, "text.too_long")]
    with pytest.raises(InvalidInput) as refused:
        RuleChanges(**{field: too_long}).checked()  # type: ignore[arg-type]
    assert keys(refused) == [(field, "text.too_long")]


@pytest.mark.parametrize("field", ["name", "pattern", "replacement", "description"])
def test_nul_is_refused_everywhere(field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        wish(**{field: "a\0"}).checked()
    assert keys(refused) == [(field, "text.nul")]


@pytest.mark.parametrize("field", ["name", "pattern"])
@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_a_name_and_a_pattern_are_not_blank(field: str, blank: str) -> None:
    for refuse in (wish(**{field: blank}), RuleChanges(**{field: blank})):  # type: ignore[arg-type]
        with pytest.raises(InvalidInput) as refused:
            refuse.checked()
        assert keys(refused) == [(field, "text.blank")]


@pytest.mark.parametrize(("order", "fine"), [(0, 1), (LARGEST_ORDER, 1), (-1, 0), (10**6 + 1, 0)])
def test_an_order_is_a_number_from_0_to_a_million(order: int, fine: int) -> None:
    for told in (wish(order=order), RuleChanges(order=order)):
        if fine:
            assert told.checked().order == order
        else:
            with pytest.raises(InvalidInput):
                told.checked()


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        wish(name="", pattern=" ", order=-1).checked()
    assert [field for field, _ in keys(refused)] == ["name", "pattern", "order"]


def test_an_update_changes_something_and_clears_nothing_but_the_description() -> None:
    with pytest.raises(InvalidInput) as refused:
        RuleChanges().checked()
    assert refused.value.key == "input.empty"
    cleared = RuleChanges(
        name=None, pattern=None, replacement=None, kind=None, active=None, order=None
    )
    with pytest.raises(InvalidInput) as refused:
        cleared.checked()
    fields = ["name", "pattern", "replacement", "type", "active", "order"]
    assert keys(refused) == [(field, "input.not_null") for field in fields]
    described = rule(0, description="d")
    assert described.changed(RuleChanges(description=None).checked(), NOON).description is None


def test_a_change_counts_and_leaves_the_rest() -> None:
    before = rule(3, description="d")

    after = before.changed(RuleChanges(active=False, replacement="").checked(), NOON)

    assert (after.active, after.replacement, after.version) == (False, "", 2)
    assert (after.name, after.pattern, after.order) == ("n", "p", 3)
    assert (after.description, after.kind, after.updated_at) == ("d", RuleType.CLEANUP, NOON)


def test_a_new_rule_comes_after_the_last_one() -> None:
    assert after_the_last([]) == 0
    assert after_the_last([rule(4), rule(2)]) == 5
    assert after_the_last([rule(LARGEST_ORDER)]) == LARGEST_ORDER


@given(st.lists(st.integers(0, 6), max_size=6), st.data())
def test_named_rules_are_numbered_and_the_others_keep_their_order(
    orders: list[int], data: st.DataObject
) -> None:
    rules = [rule(order) for order in orders]
    count = data.draw(st.integers(0, len(rules)))
    ids = [each.id for each in data.draw(st.permutations(rules))[:count]]

    changed = {each.id: each for each in reordered(rules, ids, NOON)}

    after = {each.id: changed.get(each.id, each) for each in rules}
    assert [after[rule_id].order for rule_id in ids] == list(range(count))
    for each in rules:
        moved = after[each.id].order != each.order
        assert (each.id in changed) is moved
        assert after[each.id].version == each.version + moved
        assert each.id in ids or not moved
