"""What the mock's models answer: it depends on the words alone, and is the same every time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from typing import Final

from aitestmock.talk.orders import TextOrder
from aitestmock.talk.vocabulary import (
    ADVICE,
    LINES,
    OPENINGS,
    PICTURES,
    SMALL_WORDS,
    STYLES,
    TAILS,
    THOUGHTS,
    TITLES,
)

LONGEST_QUOTE = 60
MOST_POINTS = 3
MOST_LINES = 40
DEFAULT_EXTENSION = 4

_WORD = re.compile(r"[^\W\d_]{3,}")
_DIRECTIONS = re.compile(r"(?<![\w.])(?:0\d{3}|\d+(?:\.\d+)?s|\d+t)\b")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_COUNTED_LINES = re.compile(
    r"(\d{1,2})\s+(?:more\s+|new\s+|further\s+|weitere\s+)?(?:lines?|zeilen)\b"
)
_SECTION = r"(?im)\b(?:intro|verse ?\d?|pre[-_ ]?chorus|chorus|bridge|outro)\b"
_STRUCTURE = re.compile(r"(?im)^song structure: *(.+)$")
_INTRODUCTION = re.compile(r"(?i)(?:the|title, artist and) [a-z ]{1,30}:")
"""What stands between the instructions and the text that they are about, such as `The section:`."""
_HEADING = re.compile(r"^\s*(?:\*\*.*\*\*|\[.*\]|[\w -]{1,20}:)\s*$")


def reply_to(order: TextOrder) -> str:
    """The answer to an order."""
    words = order.words
    for wanted, answer in _TASKS:
        if wanted.search(words):
            return answer(words)
    return _conversation(order)


def _conversation(order: TextOrder) -> str:
    said = [turn.content for turn in order.turns if turn.role == "user"]
    words = order.words
    parts = [
        _pick(OPENINGS, words).format(quote=_quote(words)),
        _pick(THOUGHTS, words).format(word=_keyword(words)),
        _pick(ADVICE, words),
    ]
    if len(said) > 1:
        parts.append(f"Before that you told me “{_quote(said[-2])}”, which I have not forgotten.")
    context = next((turn.content for turn in order.turns if turn.role == "system"), "")
    if context:
        parts.append(f"I keep to what I was told: “{_quote(context)}”.")
    times = "once" if len(said) == 1 else f"{len(said)} times"
    parts.append(f"This is {order.model}; you have spoken {times} so far.")
    return " ".join(parts)


def _summary(words: str) -> str:
    lines = [line.strip(" -*•\t") for line in _subject(words).splitlines()]
    points = [_quote(line) for line in lines if _WORD.search(line)][:MOST_POINTS]
    return "\n".join(f"- {point}" for point in points or [_quote(words)])


def _title(words: str) -> str:
    return _pick(TITLES, words).format(word=_keyword(_subject(words)).capitalize())


def _translation(words: str) -> str:
    language = "de" if re.search(r"(?i)\b(?:german|deutsch\w*)\b", words) else "en"
    return f"[{language}] {_subject(words)}"


def _lyrics(words: str) -> str:
    structure = _STRUCTURE.search(words)
    sections = re.findall(_SECTION, structure[1] if structure else words)
    labels = [each.title().replace("_", "-") for each in sections]
    if not structure:
        labels = list(dict.fromkeys(labels)) or ["Verse 1", "Chorus"]
    return "\n\n".join(
        f"**{label}**\n" + "\n".join(_lines(words, DEFAULT_EXTENSION, after=label))
        for label in labels
    )


def _improved(words: str) -> str:
    lines = _subject(words).splitlines()[:MOST_LINES]
    return "\n".join(
        line
        if _HEADING.match(line) or not line.strip()
        else f"{line.rstrip(' .,;!')}, {_pick(TAILS, line)}"
        for line in lines
    )


def _rewritten(words: str) -> str:
    lines = [line for line in _subject(words).splitlines() if line.strip()][:MOST_LINES]
    headings = lines[:1] if lines and _HEADING.match(lines[0]) else []
    return "\n".join([*headings, *_lines(words, max(2, len(lines) - len(headings)))])


def _extended(words: str) -> str:
    counted = _COUNTED_LINES.search(words.lower())
    more = int(counted.group(1)) if counted else DEFAULT_EXTENSION
    return "\n".join([_subject(words), *_lines(words, more)])


def _shortened(words: str) -> str:
    lines = [line for line in _subject(words).splitlines() if line.strip()][:MOST_LINES]
    return "\n".join(lines[: max(1, len(lines) * 2 // 3)])


def _style(words: str) -> str:
    return f"{_keyword(_subject(words))}, {_pick(STYLES, words)}"


def _picture(words: str) -> str:
    return f"{_quote(_subject(words))}, {_pick(PICTURES, words)}"


def _release(words: str) -> str:
    word = _keyword(_subject(words))
    return (
        f"“{_quote(_subject(words))}” is a song about {word}, told in small pictures.\n\n"
        f"{_pick(ADVICE, words)} Out now, for everybody who knows what {word} means."
    )


def _teaser(words: str) -> str:
    return f"A song about {_keyword(_subject(words))}, told in small pictures."


_TASKS: Final[Sequence[tuple[re.Pattern[str], Callable[[str], str]]]] = [
    (re.compile(rf"(?i)\b(?:{words})"), answer)
    for words, answer in (
        (r"summar|zusammenfass", _summary),
        (r"translat|übersetz", _translation),
        (r"extend|make\b[^.\n]*\blonger|erweiter|verlänger", _extended),
        (r"make\b[^.\n]*\bshorter|kürz", _shortened),
        (r"rewrite|write\b[^.\n]*\banew|umschreib|schreib\w* um\b", _rewritten),
        (r"improv|optimi[sz]|phrasing|easier to sing|verbesser", _improved),
        (r"write (?:\w+ ){0,2}lyrics", _lyrics),
        (r"make\b[^.\n]*\bcover", _picture),
        (r"(?<!no )titles?\b|titel", _title),
        (r"teaser", _teaser),
        (r"release|press text|veröffentlich", _release),
        (r"cover|image|picture|illustrat|bild", _picture),
        (r"music(?:al)? style|style of music|suno|genre|musikstil", _style),
        (r"lyrics|song ?text|liedtext|chorus|verse\b", _lyrics),
    )
]


def _subject(words: str) -> str:
    """What a prompt is about: without the instructions that frame it and the stage directions."""
    paragraphs = [each.strip() for each in _PARAGRAPHS.split(_DIRECTIONS.sub("", words))]
    paragraphs = [each for each in paragraphs if each]
    introduced = [n for n, each in enumerate(paragraphs) if _INTRODUCTION.fullmatch(each)]
    if introduced and (told := paragraphs[introduced[-1] + 1 : -1]):
        return "\n\n".join(told)
    match len(paragraphs):
        case 0:
            return words.strip()
        case 1:
            _, colon, rest = paragraphs[0].partition(":")
            return rest.strip() if colon and rest.strip() else paragraphs[0]
        case 2:
            return paragraphs[1]
    return "\n\n".join(paragraphs[1:-1])


def _lines(words: str, count: int, after: str = "") -> list[str]:
    """Lines of a song that the words, and what they come after, decide."""
    known = _keywords(_subject(words))
    first = _number(words + after)
    return [
        LINES[(first + number) % len(LINES)].format(word=known[(first + number) % len(known)])
        for number in range(min(count, MOST_LINES))
    ]


def _keywords(words: str) -> list[str]:
    found = [word.lower() for word in _WORD.findall(words)]
    return list(dict.fromkeys(word for word in found if word not in SMALL_WORDS)) or ["silence"]


def _keyword(words: str) -> str:
    """The longest telling word, the first of them."""
    return max(_keywords(words), key=len)


def _quote(words: str) -> str:
    line = " ".join(_DIRECTIONS.sub("", words).split()) or "…"
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1].rstrip()}…"


def _pick(choices: Sequence[str], words: str) -> str:
    return choices[_number(words) % len(choices)]


def _number(words: str) -> int:
    digest = hashlib.sha256(words.encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:8], "big")
