"""What a model is told: the preview of the API, and what generation will ask for."""

from __future__ import annotations

from typing import Any

import pytest

from app.bootstrap import Studio
from app.domain.errors import ErrorCode, InvalidInput, TemplateIncomplete, TemplateNotFound
from app.domain.templates.generation import Overrides
from app.schema.ids import encode_id
from tests.api.test_prompt_templates import created, find, own_version, updated
from tests.studio import Person

RENDER = """
query ($category: String!, $action: String!, $input: String!, $instructions: String) {
  renderPromptTemplate(
    category: $category, action: $action, input: $input, instructions: $instructions
  ) {
    text model temperature maxTokens fallbacks template { id }
  }
}
"""
SET = {"preCondition": "A", "postCondition": "B", "model": "gemma3:4b", "temperature": 0}


async def render(person: Person, **fields: object) -> Any:
    told = {"category": "mine", "action": "do", "input": "i", **fields}
    return (await person.get(RENDER, **told))["renderPromptTemplate"]


async def test_a_preview_shows_the_whole_text_and_what_fell_back(ada: Person) -> None:
    mine = await created(ada, **SET)

    shown = await render(ada, input=" i\n", instructions="w")

    assert shown == {
        "text": "A\n\ni\n\nw\n\nB",
        "model": "gemma3:4b",
        "temperature": 0,
        "maxTokens": 2048,
        "fallbacks": ["MAX_TOKENS"],
        "template": {"id": mine["id"]},
    }
    await updated(ada, id=mine["id"], model=None, temperature=None)
    shown = await render(ada)
    assert shown["fallbacks"] == ["MODEL", "TEMPERATURE", "MAX_TOKENS"]
    assert (shown["model"], shown["temperature"]) == ("llama3.2:3b", 0.7)
    await updated(ada, id=mine["id"], model="gemma3:4b", temperature=2, maxTokens=7)
    shown = await render(ada)
    assert (shown["temperature"], shown["maxTokens"], shown["fallbacks"]) == (2, 7, [])


async def test_a_preview_needs_no_input(ada: Person) -> None:
    await created(ada, **SET)
    query = '{ renderPromptTemplate(category: "mine", action: "do") { text } }'
    assert (await ada.get(query))["renderPromptTemplate"] == {"text": "A\n\nB"}


async def test_a_preview_is_of_the_template_in_effect(ada: Person, bob: Person) -> None:
    own = await own_version(ada, preCondition="mine")
    for person, expected in ((ada, own["id"]), (bob, own["original"]["id"])):
        shown = await render(person, category="title", action="generate")
        assert shown["template"]["id"] == expected
    await updated(ada, id=own["id"], active=False)
    assert await render(ada, category="titel", action="generate") is None
    assert await render(ada, action="nothing") is None


@pytest.mark.parametrize(
    "fields",
    [
        {"input": "x" * 10_001},
        {"instructions": "x" * 2_001},
        {"input": "a\0"},
        {"category": " "},
        {"action": "x" * 51},
    ],
)
async def test_a_preview_has_the_limits_of_generation(
    ada: Person, fields: dict[str, object]
) -> None:
    await created(ada, **SET)
    answer = await ada.ask(RENDER, **{"category": "mine", "action": "do", "input": "i", **fields})
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["VALIDATION"]
    assert await render(ada, input="x" * 10_000, instructions="x" * 2_000)


async def test_generation_gets_everything_from_the_template_in_effect(
    ada: Person, bob: Person, studio: Studio
) -> None:
    own = await own_version(ada, preCondition="mine", postCondition="")
    templates = studio.services.templates

    mine = await templates.prepared(
        ada.id, "Title", "generate", input=" i ", instructions="w", context="c"
    )
    theirs = await templates.prepared(bob.id, "titel", "generate", input="i")

    assert mine.text == "c\n\nmine\n\ni\n\nw"
    assert (mine.model, mine.temperature, mine.max_tokens) == ("llama3.2:3b", 0.1, 15)
    assert (mine.category, mine.action, mine.edition) == ("titel", "generate", "1.1")
    assert encode_id("PromptTemplate", mine.template_id) == own["id"]
    assert encode_id("PromptTemplate", theirs.template_id) == own["original"]["id"]
    assert theirs.temperature == 0.8


async def test_generation_without_an_active_template_is_told_so(
    ada: Person, bob: Person, studio: Studio
) -> None:
    await created(ada, active=False)
    templates = studio.services.templates
    for person in (ada, bob):
        with pytest.raises(TemplateNotFound) as refused:
            await templates.prepared(person.id, " Mine", "DO", input="i")
        assert refused.value.code is ErrorCode.TEMPLATE_NOT_FOUND
        assert refused.value.params == {"category": "mine", "action": "do"}


async def test_generation_guesses_nothing(ada: Person, studio: Studio) -> None:
    await created(ada)
    templates = studio.services.templates
    with pytest.raises(TemplateIncomplete) as refused:
        await templates.prepared(ada.id, "mine", "do", input="i")
    assert refused.value.params == {"missing": "model, temperature"}
    told = Overrides(model="gemma3:4b", temperature=0.0)
    prompt = await templates.prepared(ada.id, "mine", "do", input="i", overrides=told)
    assert (prompt.model, prompt.temperature, prompt.max_tokens) == ("gemma3:4b", 0.0, None)


async def test_generation_checks_what_it_is_asked_for(ada: Person, studio: Studio) -> None:
    templates = studio.services.templates
    for wrong, overrides in ((" ", Overrides()), ("i", Overrides(model="gpt-9"))):
        with pytest.raises(InvalidInput):
            await templates.prepared(ada.id, "titel", "generate", input=wrong, overrides=overrides)
    with pytest.raises(InvalidInput):
        await templates.prepared(ada.id, "", "generate", input="i")


async def test_every_template_of_the_studio_is_complete(ada: Person, studio: Studio) -> None:
    query = "{ promptTemplates { templates { category action } } }"
    groups = (await ada.get(query))["promptTemplates"]
    for each in [each for group in groups for each in group["templates"]]:
        prompt = await studio.services.templates.prepared(
            ada.id, each["category"], each["action"], input="The input."
        )
        assert "\n\nThe input.\n\n" in prompt.text
        assert await find(ada, each["category"], each["action"])
