"""Texts by models: ordering them, working on sections, titles, and reading along."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from app.domain.writing.model import TextWish
from app.domain.writing.sections import extended, improved, rewritten
from app.domain.writing.titles import title_error
from app.resolvers.mutations import answers_mistakes
from app.resolvers.waiting import TEXT_CANCELLED, why_nothing_came
from app.schema.context import Info, find
from app.schema.ids import decode_id
from app.schema.jobs import Job
from app.schema.sketches import Sketch
from app.schema.text_streams import TextEvent, text_event
from app.schema.writing import (
    ExtendSectionInput,
    GenerateSketchTitleInput,
    GenerateSketchTitlePayload,
    GenerateTextInput,
    ImproveSectionInput,
    RewriteSectionInput,
    TextPayload,
    TextUsage,
    section_wish,
)


async def _written(info: Info, wish: TextWish, *, wait: bool) -> TextPayload:
    """The answer to a wish of the viewer."""
    services = info.context.services
    job = await services.writing.generate(info.context.signed_in.user_id, wish)
    if wait:
        job = await services.text_waiting.ended(job)
    return TextPayload(
        text=job.text,
        usage=TextUsage.of(job),
        job=await find(info, Job, job.id),
        user_errors=why_nothing_came(info, job, job.error, cancelled=TEXT_CANCELLED),
    )


@strawberry.type
class WritingMutation:
    """Having texts written. Nothing that a person has is changed, but for a sketch's title."""

    @strawberry.mutation(
        description=(
            "Have a text written by a prompt template. What is missing for it is said before "
            "anything is kept."
        )
    )
    @answers_mistakes(TextPayload)
    async def generate_text(
        self,
        info: Info,
        wish: Annotated[
            GenerateTextInput, strawberry.argument(name="input", description="The wish.")
        ],
    ) -> TextPayload:
        """For the viewer."""
        return await _written(info, wish.wish(), wait=wish.wait)

    @strawberry.mutation(
        description="Have a section of lyrics improved, in tune with the rest of the song."
    )
    @answers_mistakes(TextPayload)
    async def improve_section(
        self,
        info: Info,
        wish: Annotated[
            ImproveSectionInput, strawberry.argument(name="input", description="The section.")
        ],
    ) -> TextPayload:
        """For the viewer."""
        text = improved(section_wish(wish), label=wish.label, lyrics=wish.lyrics)
        return await _written(info, text, wait=wish.wait)

    @strawberry.mutation(
        description="Have a section of lyrics said anew; its theme and style stay."
    )
    @answers_mistakes(TextPayload)
    async def rewrite_section(
        self,
        info: Info,
        wish: Annotated[
            RewriteSectionInput, strawberry.argument(name="input", description="The section.")
        ],
    ) -> TextPayload:
        """For the viewer."""
        return await _written(info, rewritten(section_wish(wish)), wait=wish.wait)

    @strawberry.mutation(
        description="Have lines added to a section of lyrics; the answer is the whole section."
    )
    @answers_mistakes(TextPayload)
    async def extend_section(
        self,
        info: Info,
        wish: Annotated[
            ExtendSectionInput, strawberry.argument(name="input", description="The section.")
        ],
    ) -> TextPayload:
        """For the viewer."""
        text = extended(section_wish(wish), lines=wish.lines)
        return await _written(info, text, wait=wish.wait)

    @strawberry.mutation(
        description=(
            "Have a title found for a sketch. A title that fails, and one that is not wanted any "
            "more, leaves the sketch as it is."
        )
    )
    @answers_mistakes(GenerateSketchTitlePayload, current="sketch", of=Sketch)
    async def generate_sketch_title(
        self,
        info: Info,
        wish: Annotated[
            GenerateSketchTitleInput, strawberry.argument(name="input", description="The wish.")
        ],
    ) -> GenerateSketchTitlePayload:
        """Of the viewer only."""
        services, title = info.context.services, wish.wish()
        job = await services.sketch_titles.generate(info.context.signed_in.user_id, title)
        if wish.wait:
            job = await services.text_waiting.ended(job)
        return GenerateSketchTitlePayload(
            sketch=await find(info, Sketch, title.sketch_id),
            title=job.text,
            job=await find(info, Job, job.id),
            user_errors=why_nothing_came(info, job, title_error(job), cancelled=TEXT_CANCELLED),
        )


@strawberry.type
class TextSubscription:
    """Reading along."""

    @strawberry.subscription(
        description=(
            "A text as it is written by a job of kind LYRIC_AI: the text so far (or, with "
            "`afterSeq`, what was missed), then each piece, until it ends. What is kept of it is "
            "cleaned: where that differs from its pieces, a last snapshot has it."
        )
    )
    async def text_stream(
        self,
        info: Info,
        job_id: Annotated[strawberry.ID, strawberry.argument(description="The job's id.")],
        after_seq: Annotated[
            int | None, strawberry.argument(description="The last piece that was seen.")
        ] = None,
    ) -> AsyncGenerator[TextEvent, None]:
        """Of the viewer only."""
        key, owner = decode_id("Job", job_id, "job_id"), info.context.signed_in.user_id
        events = await info.context.services.text_reading.follow(owner, key, after_seq)
        async with aclosing(events):
            async for event in events:
                yield text_event(event)
