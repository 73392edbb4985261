from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.api.test_lyric_architectures import kept
from tests.studio import Person

SECTIONS = """
query ($text: String!) {
  lyricTools { sections(text: $text) {
    preamble sections { label content order } text
    architecture { text items { id section name label } } skippedLabels characters
  } }
}
"""
JOIN = """
query ($sections: [LyricSectionInput!]!, $preamble: String) {
  lyricTools { join(sections: $sections, preamble: $preamble) }
}
"""
STRUCTURE = """
query ($text: String!, $architecture: [ArchitectureItemInput!], $architectureId: ID,
       $replaceExisting: Boolean! = false, $clean: Boolean! = false) {
  lyricTools { structure(text: $text, architecture: $architecture, clean: $clean,
                         architectureId: $architectureId, replaceExisting: $replaceExisting) {
    text labelled unlabelled unusedLabels
    cleaned { before after hits { ruleId name hits } skipped { ruleId name reason } }
  } }
}
"""
ARCHITECTURE = """
query ($items: [ArchitectureItemInput!], $text: String, $edits: [ArchitectureEdit!]) {
  lyricTools { architecture(items: $items, text: $text, edits: $edits) {
    text items { id section name label }
  } }
}
"""
REPLACE = """
query ($text: String!, $search: String!, $replacement: String!, $matchCase: Boolean! = true) {
  lyricTools { replace(text: $text, search: $search, replacement: $replacement,
                       matchCase: $matchCase) { text count } }
}
"""
PLAIN = "query ($text: String!) { lyricTools { plain(text: $text) } }"
CLEAN = """
query ($text: String!) {
  lyricTools { clean(text: $text) {
    before after hits { ruleId name hits } skipped { ruleId name reason }
  } }
}
"""
TEST_RULE = """
query ($pattern: String!, $replacement: String!, $text: String!, $type: RuleType! = CLEANUP) {
  lyricTools { testRule(pattern: $pattern, replacement: $replacement, text: $text, type: $type) {
    result hits error detail position
  } }
}
"""
NEW_SECTION_RULE = """
mutation ($name: String!, $pattern: String!) {
  createLyricRule(input: {name: $name, pattern: $pattern, type: SECTION}) { rule { id } }
}
"""
SWITCH_OFF = """
mutation ($id: ID!) { updateLyricRule(input: {id: $id, active: false}) { rule { active } } }
"""
TEXT = "one\n\ntwo\n\nthree"


async def tool(person: Person, query: str, **arguments: object) -> Any:
    [answer] = (await person.get(query, **arguments))["lyricTools"].values()
    return answer


async def refused(person: Person, query: str, **arguments: object) -> tuple[str, str]:
    answer = await person.ask(query, **arguments)
    [error] = answer["errors"]
    return error["extensions"]["code"], error["extensions"]["messageKey"]


async def test_lyrics_are_taken_apart_and_put_together_again(ada: Person) -> None:
    text = (
        "für Ada 👩‍👩‍👧\r\n\r\n**Verse1**\r\nla e\u0301\r\n\r\nlo\r\n"
        "**Chorus**\r\nשמש\r\n**Post-Chorus**"
    )

    parsed = await tool(ada, SECTIONS, text=text)
    joined = await tool(ada, JOIN, sections=parsed["sections"], preamble=parsed["preamble"])

    assert parsed["preamble"] == "für Ada 👩‍👩‍👧"
    assert parsed["sections"] == [
        {"label": "Verse1", "content": "la e\u0301\n\nlo", "order": 0},
        {"label": "Chorus", "content": "שמש", "order": 1},
        {"label": "Post-Chorus", "content": "", "order": 2},
    ]
    assert parsed["architecture"]["text"] == "VERSE1 - CHORUS"
    assert parsed["skippedLabels"] == ["Post-Chorus"]
    assert parsed["characters"] == len(text) - text.count("\r")
    assert joined == parsed["text"]
    assert (await tool(ada, SECTIONS, text=joined))["sections"] == parsed["sections"]


async def test_a_text_without_labels_has_no_architecture(ada: Person) -> None:
    parsed = await tool(ada, SECTIONS, text="la la")

    assert (parsed["preamble"], parsed["sections"], parsed["architecture"]) == ("la la", [], None)
    assert (await tool(ada, SECTIONS, text=""))["characters"] == 0


