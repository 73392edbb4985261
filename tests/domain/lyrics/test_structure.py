from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput, InvalidState, StudioError
from app.domain.lyrics.architecture import (
    Architecture,
    default_architecture,
    parse_architecture,
)
from app.domain.lyrics.labels import line_label
from app.domain.lyrics.sections import parse_sections
from app.domain.lyrics.structure import apply_structure, has_labels

SOME = st.sampled_from(["la", "lo lo", "", " ", "[hook]", "Chorus:", "**Verse 1**", "Note: x", "é"])
TEXTS = st.lists(SOME, max_size=15).map("\n".join)
FORM = parse_architecture("INTRO - VERSE - CHORUS")


def test_paragraphs_get_the_labels_in_order() -> None:
    done = apply_structure("\n\nla\nlo\n \t\n\nhey\r\n\r\nbye\n", FORM)

    assert done.text == "**Intro**\nla\nlo\n\n**Verse1**\nhey\n\n**Chorus**\nbye"
    assert (done.labelled, done.unlabelled, done.unused_labels) == (3, 0, ())


def test_surplus_paragraphs_stay_without_a_label() -> None:
    done = apply_structure("a\n\nb\n\nc\n\nd\n\ne", FORM)

    assert done.text.endswith("**Chorus**\nc\n\nd\n\ne")
    assert (done.labelled, done.unlabelled, done.unused_labels) == (3, 2, ())


def test_surplus_labels_are_left_out() -> None:
    done = apply_structure("a", FORM)

    assert done.text == "**Intro**\na"
    assert (done.labelled, done.unlabelled, done.unused_labels) == (1, 0, ("Verse1", "Chorus"))


@pytest.mark.parametrize(
    "text", ["Verse 1:\na", "a\nWord:\nb", "* a", "[laughs]\na", "a\n  **b**", "Über-Hook:"]
)
def test_labels_are_replaced_only_when_that_is_allowed(text: str) -> None:
    assert has_labels(text)
    with pytest.raises(InvalidState) as caught:
        apply_structure(text, FORM)
    assert caught.value.key == "lyrics.has_labels"
    assert apply_structure(text, FORM, replace_existing=True).labelled == 1


@pytest.mark.parametrize(
    "text", ["a b:", "a: b", "note to self: sing", "(Chorus)", "a * b", "Chorus"]
)
def test_ordinary_lines_are_no_labels(text: str) -> None:
    assert not has_labels(text)
    assert apply_structure(text, FORM).text == f"**Intro**\n{text}"


def test_only_labels_of_known_sections_are_taken_away() -> None:
    text = "**Chorus 2**\nHe said: la\n[laughs]\nHook:\n\n[Verse]\n**love**"

    done = apply_structure(text, FORM, replace_existing=True)

    assert done.text == "**Intro**\nHe said: la\n[laughs]\nHook:\n\n**Verse1**\n**love**"


def test_a_label_parts_paragraphs_even_without_a_blank_line() -> None:
    done = apply_structure("[Verse]\na\n[Chorus]\nb", FORM, replace_existing=True)

    assert done.text == "**Intro**\na\n\n**Verse1**\nb"


@pytest.mark.parametrize(
    ("text", "architecture", "key"),
    [
        ("", FORM, "text.blank"),
        (" \r\n\t", FORM, "text.blank"),
        ("la", Architecture(), "architecture.empty"),
        ("[Verse]\n\nChorus:", FORM, "lyrics.only_labels"),
    ],
)
def test_something_must_be_there(text: str, architecture: Architecture, key: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        apply_structure(text, architecture, replace_existing=True)
    assert caught.value.key == key


@given(TEXTS)
def test_no_line_is_lost_and_doing_it_again_changes_nothing(text: str) -> None:
    try:
        done = apply_structure(text, default_architecture(), replace_existing=True)
    except StudioError:
        assert all(not line.strip() or line_label(line) for line in text.split("\n"))
        return
    lines = [line for line in text.split("\n") if line.strip() and line_label(line) is None]
    kept = [line for line in done.text.split("\n") if line.strip() and line_label(line) is None]
    again = apply_structure(done.text, default_architecture(), replace_existing=True)
    assert kept == lines
    assert again == done
    labels = [section.label for section in parse_sections(done.text).sections]
    assert labels == list(default_architecture().labels[: done.labelled])
