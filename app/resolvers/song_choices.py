"""Choices of songs: ratings and stems."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.resolvers.mutations import answers_mistakes
from app.schema.context import Info, find
from app.schema.jobs import Job
from app.schema.song_choices import (
    GenerateStemsInput,
    GenerateStemsPayload,
    RateSongChoiceInput,
    RateSongChoicePayload,
    SongChoice,
)


@strawberry.type
class SongChoiceMutation:
    """What people do with the choices of their songs."""

    @strawberry.mutation(description="Rate a choice, or take its rating back.")
    @answers_mistakes(RateSongChoicePayload)
    async def rate_song_choice(
        self,
        info: Info,
        rating: Annotated[
            RateSongChoiceInput, strawberry.argument(name="input", description="The rating.")
        ],
    ) -> RateSongChoicePayload:
        """Of the viewer only."""
        key = rating.key()
        await info.context.services.choices.rate(info.context.signed_in.user_id, key, rating.said())
        return RateSongChoicePayload(choice=await find(info, SongChoice, key))

    @strawberry.mutation(
        description=(
            "Have a choice taken apart into stems, as a ZIP. It costs money once the provider "
            "takes it; it is submitted at most once. While the stems of a choice are being made, "
            "asking again answers the same job."
        )
    )
    @answers_mistakes(GenerateStemsPayload)
    async def generate_stems(
        self,
        info: Info,
        wish: Annotated[
            GenerateStemsInput, strawberry.argument(name="input", description="Which recording.")
        ],
    ) -> GenerateStemsPayload:
        """Of the viewer only."""
        owner = info.context.signed_in.user_id
        job = await info.context.services.stems.generate(owner, wish.key(), wish.idempotency_key)
        return GenerateStemsPayload(job=await find(info, Job, job.id))
