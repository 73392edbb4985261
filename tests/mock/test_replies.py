"""What the mock's models say: plausible in shape, and decided by the words alone."""

from __future__ import annotations

import pytest

from aitestmock.talk.orders import TextOrder, Turn
from aitestmock.talk.replies import reply_to
from app.domain.templates.seeds import SEEDS

SECTION = "The lights are burning low\nand nobody is home"


def reply(*said: str, system: str | None = None) -> str:
    turns = [Turn(role="system", content=system)] if system else []
    for words in said:
        turns += [Turn(role="user", content=words), Turn(role="assistant", content="Yes.")]
    return reply_to(TextOrder(model="m", turns=tuple(turns[:-1]), stream=True))


def framed(before: str, text: str = SECTION) -> str:
    return f"{before}\n\n{text}\n\nAnswer with the text only."


def test_a_conversation_is_one() -> None:
    answer = reply("I wrote about the sea", "and now about lighthouses 0001 2s", system="Be kind")
    assert "“and now about lighthouses”" in answer
    assert "lighthouses" in answer.replace("“and now about lighthouses”", "")
    assert "you told me “I wrote about the sea”" in answer
    assert "“Be kind”" in answer
    assert "This is m; you have spoken 2 times so far." in answer


def test_other_words_get_another_answer() -> None:
    assert len({reply(f"a song of {number} winters") for number in range(20)}) == 20


def test_a_title_is_short() -> None:
    for before in ("Find a title for this song.", "Ein Titel für dieses Lied:"):
        title = reply(framed(before))
        assert 1 <= len(title.split()) <= 4
        assert "\n" not in title


def test_a_summary_has_few_points() -> None:
    answer = reply(framed("Summarise the conversation.", "\n".join(["user: hello"] * 9)))
    assert answer.splitlines() == ["- user: hello"] * 3


def test_a_translation_is_marked() -> None:
    assert reply(framed("Translate this into English.", "Ich liebe dich")) == "[en] Ich liebe dich"
    assert reply(framed("Translate this into German.", "I love you")) == "[de] I love you"


def test_an_extended_section_has_so_many_lines_more() -> None:
    for words, more in (("Extend it by 3 lines.", 3), ("Extend it by 12 more lines.", 12)):
        lines = reply(framed(words)).splitlines()
        assert lines[:2] == SECTION.splitlines()
        assert len(lines) == 2 + more
    assert len(reply(framed("Extend this section.")).splitlines()) == 6


def test_an_improved_section_keeps_its_lines_and_headings() -> None:
    lines = reply(framed("Improve this section.", f"**Verse 1**\n{SECTION}")).splitlines()
    assert lines[0] == "**Verse 1**"
    assert lines[1].startswith("The lights are burning low, ")
    assert len(lines) == 3


def test_a_rewritten_section_has_other_lines_as_many() -> None:
    lines = reply(framed("Rewrite this section.")).splitlines()
    assert len(lines) == 2
    assert not {*lines} & {*SECTION.splitlines()}


def test_lyrics_have_the_sections_that_were_asked_for() -> None:
    answer = reply(framed("Write lyrics: Verse 1, Chorus, Bridge.", "lighthouses"))
    headings = [line for line in answer.splitlines() if line.startswith("**")]
    assert headings == ["**Verse 1**", "**Chorus**", "**Bridge**"]
    assert "lighthouses" in answer


@pytest.mark.parametrize(
    "before",
    [
        "Describe the music style.",
        "Describe an image for this.",
        "Write a cover prompt.",
        "Write a release text.",
    ],
)
def test_other_tasks_are_answered_about_their_subject(before: str) -> None:
    answer = reply(framed(before, "lighthouses"))
    assert "lighthouses" in answer
    assert "Answer with the text only" not in answer


def by_template(action: str, text: str = SECTION, context: str = "") -> str:
    """The answer to one of the studio's own prompts."""
    category, _, name = action.partition("/")
    [said] = [each.content for each in SEEDS if each.key == (category, name)]
    parts = (context, said.pre_condition, text, said.post_condition)
    return reply("\n\n".join(part for part in parts if part))


def test_the_studios_own_prompts_for_sections_are_understood() -> None:
    old = SECTION.splitlines()
    extended = by_template("lyrics/extend-section", context="This request asks for 3 new lines.")
    assert (extended.splitlines()[:2], len(extended.splitlines())) == (old, 5)
    rewritten = by_template("lyrics/rewrite-section").splitlines()
    assert len(rewritten) == 2
    assert not {*rewritten} & {*old}
    assert by_template("lyrics/shorten-section") == old[0]
    song = f"Label of the section: Verse1\n\nThe whole song:\n\n**Verse1**\n{SECTION}"
    for improved in (
        by_template("lyrics/improve-section", context=song),
        by_template("lyrics/optimize-phrasing"),
    ):
        assert [line.rpartition(", ")[0] for line in improved.splitlines()] == old
    assert by_template("lyrics/translate") == f"[de] {SECTION}"


def test_the_studios_own_prompts_for_whole_texts_are_understood() -> None:
    structure = "Song structure: VERSE1 - PRE_CHORUS - CHORUS - VERSE2 - CHORUS"
    lyrics = by_template("lyrics/generate", "lighthouses", structure)
    headings = [line for line in lyrics.splitlines() if line.startswith("**")]
    assert headings == [
        "**Verse1**",
        "**Pre-Chorus**",
        "**Chorus**",
        "**Verse2**",
        "**Chorus**",
    ]
    assert "**Verse" in by_template("lyrics/generate", "lighthouses")
    for action in ("titel/generate", "titel/generate-fast"):
        assert 1 <= len(by_template(action).split()) <= 4
    for action in ("enhance", "enhance-fast", "enhance-cover", "interpret-lyric"):
        picture = by_template(f"image/{action}", "lighthouses at dawn")
        assert picture.startswith("lighthouses at dawn, ")
    assert len(by_template("description/generate-short")) <= 150


@pytest.mark.parametrize("words", ["", "0001", "?", "🐈", "\ud83d", "Translate:", "title"])
def test_there_is_an_answer_to_everything(words: str) -> None:
    assert reply(words).strip()
