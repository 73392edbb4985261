from __future__ import annotations

import json

import pytest

from app.domain.errors import InvalidInput
from app.domain.language.model import Ending, Provider, Role
from app.domain.templates.generation import Overrides
from app.domain.writing.model import (
    LONGEST_CONTEXT,
    LONGEST_NEW_TITLE,
    TextFacts,
    TextRequest,
    TextWish,
    title_of,
)
from tests.domain.writing.things import a_request

LONG = "The long way home from the harbour"
WISH = TextWish(category="lyrics", action="generate", input="the sea")


@pytest.mark.parametrize("provider", Provider)
def test_a_request_survives_being_kept_as_json(provider: Provider) -> None:
    request = a_request("ü 🐈", provider=provider, max_tokens=None, temperature=0.0)
    assert TextRequest.of(json.loads(json.dumps(request.as_json()))) == request


def test_a_model_is_told_the_prompt_and_how_to_write() -> None:
    order = a_request("Sing!").order(2048)
    assert [(turn.role, turn.content) for turn in order.turns] == [(Role.USER, "Sing!")]
    assert (order.model, order.temperature, order.max_tokens) == ("small", 0.5, 100)
    assert order.context_window == 2048


def test_every_part_of_a_wish_but_its_key_makes_it_another_one() -> None:
    wishes = [
        WISH,
        TextWish(category="music", action="generate", input="the sea"),
        TextWish(category="lyrics", action="improve", input="the sea"),
        TextWish(category="lyrics", action="generate", input="the hills"),
        TextWish(category="lyrics", action="generate", input="the sea", instructions="i"),
        TextWish(category="lyrics", action="generate", input="the sea", context="i"),
        *(
            TextWish(category="lyrics", action="generate", input="the sea", overrides=each)
            for each in (Overrides(model="m"), Overrides(temperature=0), Overrides(max_tokens=1))
        ),
    ]
    assert len({each.payload_hash for each in wishes}) == len(wishes)
    keyed = TextWish(category="lyrics", action="generate", input="the sea", idempotency_key="k")
    assert keyed.payload_hash == WISH.payload_hash


def test_a_context_has_a_limit() -> None:
    def wish(length: int) -> TextWish:
        return TextWish(category="c", action="a", input="i", context="x" * length)

    wish(LONGEST_CONTEXT).check_context()
    with pytest.raises(InvalidInput) as refused:
        wish(LONGEST_CONTEXT + 1).check_context()
    assert refused.value.problems[0].path == ("context",)
    with pytest.raises(InvalidInput):
        TextWish(category="c", action="a", input="i", context="\0").check_context()


def test_what_the_provider_said_survives_being_kept() -> None:
    ending = Ending(prompt_tokens=3, completion_tokens=None, cut_short=True)
    facts = TextFacts.of_ending(ending)
    assert TextFacts.of(json.loads(json.dumps(facts.checkpoint()))) == facts
    assert (facts.prompt_tokens, facts.completion_tokens, facts.cut_short) == (3, None, True)
    assert TextFacts.of({}) is None
    assert TextFacts.of_ending(None) == TextFacts()


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        ("  Harbour Lights ", "Harbour Lights"),
        ("“Harbour Lights”\n\nThis title fits because", "Harbour Lights"),
        ('"Harbour\tLights"', "Harbour Lights"),
        ('\n\n"Home" and "Away"', '"Home" and "Away"'),
        ("", ""),
        (' "" ', ""),
        ("\n \n", ""),
        ("x" * LONGEST_NEW_TITLE, "x" * LONGEST_NEW_TITLE),
        ("x" * (LONGEST_NEW_TITLE + 1), "x" * LONGEST_NEW_TITLE),
        ("x" * LONGEST_NEW_TITLE + " y", "x" * LONGEST_NEW_TITLE),
        ("x" * (LONGEST_NEW_TITLE - 1) + " yz", "x" * (LONGEST_NEW_TITLE - 1)),
        (f"{LONG}, when all lights are out", f"{LONG}, when all"),
        (f"{LONG} lights and it, sinking", f"{LONG} lights and it"),
    ],
)
def test_a_title_is_one_line_and_cut_at_a_word(answer: str, title: str) -> None:
    assert title_of(answer) == title
    assert len(title) <= LONGEST_NEW_TITLE
