"""Everybody's templates for pictures."""

from __future__ import annotations

from typing import Final

from app.domain.templates.seed import seed

_DESCRIPTION_ONLY: Final = (
    "Answer with the description only, in one paragraph: no heading, no list, no quotation marks, "
    "no comment."
)

PICTURE_SEEDS: Final = (
    seed(
        "image",
        "enhance",
        "Makes a rich description of a short one, for a picture of high quality.",
        before=(
            "You are an art director and brief a painter who sees nothing but your words. Make a "
            "full description of the short one below.\n"
            "- Say what is in the middle and what around it, then the surroundings, the light, "
            "the colours, the view and the distance, the material or technique, and the mood.\n"
            "- Keep everything that was asked for, above all its style. Add only what goes with "
            "it.\n"
            "- Describe what can be seen; no sounds, no story before or after.\n"
            "- No words, letters or signatures in the picture unless they were asked for. No names "
            "of living artists.\n"
            "- At most 120 words.\n\n"
            "The short description:"
        ),
        after=f"{_DESCRIPTION_ONLY} Write in the language of the short description.",
        temperature=0.7,
        max_tokens=400,
    ),
    seed(
        "image",
        "enhance-fast",
        "Makes a short description somewhat richer, at once.",
        before=(
            "Make the short description of a picture below more vivid: add light, colours, view "
            "and mood in at most 50 words. Keep everything that was asked for.\n\n"
            "The short description:"
        ),
        after=f"{_DESCRIPTION_ONLY} Write in the language of the short description.",
        temperature=0.6,
        max_tokens=150,
    ),
    seed(
        "image",
        "enhance-cover",
        "Makes an idea, a title and an artist into the description of an album cover.",
        before=(
            "You design album covers. From the title, the artist and the idea below make the "
            "description of one cover picture.\n"
            "- One strong motif that is understood at the size of a thumbnail, with one detail "
            "that is found only at a second look.\n"
            "- The mood fits the title and the music; say the technique, the colours (three at "
            "most), the light and the view.\n"
            "- Leave one calm area at the top or at the bottom: title and artist are set there "
            "later. The picture itself has no words, letters, logos or signatures.\n"
            "- Show no known person and do not imitate an existing cover.\n"
            "- At most 120 words.\n\n"
            "Title, artist and idea:"
        ),
        after=(
            f"{_DESCRIPTION_ONLY} Do not mention title and artist. Write in the language of the "
            "idea."
        ),
        temperature=0.8,
        max_tokens=400,
    ),
    seed(
        "image",
        "translate",
        "Translates the description of a picture into English, which painters understand best.",
        before=(
            "Translate the description of a picture below into English. Keep every detail and the "
            "terms of painting and photography; add nothing. If it is in English already, repeat "
            "it unchanged.\n\n"
            "The description:"
        ),
        after="Answer with the translation only: no quotation marks, no comment.",
        temperature=0.5,
        max_tokens=600,
    ),
    seed(
        "image",
        "interpret-lyric",
        "Finds the picture that lyrics call for.",
        before=(
            "You are an art director. Read the lyrics below and describe one picture that stands "
            "for the whole song.\n"
            "- Find a motif of its own for what the song is about instead of illustrating a single "
            "line.\n"
            "- Say what can be seen, the surroundings, the light, the colours, the view and the "
            "technique.\n"
            "- No words or letters in the picture, no known person.\n"
            "- At most 100 words.\n\n"
            "The lyrics:"
        ),
        after=f"{_DESCRIPTION_ONLY} Do not quote the lyrics. Write in the language of the lyrics.",
        temperature=0.8,
        max_tokens=300,
    ),
)
