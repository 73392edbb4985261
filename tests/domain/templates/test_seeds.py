from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.templates.content import TemplateRules
from app.domain.templates.model import TemplateKey
from app.domain.templates.seed import Seed
from app.domain.templates.seeds import SEEDS, release_of
from tests.domain.templates.test_model import ADA, LATER, NOON, content

DEMANDED = {
    "lyrics": {
        "improve-section",
        "rewrite-section",
        "extend-section",
        "optimize-phrasing",
        "generate",
        "translate",
    },
    "titel": {"generate", "generate-fast"},
    "music": {"enhance", "translate", "enhance-suno"},
    "image": {"enhance", "enhance-fast", "enhance-cover", "translate", "interpret-lyric"},
    "description": {"generate-long", "generate-short", "generate-tags"},
}
SHORT = {"generate": 15, "generate-fast": 10}
by_name = pytest.mark.parametrize("seed", SEEDS, ids=lambda each: "/".join(each.key))


def test_every_action_of_the_studio_has_its_template() -> None:
    keys = [each.key for each in SEEDS]
    assert len(set(keys)) == len(keys)
    demanded = {TemplateKey(name, each) for name, actions in DEMANDED.items() for each in actions}
    assert demanded <= set(keys)


@by_name
def test_a_seed_is_what_a_person_could_have_written(seed: Seed) -> None:
    assert TemplateKey.of(*seed.key) == seed.key
    assert seed.content.checked(TemplateRules(models=("llama3.2:3b",))) == seed.content
    for text in (seed.content.pre_condition, seed.content.post_condition):
        assert text == text.strip()
        assert "  " not in text
        assert text.isascii()


@by_name
def test_a_seed_says_all_that_a_model_needs(seed: Seed) -> None:
    assert seed.content.active
    assert seed.content.description
    assert seed.content.model == "llama3.2:3b"
    assert 0.5 <= (seed.content.temperature or 0) <= 0.9
    assert 10 <= (seed.content.max_tokens or 0) <= 2048


@by_name
def test_a_seed_introduces_the_input_and_asks_for_nothing_but_the_text(seed: Seed) -> None:
    assert seed.content.post_condition.startswith("Answer with the ")
    assert "only" in seed.content.post_condition or "nothing else" in seed.content.post_condition
    assert seed.content.pre_condition[-1] in ":."


@by_name
def test_a_seed_says_in_which_language_to_answer(seed: Seed) -> None:
    said = seed.content.pre_condition + seed.content.post_condition
    if seed.key.action in {"translate", "enhance-suno"}:
        assert "English" in said
    else:
        assert "in the language of the" in said


def test_titles_are_short() -> None:
    limits = {
        seed.key.action: seed.content.max_tokens for seed in SEEDS if seed.key.category == "titel"
    }
    assert limits == SHORT


A = Seed(key=TemplateKey("a", "a"), content=content())
B = Seed(key=TemplateKey("b", "b"), content=content(model="m"))


def test_a_release_adds_what_is_missing_for_everybody() -> None:
    release = release_of([A, B], [], NOON)
    assert [(each.key, each.content, each.user_id) for each in release.added] == [
        (A.key, A.content, None),
        (B.key, B.content, None),
    ]
    assert {(each.edition, each.version, each.created_at) for each in release.added} == {
        ("1.0", 1, NOON)
    }
    assert release.changed == []


def test_a_release_changes_nothing_twice() -> None:
    present = release_of([A, B], [], NOON).added
    again = release_of([A, B], present, LATER)
    assert (again.added, again.changed) == ([], [])


def test_a_release_makes_the_next_edition_of_what_differs_and_leaves_the_rest() -> None:
    [a, b] = release_of([A, B], [], NOON).added
    better = replace(B, content=content(model="n", active=False))
    release = release_of([better], [a, b], LATER)
    assert release.added == []
    assert release.changed == [
        replace(b, content=better.content, edition="1.1", version=2, updated_at=LATER)
    ]
    assert ADA not in {each.user_id for each in release.changed}
