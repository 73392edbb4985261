from __future__ import annotations

from typing import Any

import pytest

from app.domain.errors import ErrorCode, InvalidInput, TemplateIncomplete
from app.domain.templates.effective import SeenTemplate
from app.domain.templates.generation import (
    NO_OVERRIDES,
    Overrides,
    PreparedPrompt,
    TemplateParameter,
    check_preview,
    check_request,
    prepare,
    preview,
)
from tests.domain.templates.test_model import RULES, template

SET: dict[str, Any] = {"model": "llama3.2:3b", "temperature": 0.5, "max_tokens": 100}


def prepared(overrides: Overrides = NO_OVERRIDES, **fields: Any) -> PreparedPrompt:
    return prepare(
        template(**{**SET, **fields}),
        input_text="i",
        instructions="w",
        context="c",
        overrides=overrides,
    )


def test_a_prompt_says_all_that_a_model_and_its_history_need() -> None:
    made = template(**SET)
    prompt = prepare(made, input_text="i", instructions="w", context="c", overrides=NO_OVERRIDES)
    assert prompt == PreparedPrompt(
        text="c\n\na\n\ni\n\nw\n\nb",
        model="llama3.2:3b",
        temperature=0.5,
        max_tokens=100,
        category="lyrics",
        action="generate",
        template_id=made.id,
        edition="1.0",
    )


def test_a_call_may_set_each_value_in_the_place_of_the_template() -> None:
    prompt = prepared(Overrides(model="gemma3:4b", temperature=0.0, max_tokens=1))
    assert (prompt.model, prompt.temperature, prompt.max_tokens) == ("gemma3:4b", 0.0, 1)


def test_no_limit_of_tokens_is_no_limit() -> None:
    assert prepared(max_tokens=None).max_tokens is None


def test_zero_is_a_temperature() -> None:
    assert prepared(temperature=0.0).temperature == 0


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"model": None}, "model"),
        ({"model": " \n"}, "model"),
        ({"temperature": None}, "temperature"),
        ({"model": "", "temperature": None, "max_tokens": None}, "model, temperature"),
    ],
)
def test_what_is_missing_is_named(fields: dict[str, Any], missing: str) -> None:
    with pytest.raises(TemplateIncomplete) as refused:
        prepared(**fields)
    assert refused.value.code is ErrorCode.TEMPLATE_INCOMPLETE
    assert refused.value.params == {"missing": missing}


def test_a_call_may_say_what_the_template_leaves_open() -> None:
    told = Overrides(model="gemma3:4b", temperature=0.0)
    assert prepared(told, model=None, temperature=None).model == "gemma3:4b"
    with pytest.raises(TemplateIncomplete) as refused:
        prepared(Overrides(temperature=1), model=None, temperature=None)
    assert refused.value.params == {"missing": "model"}


@pytest.mark.parametrize(
    ("field", "value", "fine"),
    [
        ("temperature", 0.0, True),
        ("temperature", 2.0, True),
        ("temperature", -0.1, False),
        ("temperature", 2.1, False),
        ("max_tokens", 1, True),
        ("max_tokens", 4_000, True),
        ("max_tokens", 0, False),
        ("max_tokens", 4_001, False),
        ("model", "gemma3:4b", True),
        ("model", "gpt-9", False),
    ],
)
def test_each_override_is_checked(field: str, value: Any, fine: bool) -> None:
    told = Overrides(**{field: value})
    if fine:
        assert told.checked(RULES) == told
        return
    with pytest.raises(InvalidInput) as refused:
        told.checked(RULES)
    assert [problem.path for problem in refused.value.problems] == [("overrides", field)]


def test_a_blank_model_overrides_nothing() -> None:
    assert prepared(Overrides(model=" ").checked(RULES)).model == "llama3.2:3b"


@pytest.mark.parametrize(
    ("told", "wishes", "wrong"),
    [
        ("x", None, []),
        ("x" * 10_000, "x" * 2_000, []),
        ("x" * 10_001, None, ["input"]),
        ("x", "x" * 2_001, ["instructions"]),
        ("a\0", "b\0", ["input", "instructions"]),
    ],
)
def test_input_and_instructions_have_limits_on_both_sides(
    told: str, wishes: str | None, wrong: list[str]
) -> None:
    for check in (check_request, check_preview):
        if not wrong:
            check(told, wishes)
            continue
        with pytest.raises(InvalidInput) as refused:
            check(told, wishes)
        assert [problem.path[0] for problem in refused.value.problems] == wrong


@pytest.mark.parametrize("blank", ["", " \n"])
def test_only_a_preview_may_lack_an_input(blank: str) -> None:
    check_preview(blank, None)
    with pytest.raises(InvalidInput) as refused:
        check_request(blank, None)
    assert [(each.path, each.key) for each in refused.value.problems] == [
        (("input",), "text.blank")
    ]


def test_a_preview_shows_what_is_set_and_nothing_falls_back() -> None:
    seen = SeenTemplate(template=template(**{**SET, "temperature": 0.0}))
    shown = preview(seen, input_text="i", instructions="w")
    assert shown.text == "a\n\ni\n\nw\n\nb"
    assert (shown.model, shown.temperature, shown.max_tokens) == ("llama3.2:3b", 0.0, 100)
    assert shown.fallbacks == ()


def test_a_preview_reports_each_default() -> None:
    seen = SeenTemplate(template=template(model=" "))
    shown = preview(seen, input_text="i", instructions=None)
    assert (shown.model, shown.temperature, shown.max_tokens) == ("llama3.2:3b", 0.7, 2048)
    assert shown.fallbacks == tuple(TemplateParameter)
