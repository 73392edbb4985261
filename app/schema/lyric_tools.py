"""What the tools for lyrics take and answer; nothing of it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import strawberry

from app.domain.lyrics import ports, sections, service
from app.domain.lyrics.architecture import Architecture as DomainArchitecture
from app.domain.lyrics.architecture import default_architecture
from app.domain.lyrics.labels import SectionType
from app.domain.lyrics.ports import SkipReason
from app.schema.ids import encode_id
from app.schema.lyric_architectures import Architecture


@strawberry.type(description="How often a rule matched.")
class LyricRuleHits:
    """One entry per rule that was applied."""

    rule_id: strawberry.ID = strawberry.field(description="Which rule.")
    name: str = strawberry.field(description="The rule's name.")
    hits: int = strawberry.field(description="How often it matched.")


@strawberry.type(description="A rule that was not applied.")
class SkippedLyricRule:
    """The others were applied all the same."""

    rule_id: strawberry.ID = strawberry.field(description="Which rule.")
    name: str = strawberry.field(description="The rule's name.")
    reason: SkipReason = strawberry.field(description="Why it was not applied.")


@strawberry.type(description="A text before and after the viewer's active cleanup rules.")
class CleanedLyrics:
    """Whoever does not like it goes back to `before`."""

    before: str = strawberry.field(description="The text as it was.")
    after: str = strawberry.field(description="The text after the rules, trimmed.")
    hits: list[LyricRuleHits] = strawberry.field(
        description="How often each applied rule matched, in their order."
    )
    skipped: list[SkippedLyricRule] = strawberry.field(description="The rules left out, and why.")

    @classmethod
    def of(cls, cleaned: ports.Cleaned) -> Self:
        """What clients see of a cleanup."""
        return cls(
            before=cleaned.before,
            after=cleaned.after,
            hits=[
                LyricRuleHits(
                    rule_id=strawberry.ID(encode_id("LyricRule", each.rule_id)),
                    name=each.name,
                    hits=each.hits,
                )
                for each in cleaned.hits
            ],
            skipped=[
                SkippedLyricRule(
                    rule_id=strawberry.ID(encode_id("LyricRule", each.rule_id)),
                    name=each.name,
                    reason=each.reason,
                )
                for each in cleaned.skipped
            ],
        )


@strawberry.type(description="A label and what stands under it.")
class LyricSection:
    """Labels may repeat."""

    label: str = strawberry.field(description="The label in its canonical form, as in `Verse1`.")
    content: str = strawberry.field(description="The lines under it, trimmed.")
    order: int = strawberry.field(description="Its place among the sections, from 0.")


@strawberry.type(description="Lyrics in sections.")
class ParsedLyrics:
    """Found by the viewer's active section rules, or by the labels that everybody knows."""

    preamble: str = strawberry.field(description="What stands before the first label.")
    sections: list[LyricSection] = strawberry.field(description="The sections in order.")
    text: str = strawberry.field(
        description="The same as one text: `**Label**` above each section, blank lines between."
    )
    architecture: Architecture | None = strawberry.field(
        description="What the labels are an architecture of; null when none names a section."
    )
    skipped_labels: list[str] = strawberry.field(
        description="The labels without a place in the architecture."
    )
    characters: int = strawberry.field(
        description="How many characters the text has, a line end counted as one."
    )

    @classmethod
    def of(cls, read: service.LyricsInSections) -> Self:
        """What clients see of lyrics in sections."""
        mapped = read.mapped
        return cls(
            preamble=read.lyrics.preamble,
            sections=[
                LyricSection(label=each.label, content=each.content, order=order)
                for order, each in enumerate(read.lyrics.sections)
            ],
            text=read.text,
            architecture=Architecture.of(mapped.architecture)
            if mapped.architecture.items
            else None,
            skipped_labels=list(mapped.skipped),
            characters=read.characters,
        )


