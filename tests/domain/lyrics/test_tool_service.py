from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from app.domain.errors import InvalidInput, InvalidState, NotFound
from app.domain.lyrics.architecture import Architecture, parse_architecture
from app.domain.lyrics.architectures.model import ArchitectureChanges, SavedArchitecture
from app.domain.lyrics.architectures.service import ArchitectureService
from app.domain.lyrics.ports import RuleType
from app.domain.lyrics.sections import Section
from app.domain.lyrics.service import LyricToolService, build_architecture, join_sections
from tests.domain.lyrics.fakes import FakeArchitectures, FakeCleaner
from tests.fakes.users import FrozenClock, no_transaction

ADA, BOB = uuid4(), uuid4()
TEXT = "one\n\ntwo\n\nthree"


@dataclass
class Room:
    """The tools and the saved architectures of Ada and Bob."""

    cleaner: FakeCleaner = field(default_factory=FakeCleaner)
    architectures: FakeArchitectures = field(default_factory=FakeArchitectures)

    @property
    def tools(self) -> LyricToolService:
        return LyricToolService(architectures=self.architectures, cleaner=self.cleaner)

    @property
    def saved(self) -> ArchitectureService:
        return ArchitectureService(
            architectures=self.architectures,
            cleaner=self.cleaner,
            transaction=no_transaction,
            clock=FrozenClock(),
        )

    async def keep(
        self, name: str, form: str, *, of: UUID = ADA, current: bool = False
    ) -> SavedArchitecture:
        changes = ArchitectureChanges(
            name=name, architecture=parse_architecture(form), current=current
        )
        return await self.saved.save(of, None, changes, from_lyrics=None, expected_version=None)

    async def structure(
        self,
        text: str = TEXT,
        *,
        architecture: Architecture | None = None,
        architecture_id: UUID | None = None,
        clean: bool = False,
    ) -> str:
        done = await self.tools.structure(
            ADA,
            text,
            architecture=architecture,
            architecture_id=architecture_id,
            replace_existing=False,
            clean=clean,
        )
        return done.structured.text


async def test_lyrics_are_structured_by_the_nearest_architecture() -> None:
    room = Room()
    assert (await room.structure()).startswith("**Verse1**\none\n\n**Chorus**")

    await room.keep("a", "INTRO - OUTRO", current=True)
    await room.keep("b", "BRIDGE", of=BOB, current=True)
    assert (await room.structure()).startswith("**Intro**\none\n\n**Outro**")

    other = await room.keep("c", "BRIDGE - CHORUS")
    assert (await room.structure(architecture_id=other.id)).startswith("**Bridge**\none")
    given = parse_architecture("OUTRO")
    text = await room.structure(architecture=given, architecture_id=other.id)
    assert text.startswith("**Outro**\none")


async def test_an_empty_architecture_that_is_sent_does_not_mean_another() -> None:
    with pytest.raises(InvalidInput) as caught:
        await Room().structure(architecture=Architecture())
    assert caught.value.key == "architecture.empty"


async def test_somebody_elses_architecture_is_not_there() -> None:
    room = Room()
    bobs = await room.keep("b", "BRIDGE", of=BOB)

    for key in (bobs.id, uuid4()):
        with pytest.raises(NotFound):
            await room.structure(architecture_id=key)


async def test_lyrics_are_cleaned_before_they_are_structured_if_that_is_wanted() -> None:
    room = Room(cleaner=FakeCleaner(old="#", new="\n\n"))

    assert await room.structure("a#b", clean=True) == "**Verse1**\na\n\n**Chorus**\nb"
    assert await room.structure("a#b") == "**Verse1**\na#b"


async def test_a_cleanup_tells_the_text_exactly_as_it_was() -> None:
    cleaned = await Room().tools.clean(ADA, " a\r\nb\r")

    assert (cleaned.before, cleaned.after) == (" a\r\nb\r", "a\nb")


