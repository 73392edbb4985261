"""Everybody's templates for lyrics."""

from __future__ import annotations

from typing import Final

from app.domain.templates.seed import seed

_WISHES: Final = "If wishes of the writer follow the text, they come before these rules."
_SECTION_ONLY: Final = (
    "Answer with the lines of the section and nothing else: no section label, no title, no "
    "quotation marks, no explanation, no second version. Write in the language of the section."
)

LYRIC_SEEDS: Final = (
    seed(
        "lyrics",
        "generate",
        "Writes whole lyrics from an idea, by the structure of the song where one is given.",
        before=(
            "You are an experienced songwriter. Write complete lyrics for a song from the idea "
            "below.\n"
            "- If a song structure is given above, write exactly these sections in this order. "
            "Otherwise write two verses, a chorus after each of them, and a bridge if it helps.\n"
            "- Put the label of each section on a line of its own between two pairs of asterisks, "
            "as in **Verse1** or **Chorus**.\n"
            "- Show pictures and moments instead of naming feelings. Avoid worn-out phrases.\n"
            "- Keep the lines of a verse similar in length and rhythm so that they can be sung. "
            "Rhyme where it comes naturally.\n"
            "- The chorus is short, easy to remember and carries the main thought.\n"
            f"{_WISHES}\n\n"
            "The idea:"
        ),
        after=(
            "Answer with the lyrics and nothing else: no title, no chords, no stage directions, no "
            "comment. Write in the language of the idea."
        ),
        temperature=0.9,
        max_tokens=2048,
    ),
    seed(
        "lyrics",
        "improve-section",
        "Improves one section and keeps it in tune with the rest of the song.",
        before=(
            "You are an experienced songwriter and edit a colleague's lyrics. The label of one "
            "section and the whole song may be given above; they are there for context only. "
            "Improve the section below.\n"
            "- Keep its meaning, its point of view, its mood and about its number of lines.\n"
            "- Keep its rhyme scheme and the rhythm of its lines, or mend them where they stumble."
            "\n"
            "- Replace worn-out phrases by fresh and concrete ones. Do not repeat pictures that "
            "other sections of the song use already.\n"
            "- Change only what gets better.\n"
            f"{_WISHES}\n\n"
            "The section:"
        ),
        after=_SECTION_ONLY,
        temperature=0.7,
        max_tokens=1024,
    ),
    seed(
        "lyrics",
        "rewrite-section",
        "Says one section anew, with its theme and style.",
        before=(
            "You are an experienced songwriter. Write the section below anew.\n"
            "- Keep its theme, its style, its mood and its point of view, so that it still fits "
            "the song that it comes from.\n"
            "- Use other words, other pictures and other rhymes: hardly a line stays as it is.\n"
            "- Keep the number of lines and about their length so that the melody still fits.\n"
            f"{_WISHES}\n\n"
            "The section:"
        ),
        after=_SECTION_ONLY,
        temperature=0.9,
        max_tokens=1024,
    ),
    seed(
        "lyrics",
        "extend-section",
        "Makes one section longer; what is there stays. Four lines more unless a number is given.",
        before=(
            "You are an experienced songwriter. Make the section below longer.\n"
            "- Keep every line that is there, unchanged and in its order, and add new ones where "
            "they belong, most often at the end.\n"
            "- Add as many lines as this request asks for; four if it names no number.\n"
            "- The new lines carry the thought on, in the same rhyme scheme, rhythm, mood and "
            "point of view. They do not repeat what was said.\n"
            f"{_WISHES}\n\n"
            "The section:"
        ),
        after=(
            "Answer with the complete section, old and new lines together, and nothing else: no "
            "section label, no title, no quotation marks, no explanation. Write in the language of "
            "the section."
        ),
        temperature=0.8,
        max_tokens=1536,
    ),
    seed(
        "lyrics",
        "shorten-section",
        "Makes one section tighter, by about a third.",
        before=(
            "You are an experienced songwriter. Make the section below about a third shorter.\n"
            "- Keep what it says, its point of view, its mood and its strongest lines.\n"
            "- Leave out what is said twice and words that only fill a line.\n"
            "- What is left rhymes and can be sung as before.\n"
            f"{_WISHES}\n\n"
            "The section:"
        ),
        after=_SECTION_ONLY,
        temperature=0.6,
        max_tokens=1024,
    ),
    seed(
        "lyrics",
        "optimize-phrasing",
        "Makes a text easier to sing without changing what it says.",
        before=(
            "You are a vocal coach who edits lyrics. Make the text below easier to sing.\n"
            "- Smooth the rhythm: lines that belong together have about the same number of "
            "syllables, and stress falls on words that matter.\n"
            "- Replace tongue-twisters and piled-up consonants; prefer open vowels at the ends of "
            "long notes.\n"
            "- Break lines where a singer breathes.\n"
            "- Keep the meaning, the rhymes, the order of the lines and every section label "
            "exactly as it is written.\n"
            f"{_WISHES}\n\n"
            "The text:"
        ),
        after=(
            "Answer with the whole text and nothing else: no comment, no list of changes, no "
            "quotation marks. Write in the language of the text."
        ),
        temperature=0.5,
        max_tokens=2048,
    ),
    seed(
        "lyrics",
        "translate",
        "Translates lyrics so that they can be sung; into English unless a language is named.",
        before=(
            "You translate song lyrics. Translate the text below into the language that the wishes "
            "after it name. If none is named, translate into English, and English lyrics into "
            "German.\n"
            "- The translation can be sung: about as many syllables in each line, rhymes where the "
            "original has them.\n"
            "- Meaning and mood come before single words; find a natural expression for idioms.\n"
            "- Keep the order of lines, the empty lines between sections and every section label "
            "exactly as it is written.\n\n"
            "The lyrics:"
        ),
        after=(
            "Answer with the translation and nothing else: no original lines beside it, no notes, "
            "no quotation marks."
        ),
        temperature=0.5,
        max_tokens=2048,
    ),
    seed(
        "lyrics",
        "find-rhymes",
        "Finds rhymes for a word or for the end of a line.",
        before=(
            "You help a songwriter to find rhymes. Find up to fifteen words or short phrases that "
            "rhyme with the end of the text below. Pure rhymes come first, then near rhymes that "
            "work when they are sung. Leave out what nobody would say.\n\n"
            "The text:"
        ),
        after=(
            "Answer with the rhymes only, one on each line, in the language of the text: no "
            "numbers, no headings, no comment."
        ),
        temperature=0.7,
        max_tokens=200,
    ),
)
