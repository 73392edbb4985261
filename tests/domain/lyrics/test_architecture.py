from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.lyrics.architecture import (
    Architecture,
    Item,
    architecture_of,
    default_architecture,
    parse_architecture,
)
from app.domain.lyrics.labels import SectionType

INTRO, VERSE, PRE_CHORUS, CHORUS, BRIDGE, OUTRO = SectionType
REPEATABLE = st.sampled_from([VERSE, PRE_CHORUS, CHORUS, BRIDGE])
ARCHITECTURES = st.lists(REPEATABLE, max_size=50).map(architecture_of)


def ids(architecture: Architecture) -> list[str]:
    return [item.id for item in architecture.items]


def refused(work: Callable[[], object]) -> tuple[str, dict[str, object]]:
    with pytest.raises(InvalidInput) as caught:
        work()
    return caught.value.key, dict(caught.value.params)


def test_the_default_is_two_verses_and_two_choruses() -> None:
    assert default_architecture().text == "VERSE1 - CHORUS - VERSE2 - CHORUS"
    assert default_architecture().labels == ("Verse1", "Chorus", "Verse2", "Chorus")


def test_an_empty_architecture_is_an_empty_text_and_back() -> None:
    assert Architecture().text == ""
    for text in ("", "  \n", "Song structure:", "song STRUCTURE: "):
        assert parse_architecture(text) == Architecture()


def test_verses_are_numbered_anew_after_every_change() -> None:
    architecture = default_architecture().insert(VERSE, 0)
    assert architecture.text == "VERSE1 - VERSE2 - CHORUS - VERSE3 - CHORUS"
    assert ids(architecture) == ["5", "1", "2", "3", "4"]

    architecture = architecture.remove("1")
    assert architecture.text == "VERSE1 - CHORUS - VERSE2 - CHORUS"
    assert architecture.reorder(["3", "5", "4", "2"]).text == "VERSE1 - VERSE2 - CHORUS - CHORUS"


def test_a_section_goes_to_the_end_without_an_index() -> None:
    assert default_architecture().insert(OUTRO).text.endswith("CHORUS - OUTRO")


@pytest.mark.parametrize(("index", "possible"), [(-1, False), (0, True), (4, True), (5, False)])
def test_an_index_is_from_0_to_n(index: int, possible: bool) -> None:
    if possible:
        assert default_architecture().insert(BRIDGE, index).items[index].section is BRIDGE
    else:
        key, params = refused(lambda: default_architecture().insert(BRIDGE, index))
        assert (key, params) == ("number.out_of_range", {"min": 0, "max": 4, "value": index})


@pytest.mark.parametrize("section", [INTRO, OUTRO])
def test_an_intro_and_an_outro_come_once_at_most(section: SectionType) -> None:
    once = default_architecture().insert(section)

    assert once.extended(section) is None
    for attempt in (
        lambda: once.insert(section, 0),
        lambda: architecture_of([section, section]),
        lambda: parse_architecture(f"{section} - VERSE - {section}"),
    ):
        assert refused(attempt) == ("architecture.only_once", {"section": section.value})


def test_fifty_items_are_possible_and_no_more() -> None:
    full = architecture_of([VERSE] * 50)

    assert full.items[-1].id == "50"
    assert full.extended(VERSE) is None
    for attempt in (
        lambda: full.insert(VERSE),
        lambda: architecture_of([VERSE] * 51),
        lambda: parse_architecture(" - ".join(["VERSE"] * 51)),
    ):
        assert refused(attempt)[0] == "list.too_long"


@pytest.mark.parametrize(
    ("order", "key"),
    [
        (["1", "2", "3"], "architecture.missing_item"),
        ([], "architecture.missing_item"),
        (["1", "2", "3", "3"], "architecture.repeated_item"),
        (["1", "2", "3", "4", "4"], "architecture.repeated_item"),
        (["1", "2", "3", "5"], "architecture.unknown_item"),
        (["1", "2", "3", "4", "5"], "architecture.unknown_item"),
    ],
)
def test_an_order_must_have_exactly_the_items(order: list[str], key: str) -> None:
    assert refused(lambda: default_architecture().reorder(order))[0] == key