async def test_sections_are_found_by_ones_own_rules_or_else_by_the_usual_labels(
    ada: Person, bob: Person
) -> None:
    async def labels(person: Person) -> list[str]:
        found = await tool(person, SECTIONS, text="[Chorus]\nla\n>> Drop 2\nboom\nRefrain:\nhey")
        return [section["label"] for section in found["sections"]]

    async def switch_off(*names: str) -> None:
        rules = (await ada.get("{ lyricRules(type: SECTION) { id name } }"))["lyricRules"]
        for each in (rule["id"] for rule in rules if rule["name"] in names):
            await ada.get(SWITCH_OFF, id=each)

    await ada.get(NEW_SECTION_RULE, name="drops", pattern="^>>.*$")

    assert await labels(ada) == ["Chorus", ">> drop2", "Refrain"]
    assert await labels(bob) == ["Chorus", "Refrain"]
    await switch_off("Section labels")
    assert await labels(ada) == [">> drop2"]
    await switch_off("drops")
    assert await labels(ada) == ["Chorus", "Refrain"]


async def test_sections_are_joined_in_their_order(ada: Person) -> None:
    sections = [
        {"label": "chorus", "content": "b", "order": 7},
        {"label": "VERSE_1", "content": "a", "order": -1},
        {"label": "outro", "content": "c", "order": 7},
    ]
    assert await tool(ada, JOIN, sections=sections) == (
        "**Verse1**\na\n\n**Chorus**\nb\n\n**Outro**\nc"
    )
    unsorted = [{"label": each["label"], "content": each["content"]} for each in sections]
    assert (await tool(ada, JOIN, sections=unsorted)).startswith("**Chorus**\nb\n\n**Verse1**")
    assert await tool(ada, JOIN, sections=[]) == ""


@pytest.mark.parametrize(
    ("label", "content", "key"),
    [
        ("x" * 100, "", None),
        ("x" * 101, "", "text.too_long"),
        ("[]", "", "text.blank"),
        ("a\nb", "", "lyrics.label_lines"),
        ("Bridge", "é" * 9_989, None),
        ("Bridge", "é" * 9_990, "lyrics.result_too_long"),
        ("Bridge", "a\0", "text.nul"),
    ],
)
async def test_joined_sections_must_be_possible(
    ada: Person, label: str, content: str, key: str | None
) -> None:
    sections = [{"label": label, "content": content}]
    if key is None:
        await tool(ada, JOIN, sections=sections)
    else:
        assert await refused(ada, JOIN, sections=sections) == ("VALIDATION", key)


async def test_paragraphs_are_labelled_by_the_nearest_architecture(ada: Person) -> None:
    async def labels(**arguments: object) -> list[str]:
        done = await tool(ada, STRUCTURE, text=TEXT, **arguments)
        return [line for line in done["text"].split("\n") if line.startswith("*")]

    assert await labels() == ["**Verse1**", "**Chorus**", "**Verse2**"]
    await kept(ada, name="a", items=[{"section": "INTRO"}], current=True)
    other = await kept(ada, name="b", items=[{"section": "BRIDGE"}])
    assert await labels() == ["**Intro**"]
    assert await labels(architectureId=other["id"]) == ["**Bridge**"]
    sent = [{"section": "PRE_CHORUS"}]
    assert await labels(architectureId=other["id"], architecture=sent) == ["**Pre-Chorus**"]


async def test_what_is_left_over_is_told(ada: Person) -> None:
    few = await tool(ada, STRUCTURE, text=TEXT, architecture=[{"section": "VERSE"}])
    many = await tool(ada, STRUCTURE, text="one")

    assert few["text"] == "**Verse1**\none\n\ntwo\n\nthree"
    assert (few["labelled"], few["unlabelled"], few["unusedLabels"]) == (1, 2, [])
    assert (many["labelled"], many["unlabelled"]) == (1, 0)
    assert many["unusedLabels"] == ["Chorus", "Verse2", "Chorus"]
    assert many["cleaned"] is None