async def test_sections_are_found_by_ones_own_rules_or_by_the_known_labels() -> None:
    text = "[Chorus]\r\n>> Drop\r\nboom"

    known = await Room().tools.sections(ADA, text)
    own = await Room(cleaner=FakeCleaner(label=">>")).tools.sections(ADA, text)

    assert [each.label for each in known.lyrics.sections] == ["Chorus"]
    assert known.mapped.architecture.text == "CHORUS"
    assert [each.label for each in own.lyrics.sections] == [">> drop"]
    assert own.mapped.skipped == (">> drop",)
    assert own.text == "[Chorus]\n\n**>> drop**\nboom"
    assert own.characters == len(text) - 2


@pytest.mark.parametrize(("length", "possible"), [(10_000, True), (10_001, False)])
async def test_every_tool_takes_10_000_characters_and_no_more(length: int, possible: bool) -> None:
    room, text = Room(), "[Outro]\n".ljust(length, "é")
    attempts: list[Callable[[], Awaitable[object]]] = [
        lambda: room.tools.clean(ADA, text),
        lambda: room.tools.trial(
            ADA, pattern="a", replacement="b", text=text, kind=RuleType.CLEANUP
        ),
        lambda: room.tools.sections(ADA, text),
        lambda: room.structure(text.replace("[Outro]\n", "é" * 8)),
        lambda: room.saved.save(
            ADA, None, ArchitectureChanges(name="a"), from_lyrics=text, expected_version=None
        ),
    ]
    for attempt in attempts:
        if possible:
            await attempt()
            continue
        with pytest.raises(InvalidInput) as caught:
            await attempt()
        assert caught.value.key == "text.too_long"


def test_sections_are_joined_under_canonical_labels() -> None:
    sections = [Section(label="verse 1", content=" la \r\n"), Section(label="[hook]:", content="")]

    assert join_sections(sections, None) == "**Verse1**\nla\n\n**Hook**"
    assert join_sections(sections[1:], " for Ada\n") == "for Ada\n\n**Hook**"
    assert join_sections([], "") == ""


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("x" * 100, None),
        ("x" * 101, "text.too_long"),
        (" ** ", "text.blank"),
        ("a\nb", "lyrics.label_lines"),
        ("a\rb", "lyrics.label_lines"),
        ("a\0b", "text.nul"),
        ("\nChorus\n", None),
    ],
)
def test_a_label_is_one_line_of_at_most_100_characters(label: str, key: str | None) -> None:
    section = Section(label=label, content="")
    if key is None:
        assert join_sections([section], None).startswith("**")
    else:
        with pytest.raises(InvalidInput) as caught:
            join_sections([section], None)
        assert caught.value.key == key


def test_joined_sections_have_10_000_characters_at_most() -> None:
    longest = 10_000 - len("**Bridge**\n")

    assert len(join_sections([Section(label="Bridge", content="é" * longest)], "")) == 10_000
    with pytest.raises(InvalidInput) as caught:
        join_sections([Section(label="Bridge", content="é" * (longest + 1))], "")
    assert caught.value.key == "lyrics.result_too_long"


def test_an_architecture_begins_as_items_or_text_or_the_default() -> None:
    start = parse_architecture("BRIDGE")

    assert build_architecture(start, "OUTRO", []).text == "BRIDGE"
    assert build_architecture(None, "OUTRO", []).text == "OUTRO"
    assert build_architecture(None, "", []).text == ""
    assert build_architecture(None, None, []).text == "VERSE1 - CHORUS - VERSE2 - CHORUS"


@pytest.mark.parametrize(("count", "possible"), [(100, True), (101, False)])
def test_a_hundred_edits_at_once_are_possible(count: int, possible: bool) -> None:
    edits = [lambda architecture: architecture] * count
    if possible:
        build_architecture(None, None, edits)
    else:
        with pytest.raises(InvalidInput) as caught:
            build_architecture(None, None, edits)
        assert caught.value.key == "list.too_long"


async def test_labels_without_permission_stop_even_a_cleaned_text() -> None:
    with pytest.raises(InvalidState):
        await Room().structure("[Chorus]\nla", clean=True)