def test_only_an_item_that_is_there_can_be_removed() -> None:
    key, params = refused(lambda: default_architecture().remove("x" * 60))

    assert (key, params) == ("architecture.unknown_item", {"id": "x" * 50 + "…"})


@pytest.mark.parametrize(
    ("item_ids", "key"),
    [
        (["a", "a"], "architecture.repeated_item"),
        ([" "], "text.blank"),
        (["a\0"], "text.nul"),
        (["x" * 51], "text.too_long"),
        (["x" * 50, "🎵", "e\u0301"], None),
    ],
)
def test_ids_are_different_short_texts(item_ids: list[str], key: str | None) -> None:
    architecture = Architecture(tuple(Item(id=each, section=VERSE) for each in item_ids))
    if key is None:
        assert architecture.checked() is architecture
    else:
        assert refused(architecture.checked)[0] == key


def test_a_new_id_is_free_whatever_the_others_are() -> None:
    items = tuple(Item(id=each, section=VERSE) for each in ("9" * 50, "x", "٣", "7", "1"))

    assert ids(Architecture(items).insert(CHORUS))[-1] == "8"


def test_a_new_id_is_free_even_where_the_highest_number_is_taken() -> None:
    highest = Architecture((Item(id="9" * 9, section=VERSE),))

    assert ids(highest.insert(VERSE).insert(VERSE)) == ["9" * 9, "1" + "0" * 9, "1" + "0" * 8 + "1"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("VERSE1 - CHORUS", "VERSE1 - CHORUS"),
        ("Song structure: INTRO - VERSE9 - verse - OUTRO", "INTRO - VERSE1 - VERSE2 - OUTRO"),
        ("song STRUCTURE:Bridge", "BRIDGE"),
        ("PRE-CHORUS - PRE_CHORUS - Pre Chorus", "PRE_CHORUS - PRE_CHORUS - PRE_CHORUS"),
        ("Verse 3 -  Chorus 2 \n", "VERSE1 - CHORUS"),
        ("Strophe - Refrain", "VERSE1 - CHORUS"),
    ],
)
def test_the_text_form_is_read_whatever_its_case_and_numbers(text: str, form: str) -> None:
    assert parse_architecture(text).text == form


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("VERSE - HOOK 2", "HOOK 2"),
        ("Post-Chorus", "Post-Chorus"),
        ("VERSE1-CHORUS", "VERSE1-CHORUS"),
        ("VERSE -  - CHORUS", ""),
        ("Structure: VERSE", "Structure: VERSE"),
        ("x" * 51, "x" * 50 + "…"),
    ],
)
def test_an_unknown_word_is_named(text: str, word: str) -> None:
    key, params = refused(lambda: parse_architecture(text))

    assert (key, params) == ("architecture.unknown_section", {"section": word})


@given(ARCHITECTURES)
def test_the_text_form_of_an_architecture_reads_back_equal(architecture: Architecture) -> None:
    assert parse_architecture(architecture.text) == architecture
    assert parse_architecture(f"Song structure: {architecture.text}") == architecture
    assert parse_architecture(architecture.text.lower()) == architecture


@given(ARCHITECTURES, st.data())
def test_edits_keep_the_other_items_in_order(
    architecture: Architecture, data: st.DataObject
) -> None:
    before = ids(architecture)
    if len(before) < 50:
        index = data.draw(st.integers(0, len(before)))
        more = architecture.insert(VERSE, index)
        new = ids(more)[index]
        assert new not in before
        assert more.remove(new) == architecture
    order = data.draw(st.permutations(before))
    assert ids(architecture.reorder(order)) == order
    assert architecture.reorder(order).reorder(before) == architecture


@given(ARCHITECTURES)
def test_verses_are_numbered_1_to_n_and_the_others_not_at_all(architecture: Architecture) -> None:
    verses = [item.name for item in architecture.named if item.section is VERSE]

    assert verses == [f"VERSE{n}" for n in range(1, len(verses) + 1)]
    assert all(
        item.name == item.section.value for item in architecture.named if item.section is not VERSE
    )