async def test_labels_that_are_there_are_replaced_only_with_permission(ada: Person) -> None:
    text = "[Chorus]\none\n\nVerse 7:\ntwo"

    assert await refused(ada, STRUCTURE, text=text) == ("INVALID_STATE", "lyrics.has_labels")
    done = await tool(ada, STRUCTURE, text=text, replaceExisting=True)
    assert done["text"] == "**Verse1**\none\n\n**Chorus**\ntwo"


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        ({"text": " \n"}, "text.blank"),
        ({"text": "a", "architecture": []}, "architecture.empty"),
        ({"text": "[Verse]", "replaceExisting": True}, "lyrics.only_labels"),
        ({"text": "a", "architecture": [{"section": "INTRO"}] * 2}, "architecture.only_once"),
        ({"text": "a", "architectureId": "nonsense"}, "id.malformed"),
        ({"text": "a", "architectureId": ""}, "id.malformed"),
    ],
)
async def test_a_structure_must_be_possible(
    ada: Person, arguments: dict[str, object], key: str
) -> None:
    assert await refused(ada, STRUCTURE, **arguments) == ("VALIDATION", key)


async def test_an_architecture_of_somebody_else_is_not_there(ada: Person, bob: Person) -> None:
    bobs = await kept(bob, name="b", current=True)

    answer = await refused(ada, STRUCTURE, text="a", architectureId=bobs["id"])
    assert answer == ("NOT_FOUND", "architecture.not_found")


async def test_lyrics_are_finished_by_cleaning_and_labelling(ada: Person) -> None:
    text = "  “one”\n\n\n\ntwo …  \n"

    cleaned = await tool(ada, CLEAN, text=text)
    done = await tool(ada, STRUCTURE, text=text, clean=True)

    assert cleaned["before"] == text
    assert cleaned["after"] == cleaned["after"].strip()
    assert done["cleaned"] == cleaned
    first, second = cleaned["after"].split("\n\n")
    assert done["text"] == f"**Verse1**\n{first}\n\n**Chorus**\n{second}"


async def test_an_architecture_is_edited_step_by_step(ada: Person) -> None:
    default = await tool(ada, ARCHITECTURE)
    assert default["text"] == "VERSE1 - CHORUS - VERSE2 - CHORUS"
    assert [each["id"] for each in default["items"]] == ["1", "2", "3", "4"]

    edited = await tool(
        ada,
        ARCHITECTURE,
        text="Song structure: Intro - Verse 9 - Pre Chorus",
        edits=[
            {"add": {"section": "VERSE", "index": 1}},
            {"add": {"section": "OUTRO"}},
            {"remove": "3"},
            {"reorder": ["5", "4", "2", "1"]},
            {"reset": False},
        ],
    )
    assert edited["text"] == "OUTRO - VERSE1 - VERSE2 - INTRO"
    assert edited["items"][1] == {
        "id": "4",
        "section": "VERSE",
        "name": "VERSE1",
        "label": "Verse1",
    }

    sent = [{"id": each["id"], "section": each["section"]} for each in edited["items"]]
    again = await tool(ada, ARCHITECTURE, items=sent, text="BRIDGE")
    assert again == edited
    reset = await tool(ada, ARCHITECTURE, items=sent, edits=[{"remove": "1"}, {"reset": True}])
    assert reset == default
    assert await tool(ada, ARCHITECTURE, items=[]) == {"text": "", "items": []}


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        ({"text": "VERSE - HOOK"}, "architecture.unknown_section"),
        ({"text": "INTRO - INTRO"}, "architecture.only_once"),
        ({"text": " " * 10_001}, "text.too_long"),
        ({"items": [{"section": "VERSE"}] * 51}, "list.too_long"),
        ({"edits": [{"add": {"section": "VERSE", "index": 5}}]}, "number.out_of_range"),
        ({"edits": [{"add": {"section": "VERSE", "index": -1}}]}, "number.out_of_range"),
        ({"edits": [{"remove": "9"}]}, "architecture.unknown_item"),
        ({"edits": [{"reorder": ["1", "2", "3"]}]}, "architecture.missing_item"),
        ({"edits": [{"reorder": ["1", "2", "3", "3"]}]}, "architecture.repeated_item"),
        ({"edits": [{"reset": True}] * 101}, "list.too_long"),
        ({"edits": [{"remove": "1", "reset": True}]}, None),
        ({"edits": [{}]}, None),
        ({"edits": [{"remove": None}]}, None),
    ],
)
async def test_an_architecture_must_be_possible(
    ada: Person, arguments: dict[str, object], key: str | None
) -> None:
    code, found = await refused(ada, ARCHITECTURE, **arguments)

    assert code in {"VALIDATION", "BAD_REQUEST"}
    assert key in {None, found}


