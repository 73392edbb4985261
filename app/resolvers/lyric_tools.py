"""The tools for lyrics: pure questions about a text that is sent along."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import strawberry

from app.domain.lyrics.ports import RuleType
from app.domain.lyrics.service import build_architecture, join_sections
from app.domain.lyrics.text_tools import plain_text, replace_all, tool_text
from app.schema.context import Info
from app.schema.ids import decode_id
from app.schema.lyric_architectures import (
    Architecture,
    ArchitectureItemInput,
    architecture_sent,
)
from app.schema.lyric_tools import (
    ArchitectureEdit,
    CleanedLyrics,
    LyricSectionInput,
    ParsedLyrics,
    ReplacedText,
    RuleTest,
    StructuredLyrics,
    in_order,
)

Text = Annotated[str, strawberry.argument(description="The text: up to 10,000 characters.")]
Items = list[ArchitectureItemInput] | None


@strawberry.type(description="Tools for lyrics. They store nothing, neither text nor answer.")
class LyricTools:
    """Each works on the text that is sent."""

    @strawberry.field(description="The text after the viewer's active cleanup rules.")
    async def clean(self, info: Info, text: Text) -> CleanedLyrics:
        """By their order, then trimmed."""
        tools, viewer = info.context.services.lyric_tools, info.context.signed_in
        return CleanedLyrics.of(await tools.clean(viewer.user_id, text))

    @strawberry.field(
        description=(
            "The sections of a text, by the viewer's active section rules. Without one the "
            "labels of the usual sections are found: `**Label**`, `Label:` and `[Label]`."
        )
    )
    async def sections(self, info: Info, text: Text) -> ParsedLyrics:
        """With the architecture that they follow."""
        tools, viewer = info.context.services.lyric_tools, info.context.signed_in
        return ParsedLyrics.of(await tools.sections(viewer.user_id, text))

    @strawberry.field(
        description="One text of sections: `**Label**` above each, blank lines between."
    )
    def join(
        self,
        sections: Annotated[
            list[LyricSectionInput], strawberry.argument(description="The sections.")
        ],
        preamble: Annotated[
            str | None, strawberry.argument(description="What stands before the first label.")
        ] = None,
    ) -> str:
        """The other way round than `sections`."""
        return join_sections(in_order(sections), preamble)

    @strawberry.field(
        description=(
            "The paragraphs of a text under the labels of an architecture, in order. The "
            "architecture is the one that is sent, else the saved one of the id, else the "
            "viewer's current one, else VERSE1 - CHORUS - VERSE2 - CHORUS."
        )
    )
    async def structure(
        self,
        info: Info,
        text: Text,
        architecture: Annotated[
            Items, strawberry.argument(description="The sections to label with.")
        ] = None,
        architecture_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="A saved architecture.")
        ] = None,
        *,
        replace_existing: Annotated[
            bool,
            strawberry.argument(
                description="Whether labels that are there may be replaced; else INVALID_STATE."
            ),
        ] = False,
        clean: Annotated[
            bool, strawberry.argument(description="Whether the cleanup rules are applied before.")
        ] = False,
    ) -> StructuredLyrics:
        """Cleaned before, if that is wanted."""
        lyrics = await info.context.services.lyric_tools.structure(
            info.context.signed_in.user_id,
            text,
            architecture=None if architecture is None else architecture_sent(architecture),
            architecture_id=_key(architecture_id),
            replace_existing=replace_existing,
            clean=clean,
        )
        return StructuredLyrics.of(lyrics)

    @strawberry.field(
        description=(
            "An architecture after changes. It begins as the items that are sent, else as the "
            "text form, else as VERSE1 - CHORUS - VERSE2 - CHORUS."
        )
    )
    def architecture(
        self,
        items: Annotated[
            Items, strawberry.argument(description="Its sections in order: at most 50.")
        ] = None,
        text: Annotated[
            str | None,
            strawberry.argument(
                description="Its names joined by ` - `, with or without `Song structure:` before."
            ),
        ] = None,
        edits: Annotated[
            list[ArchitectureEdit] | None,
            strawberry.argument(description="The changes, one after the other: at most 100."),
        ] = None,
    ) -> Architecture:
        """Verses numbered by their places."""
        start = None if items is None else architecture_sent(items)
        steps = [edit.applied for edit in edits or []]
        return Architecture.of(build_architecture(start, text, steps))

    @strawberry.field(description="A text with every occurrence of another replaced, literally.")
    def replace(
        self,
        text: Text,
        search: Annotated[str, strawberry.argument(description="What is replaced; not empty.")],
        replacement: Annotated[str, strawberry.argument(description="What takes its place.")],
        *,
        match_case: Annotated[
            bool, strawberry.argument(description="Whether upper and lower case differ.")
        ] = True,
    ) -> ReplacedText:
        """With the number of replacements."""
        done = replace_all(text, search, replacement, match_case=match_case)
        return ReplacedText(text=done.text, count=done.count)

    @strawberry.field(
        description="A text without the marks of bold, brackets and labels, to be copied."
    )
    def plain(self, text: Text) -> str:
        """Its words and lines are the same."""
        return plain_text(tool_text(text))

    @strawberry.field(description="What a rule would do to a text.")
    async def test_rule(
        self,
        info: Info,
        pattern: Annotated[str, strawberry.argument(description="The rule's pattern.")],
        replacement: Annotated[str, strawberry.argument(description="The rule's replacement.")],
        text: Text,
        kind: Annotated[
            RuleType, strawberry.argument(name="type", description="What the rule is for.")
        ] = RuleType.CLEANUP,
    ) -> RuleTest:
        """The rule need not be saved."""
        trial = await info.context.services.lyric_tools.trial(
            info.context.signed_in.user_id,
            pattern=pattern,
            replacement=replacement,
            text=text,
            kind=kind,
        )
        return RuleTest.of(trial)


@strawberry.type
class LyricToolQuery:
    """Where the tools are."""

    @strawberry.field(description="Tools for lyrics; nothing is stored.")
    def lyric_tools(self) -> LyricTools:
        """Of the viewer."""
        return LyricTools()


def _key(architecture_id: strawberry.ID | None) -> UUID | None:
    if architecture_id is None:
        return None
    return decode_id("LyricArchitecture", architecture_id, "architecture_id")
