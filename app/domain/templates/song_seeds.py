"""Everybody's templates for titles, the style of the music and what is said at a release."""

from __future__ import annotations

from typing import Final

from app.domain.templates.seed import seed

_STYLE_ONLY: Final = (
    "Answer with the description only, in one paragraph: no heading, no list, no quotation marks, "
    "no comment, no lyrics."
)

SONG_SEEDS: Final = (
    seed(
        "titel",
        "generate",
        "Finds a title for lyrics or an idea.",
        before=(
            "You name songs. Find one title for the text below: one to six words, easy to "
            "remember, taken from its strongest picture or the line that everybody will sing. No "
            "name of an artist, no worn-out phrase.\n\n"
            "The text:"
        ),
        after=(
            "Answer with the title only: one line, no quotation marks, no full stop, no "
            "alternatives. Write in the language of the text."
        ),
        temperature=0.8,
        max_tokens=15,
    ),
    seed(
        "titel",
        "generate-fast",
        "Finds a short title at once; for pictures and songs that have none.",
        before="Name the text below with a fitting title of one to three words.",
        after=("Answer with the title only, without quotation marks, in the language of the text."),
        temperature=0.7,
        max_tokens=10,
    ),
    seed(
        "music",
        "enhance",
        "Makes a full style description of a few words about the music.",
        before=(
            "You are a music producer and brief a studio. Make a style description of the few "
            "words below that a music generator understands.\n"
            "- Say, as far as it fits: genre and a sub-genre, mood, tempo or beats per minute, the "
            "main instruments and how they are played, the voice, and how it is produced.\n"
            "- Keep everything that was asked for; add only what goes with it.\n"
            "- Name no artists, bands or existing songs; describe their sound instead.\n"
            "- At most 60 words.\n\n"
            "The words:"
        ),
        after=f"{_STYLE_ONLY} Write in the language of the words.",
        temperature=0.7,
        max_tokens=200,
    ),
    seed(
        "music",
        "enhance-suno",
        "Makes short tags for Suno and its like, with a hint at a male or female voice.",
        before=(
            "You write style tags for a music generator such as Suno. Turn the words below into "
            "tags, most important first: genre, mood, tempo, main instruments, production, voice.\n"
            "- Say `male vocals` or `female vocals` when the words ask for one or their character "
            "calls for it, `instrumental` when there is to be no singing.\n"
            "- Name no artists, bands or existing songs.\n"
            "- In English, in lower case, at most 200 characters altogether.\n\n"
            "The words:"
        ),
        after=(
            "Answer with the tags only, on one line, separated by commas: no heading, no quotation "
            "marks, no comment."
        ),
        temperature=0.6,
        max_tokens=100,
    ),
    seed(
        "music",
        "translate",
        "Translates a description of music into English, which generators understand best.",
        before=(
            "Translate the description of music below into English. Use the terms that musicians "
            "use; leave names of genres and instruments as they are known internationally. Add "
            "nothing and leave nothing out. If it is in English already, repeat it unchanged.\n\n"
            "The description:"
        ),
        after="Answer with the translation only: no quotation marks, no comment.",
        temperature=0.5,
        max_tokens=300,
    ),
    seed(
        "music",
        "from-lyrics",
        "Suggests how lyrics could sound.",
        before=(
            "You are a music producer. Read the lyrics below and describe the music that carries "
            "them best: genre, mood, tempo, the main instruments, the voice and how it develops "
            "from the first verse to the end. Name no artists, bands or existing songs. At most 60 "
            "words.\n\n"
            "The lyrics:"
        ),
        after=f"{_STYLE_ONLY} Write in the language of the lyrics.",
        temperature=0.7,
        max_tokens=200,
    ),
    seed(
        "description",
        "generate-long",
        "Writes the text that presents a song at its release.",
        before=(
            "You write release texts for an independent label. Present the song below to people "
            "who have not heard it: what it is about, how it feels and for whom it is. About 120 "
            "words in two or three paragraphs, warm and concrete, without superlatives and "
            "without inventing facts about the artist, prizes or dates. Do not quote more than "
            "one line.\n\n"
            "The song:"
        ),
        after=(
            "Answer with the text only: no heading, no hashtags, no quotation marks around it. "
            "Write in the language of the song."
        ),
        temperature=0.7,
        max_tokens=600,
    ),
    seed(
        "description",
        "generate-short",
        "Sums a song up in one sentence of at most 150 characters.",
        before=(
            "You write teasers for streaming services. Sum the song below up in one sentence that "
            "makes people want to hear it. At most 120 characters, so that nothing is cut off.\n\n"
            "The song:"
        ),
        after=(
            "Answer with the sentence only: one line, no quotation marks, no hashtags, no emoji. "
            "Write in the language of the song."
        ),
        temperature=0.7,
        max_tokens=60,
    ),
    seed(
        "description",
        "generate-tags",
        "Finds keywords under which people find a song.",
        before=(
            "You tag songs for streaming services. Find eight to twelve keywords for the song "
            "below: genre, mood, themes, occasions, instruments. One to three words each, most "
            "important first, none twice and no names of artists.\n\n"
            "The song:"
        ),
        after=(
            "Answer with the keywords only, in lower case, on one line, separated by commas: no "
            "hash signs, no numbers, no comment. Write in the language of the song."
        ),
        temperature=0.5,
        max_tokens=120,
    ),
)