async def test_limits_are_reached_before_they_are_passed(ada: Person) -> None:
    full = await tool(ada, ARCHITECTURE, items=[{"section": "VERSE"}] * 50)
    assert full["items"][-1]["name"] == "VERSE50"
    await tool(ada, ARCHITECTURE, text=" " * 10_000, edits=[{"reset": True}] * 100)
    await tool(ada, ARCHITECTURE, edits=[{"add": {"section": "VERSE", "index": 4}}])


@pytest.mark.parametrize(
    ("arguments", "text", "count"),
    [
        ({"text": "La la", "search": "la", "replacement": "$1"}, "La $1", 1),
        ({"text": "La la", "search": "la", "replacement": "x", "matchCase": False}, "x x", 2),
        ({"text": "a\r\nb", "search": "\n", "replacement": " "}, "a b", 1),
        ({"text": "👩‍👩‍👧!", "search": "👩‍👩‍👧", "replacement": "e\u0301"}, "e\u0301!", 1),
        ({"text": "a", "search": "b", "replacement": "c"}, "a", 0),
    ],
)
async def test_texts_are_replaced_literally(
    ada: Person, arguments: dict[str, object], text: str, count: int
) -> None:
    assert await tool(ada, REPLACE, **arguments) == {"text": text, "count": count}


async def test_a_replacement_needs_something_to_look_for_and_room(ada: Person) -> None:
    long = {"text": "ab" * 5_000, "search": "b"}

    assert (await tool(ada, REPLACE, **long, replacement="c"))["count"] == 5_000
    assert await refused(ada, REPLACE, **long, replacement="cc") == (
        "VALIDATION",
        "lyrics.result_too_long",
    )
    answer = await refused(ada, REPLACE, text="a", search="", replacement="b")
    assert answer == ("VALIDATION", "text.blank")


async def test_a_plain_text_can_be_copied(ada: Person) -> None:
    text = "**Verse 1**\r\n**la** [softly] 🎵\r\nChorus:\r\nשמש"

    assert await tool(ada, PLAIN, text=text) == "Verse 1\nla softly 🎵\nChorus\nשמש"


async def test_a_rule_is_tried_without_being_kept(ada: Person) -> None:
    tried = await tool(ada, TEST_RULE, pattern="l(a)", replacement="$1!", text="la la")
    broken = await tool(ada, TEST_RULE, pattern="l(a", replacement="", text="la la")

    assert (tried["result"], tried["hits"], tried["error"]) == ("a! a!", 2, None)
    assert broken["error"] == "INVALID"


@pytest.mark.parametrize("query", [CLEAN, SECTIONS, STRUCTURE, PLAIN, REPLACE, TEST_RULE])
async def test_every_tool_takes_10_000_characters_and_no_nul(ada: Person, query: str) -> None:
    others = {"search": "x", "replacement": "", "pattern": "x"}
    others = {name: value for name, value in others.items() if f"${name}:" in query}

    await tool(ada, query, text="🎵" * 10_000, **others)
    for text, key in (("🎵" * 10_001, "text.too_long"), ("a\0", "text.nul")):
        assert await refused(ada, query, text=text, **others) == ("VALIDATION", key)


async def test_mistakes_are_told_in_the_readers_language(ada: Person) -> None:
    ada.headers["Accept-Language"] = "de"
    answer = await ada.ask(ARCHITECTURE, text="HOOK {x}")

    assert answer["errors"][0]["message"] == "„HOOK {x}“ ist kein Abschnitt einer Architektur."


async def test_the_tools_are_for_those_who_are_signed_in(http: httpx.AsyncClient) -> None:
    query = '{ lyricTools { plain(text: "a") } }'
    answer = (await http.post("/graphql", json={"query": query})).json()

    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
