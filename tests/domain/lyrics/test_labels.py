from __future__ import annotations

import pytest

from app.domain.lyrics.labels import (
    SectionType,
    canonical_label,
    line_label,
    section_of,
    tidy_label,
)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("PRE_CHORUS", "Pre-Chorus"),
        ("VERSE1", "Verse1"),
        ("verse2", "Verse2"),
        ("INTRO", "Intro"),
        ("post_CHORUS", "Post-Chorus"),
        ("brücke", "Brücke"),
    ],
)
def test_a_canonical_label_has_hyphens_and_capitals(name: str, label: str) -> None:
    assert canonical_label(name) == label


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("**Intro**", "Intro"),
        ("Verse 1:", "Verse1"),
        ("[Chorus]", "Chorus"),
        ("  **Verse 2:**  ", "Verse2"),
        ("**[Bridge 3]**", "Bridge3"),
        ("*outro*", "Outro"),
        ("**Chorus**:", "Chorus"),
        ("[VERSE_1]", "Verse1"),
        ("Verse-12:", "Verse12"),
        ("PRE CHORUS:", "Pre-Chorus"),
        ("[pre_chorus 2]", "Pre-Chorus2"),
        ("**PreChorus**", "Pre-Chorus"),
        ("Post\u2010Chorus:", "Post-Chorus"),
        ("Strophe 2:", "Strophe2"),
        ("[Refrain]", "Refrain"),
        ("**Pre-Refrain**", "Pre-Refrain"),
        ("Bru\u0308cke:", "Brücke"),
        ("Verse\uff1a", "Verse"),
    ],
)
def test_known_names_between_marks_are_labels(line: str, label: str) -> None:
    assert line_label(line) == label


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Chorus",
        "Verse 1",
        "Hook:",
        "[laughs]",
        "**love**",
        "**Chorus",
        "Chorus: la la la",
        "Bridge over troubled water:",
        "Verses:",
        "Pre-Verse:",
        "Verse 1234:",
        "Verse one:",
        "**" * 5000,
        "[" * 5000 + "]" * 5000,
        ":" * 10_000,
    ],
)
def test_other_lines_are_no_labels(line: str) -> None:
    assert line_label(line) is None


@pytest.mark.parametrize(
    ("label", "section"),
    [
        ("Intro", SectionType.INTRO),
        ("verse", SectionType.VERSE),
        ("Verse7", SectionType.VERSE),
        ("Strophe2", SectionType.VERSE),
        ("pre chorus", SectionType.PRE_CHORUS),
        ("PreChorus", SectionType.PRE_CHORUS),
        ("Refrain", SectionType.CHORUS),
        ("bridge_2", SectionType.BRIDGE),
        ("OUTRO", SectionType.OUTRO),
        ("Post-Chorus", None),
        ("Hook", None),
        ("", None),
    ],
)
def test_a_label_names_a_section_whatever_its_number(
    label: str, section: SectionType | None
) -> None:
    assert section_of(label) is section


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("**verse 1**", "Verse1"),
        ("== HOOK 2 ==", "== hook 2 =="),
        ("[hook 2]:", "Hook2"),
        ("guitar_solo:", "Guitar-Solo"),
        ("[Guitar \t solo]", "Guitar solo"),
        ("**", ""),
        ("[ ]", ""),
        ("", ""),
    ],
)
def test_a_line_that_a_rule_calls_a_label_loses_its_marks(line: str, label: str) -> None:
    assert tidy_label(line) == label
