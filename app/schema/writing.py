"""Ordering texts by templates, as clients ask for it."""

from __future__ import annotations

from typing import Any, Self

import strawberry

from app.domain.jobs import model
from app.domain.templates.generation import NO_OVERRIDES, Overrides
from app.domain.writing.model import TextFacts, TextWish
from app.domain.writing.sections import USUAL_LINES, SectionWish
from app.domain.writing.titles import SketchTitleWish
from app.schema.errors import UserError
from app.schema.ids import decode_id
from app.schema.jobs import MISTAKES, Job
from app.schema.sketches import Sketch

_CONTENT = "The lines of the section, without its label: 1 to 10,000 characters."


@strawberry.input(description="What one call sets in the place of its template.")
class TextOverridesInput:
    """Null leaves it to the template."""

    model: str | None = strawberry.field(
        default=None, description="The model: one that templates may name."
    )
    temperature: float | None = strawberry.field(
        default=None, description="How freely it writes, 0 to 2."
    )
    max_tokens: int | None = strawberry.field(
        default=None, description="The longest answer in tokens, 1 to 4,000."
    )

    def overrides(self) -> Overrides:
        """The same in the words of the domain."""
        return Overrides(model=self.model, temperature=self.temperature, max_tokens=self.max_tokens)


def _instructions() -> Any:
    return strawberry.field(
        default=None,
        description="Wishes of the person, which the model reads after it: up to 2,000 characters.",
    )


def _overrides() -> Any:
    return strawberry.field(default=None, description="What is set in the place of the template.")


def _wait() -> Any:
    return strawberry.field(
        default=True,
        description=(
            "Answer when the text is there or has failed. After some time, and when the server is "
            "about to stop, the unfinished job is answered all the same. False: answer at once; "
            "read along by `textStream`."
        ),
    )


def _key() -> Any:
    return strawberry.field(
        default=None,
        description=(
            "Makes a repetition safe: the same key and wish answer the job that the first one "
            "started. 1 to 255 characters."
        ),
    )


@strawberry.input(description="A wish for a text, asked for by a prompt template.")
class GenerateTextInput:
    """A model is asked once; its answer is not asked for again."""

    category: str = strawberry.field(description="Of the template, such as `lyrics`.")
    action: str = strawberry.field(description="Of the template, such as `generate`.")
    input: str = strawberry.field(
        description="What it is about: 1 to 10,000 characters, not blank."
    )
    instructions: str | None = _instructions()
    context: str | None = strawberry.field(
        default=None,
        description=(
            "What the model reads before everything else, such as the structure of the song: up "
            "to 20,000 characters."
        ),
    )
    overrides: TextOverridesInput | None = _overrides()
    wait: bool = _wait()
    idempotency_key: str | None = _key()

    def wish(self) -> TextWish:
        """The wish in the words of the domain."""
        return TextWish(
            category=self.category,
            action=self.action,
            input=self.input,
            instructions=self.instructions,
            context=self.context,
            overrides=self.overrides.overrides() if self.overrides else NO_OVERRIDES,
            idempotency_key=self.idempotency_key,
        )


@strawberry.input(description="A section of lyrics that is to be improved.")
class ImproveSectionInput:
    """The template is `lyrics`/`improve-section`."""

    content: str = strawberry.field(description=_CONTENT)
    label: str | None = strawberry.field(
        default=None, description="Its label, such as `Verse1`: up to 100 characters."
    )
    lyrics: str | None = strawberry.field(
        default=None, description="The whole song, for the context: up to 10,000 characters."
    )
    instructions: str | None = _instructions()
    overrides: TextOverridesInput | None = _overrides()
    wait: bool = _wait()
    idempotency_key: str | None = _key()


@strawberry.input(description="A section of lyrics that is to be said anew.")
class RewriteSectionInput:
    """The template is `lyrics`/`rewrite-section`."""

    content: str = strawberry.field(description=_CONTENT)
    instructions: str | None = _instructions()
    overrides: TextOverridesInput | None = _overrides()
    wait: bool = _wait()
    idempotency_key: str | None = _key()