@strawberry.type(description="Lyrics under the labels of an architecture.")
class StructuredLyrics:
    """The first paragraph under the first label, and so on."""

    text: str = strawberry.field(description="The lyrics with their labels.")
    labelled: int = strawberry.field(description="How many paragraphs got a label.")
    unlabelled: int = strawberry.field(
        description="How many paragraphs were left over; they follow without a label."
    )
    unused_labels: list[str] = strawberry.field(
        description="The labels that no paragraph was left for."
    )
    cleaned: CleanedLyrics | None = strawberry.field(
        description="What the cleanup did before; null when none was asked for."
    )

    @classmethod
    def of(cls, lyrics: service.StructuredLyrics) -> Self:
        """What clients see of structured lyrics."""
        done = lyrics.structured
        return cls(
            text=done.text,
            labelled=done.labelled,
            unlabelled=done.unlabelled,
            unused_labels=list(done.unused_labels),
            cleaned=CleanedLyrics.of(lyrics.cleaned) if lyrics.cleaned else None,
        )


@strawberry.type(description="A text after a replacement.")
class ReplacedText:
    """Unchanged when nothing was found."""

    text: str = strawberry.field(description="The text with the replacements.")
    count: int = strawberry.field(description="How often something was replaced.")


@strawberry.type(description="What a rule would do to a text.")
class RuleTest:
    """Neither the rule nor the text is kept."""

    result: str = strawberry.field(
        description="The text after the rule; a section rule changes nothing."
    )
    hits: int = strawberry.field(description="How often it matched.")
    error: SkipReason | None = strawberry.field(
        description="Why it cannot be applied; null if it can."
    )
    detail: str | None = strawberry.field(
        description="What is wrong with an invalid pattern, in the compiler's English."
    )
    position: int | None = strawberry.field(
        description="Where that is: the index of a character of the pattern."
    )

    @classmethod
    def of(cls, trial: ports.RuleTrial) -> Self:
        """What clients see of a trial."""
        return cls(
            result=trial.result,
            hits=trial.hits,
            error=trial.error,
            detail=trial.detail,
            position=trial.position,
        )


@strawberry.input(description="A label and what stands under it.")
class LyricSectionInput:
    """Labels may repeat."""

    label: str = strawberry.field(description="Its label: one line of 1 to 100 characters.")
    content: str = strawberry.field(description="The lines under it; they are trimmed.")
    order: int | None = strawberry.field(
        default=None, description="What sections are sorted by; unset: the place in the list."
    )


def in_order(sent: Sequence[LyricSectionInput]) -> list[sections.Section]:
    """The sections by their `order`, ties as they were sent."""
    places = [place if each.order is None else each.order for place, each in enumerate(sent)]
    return [
        sections.Section(label=each.label, content=each.content)
        for _, each in sorted(zip(places, sent, strict=True), key=lambda pair: pair[0])
    ]


@strawberry.input(description="A section that joins an architecture.")
class ArchitectureAddition:
    """Verses are numbered anew."""

    section: SectionType = strawberry.field(description="What is added.")
    index: int | None = strawberry.field(
        default=None, description="Before which place, 0 to n; null: at the end."
    )


@strawberry.input(one_of=True, description="One change of an architecture.")
class ArchitectureEdit:
    """Exactly one field is sent."""

    add: ArchitectureAddition | None = strawberry.field(
        default=strawberry.UNSET, description="Add a section."
    )
    remove: str | None = strawberry.field(
        default=strawberry.UNSET, description="Remove the item of this id."
    )
    reorder: list[str] | None = strawberry.field(
        default=strawberry.UNSET,
        description="Put the items in this order: the ids of all items, each of them once.",
    )
    reset: bool | None = strawberry.field(
        default=strawberry.UNSET,
        description="True: begin again with VERSE1 - CHORUS - VERSE2 - CHORUS.",
    )

    def applied(self, architecture: DomainArchitecture) -> DomainArchitecture:
        """The architecture after this change. Raises InvalidInput."""
        if isinstance(self.add, ArchitectureAddition):
            return architecture.insert(self.add.section, self.add.index)
        if isinstance(self.remove, str):
            return architecture.remove(self.remove)
        if isinstance(self.reorder, list):
            return architecture.reorder(self.reorder)
        return default_architecture() if self.reset else architecture