@strawberry.input(description="A section of lyrics that is to be longer.")
class ExtendSectionInput:
    """The template is `lyrics`/`extend-section`."""

    content: str = strawberry.field(description=_CONTENT)
    lines: int = strawberry.field(
        default=USUAL_LINES, description="How many lines shall be added: 1 to 32."
    )
    instructions: str | None = _instructions()
    overrides: TextOverridesInput | None = _overrides()
    wait: bool = _wait()
    idempotency_key: str | None = _key()


SectionInput = ImproveSectionInput | RewriteSectionInput | ExtendSectionInput


def section_wish(wish: SectionInput) -> SectionWish:
    """What is common to every wish for a section, in the words of the domain."""
    return SectionWish(
        content=wish.content,
        instructions=wish.instructions,
        overrides=wish.overrides.overrides() if wish.overrides else NO_OVERRIDES,
        idempotency_key=wish.idempotency_key,
    )


@strawberry.input(description="A wish for the title of a sketch.")
class GenerateSketchTitleInput:
    """It is found in the lyrics of the sketch, without any in its prompt."""

    id: strawberry.ID = strawberry.field(description="Which sketch.")
    fast: bool = strawberry.field(
        default=False, description="Take the template that answers sooner and more briefly."
    )
    apply: bool = strawberry.field(
        default=True,
        description=(
            "Put the title on the sketch once it is found, unless the sketch was given another "
            "one meanwhile. False: only answer it."
        ),
    )
    expected_version: int | None = strawberry.field(
        default=None,
        description=(
            "The version of the sketch that this is based on: a newer one is a CONFLICT now, and "
            "keeps its title if it comes while the model is writing."
        ),
    )
    instructions: str | None = _instructions()
    overrides: TextOverridesInput | None = _overrides()
    wait: bool = _wait()
    idempotency_key: str | None = _key()

    def wish(self) -> SketchTitleWish:
        """The wish in the words of the domain. Raises InvalidInput for a malformed id."""
        return SketchTitleWish(
            sketch_id=decode_id("Sketch", self.id, "id"),
            fast=self.fast,
            apply=self.apply,
            expected_version=self.expected_version,
            instructions=self.instructions,
            overrides=self.overrides.overrides() if self.overrides else NO_OVERRIDES,
            idempotency_key=self.idempotency_key,
        )


@strawberry.type(description="What the provider said of a text.")
class TextUsage:
    """Counted by the provider, as far as it says."""

    prompt_tokens: int | None = strawberry.field(description="Tokens that the model read.")
    completion_tokens: int | None = strawberry.field(description="Tokens that it wrote.")
    cut_short: bool = strawberry.field(
        description="Whether the model stopped at a limit, so that the end of the text is missing."
    )

    @classmethod
    def of(cls, job: model.Job) -> Self | None:
        """Null until the text is there."""
        facts = TextFacts.of(job.checkpoint)
        if facts is None:
            return None
        return cls(
            prompt_tokens=facts.prompt_tokens,
            completion_tokens=facts.completion_tokens,
            cut_short=facts.cut_short,
        )


@strawberry.type(description="What became of a wish for a text.")
class TextPayload:
    """The text with its job, the unfinished job alone, or what went wrong."""

    text: str | None = strawberry.field(
        default=None,
        description="The text, trimmed and without quotation marks around it; null without one.",
    )
    usage: TextUsage | None = strawberry.field(
        default=None, description="What the provider said of it."
    )
    job: Job | None = strawberry.field(
        default=None, description="The job that writes it; null when nothing was ordered."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of a wish for a title.")
class GenerateSketchTitlePayload:
    """The title, whether or not the sketch has it now."""

    sketch: Sketch | None = strawberry.field(
        default=None, description="The sketch as it is now; after a CONFLICT, too."
    )
    title: str | None = strawberry.field(
        default=None, description="The title: up to 50 characters; null without one."
    )
    job: Job | None = strawberry.field(
        default=None, description="The job that finds it; null when nothing was ordered."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
