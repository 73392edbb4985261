"""Mureka's answers, with the quirks of real ones."""

from __future__ import annotations

import hashlib
import re

from aitestmock.media.files import CLIP_MILLISECONDS
from aitestmock.mureka.errors import new_trace_id
from aitestmock.mureka.jobs import Job
from aitestmock.mureka.scenarios import Ending, Visuals
from aitestmock.mureka.submits import Kind
from aitestmock.settings import MockSettings

Answer = dict[str, object]

STEMS_LIFETIME = 24 * 3600
ACCOUNT_ID = 1_000_001
TOTAL_RECHARGE = 3000

_ENDED_BADLY = {
    Ending.FAILED: "The song could not be generated from these lyrics.",
    Ending.TIMEOUTED: "The task took too long.",
}
_LABEL = re.compile(r"[\[*]*\s*([A-Za-z][A-Za-z-]*)\s*\d*\s*[\]:*]+")


def job_answer(job: Job, now: float, media_url: str) -> Answer:
    """What a query tells about a job; `media_url` ends with a slash."""
    status = job.status_at(now)
    answer: Answer = {
        "id": job.id,
        "created_at": int(job.started_at),
        "model": job.submit.model,
        "status": status,
        "trace_id": new_trace_id(),
    }
    if now < job.ends_at:
        return answer
    answer["finished_at"] = int(job.ends_at)
    ending = job.scenario.ending
    if ending in _ENDED_BADLY:
        answer["failed_reason"] = _ENDED_BADLY[ending]
    elif ending is Ending.NO_CHOICES:
        answer["choices"] = []
    elif ending is Ending.CHOICES:
        answer["choices"] = [_choice(job, index, media_url) for index in range(job.submit.choices)]
    return answer


def receipt(job: Job) -> Answer:
    """What a submit is answered with."""
    return {
        "id": job.id,
        "created_at": int(job.started_at),
        "model": job.submit.model,
        "status": "preparing",
        "trace_id": new_trace_id(),
    }


def stem_answer(stem_id: str, now: float, media_url: str, *, lost: bool) -> Answer:
    """Where the separated tracks are, or where nothing is."""
    return {
        "zip_url": f"{media_url}{stem_id}-stems.{'gone' if lost else 'zip'}",
        "expires_at": int(now) + STEMS_LIFETIME,
        "trace_id": new_trace_id(),
    }


def billing_answer(settings: MockSettings) -> Answer:
    """The account; amounts are cents, and balance plus spending is what was recharged."""
    recharge = max(TOTAL_RECHARGE, settings.balance)
    return {
        "account_id": ACCOUNT_ID,
        "balance": settings.balance,
        "total_recharge": recharge,
        "total_spending": recharge - settings.balance,
        "concurrent_request_limit": settings.concurrency_limit or 1,
        "trace_id": new_trace_id(),
    }


def _choice(job: Job, index: int, media_url: str) -> Answer:
    file = f"{media_url}{job.id}-{index}"
    choice: Answer = {
        "id": _choice_id(job.id, index),
        "url": f"{file}.mp3",
        "flac_url": f"{file}.flac",
        "duration": CLIP_MILLISECONDS,
        **_visuals(job.scenario.visuals, file),
    }
    if index > 0:
        # Real answers leave out zero values, so the first choice has no index.
        choice["index"] = index
    if job.submit.kind is Kind.SONG:
        choice["lyrics_sections"] = lyrics_sections(job.submit.lyrics, CLIP_MILLISECONDS)
    return choice


def _visuals(visuals: Visuals, file: str) -> Answer:
    match visuals:
        case Visuals.NONE:
            return {}
        case Visuals.GOOD:
            return {"image_url": f"{file}.png", "video_url": f"{file}.mp4"}
        case Visuals.BROKEN:
            return {"image_url": f"{file}.gif", "video_url": f"{file}.mp3"}


def _choice_id(job_id: str, index: int) -> str:
    digest = hashlib.sha256(f"{job_id}-{index}".encode()).digest()
    return str(10**13 + int.from_bytes(digest[:8], "big") % (9 * 10**13))


def lyrics_sections(lyrics: str, milliseconds: int) -> list[Answer]:
    """The paragraphs of the lyrics, their lines spread evenly over the whole time.

    A paragraph's label line (`[Verse]`, `**Chorus 2**`, `Bridge:`) becomes its `section_type` and
    is not sung; without one it is a verse. Times are whole milliseconds from the start.
    """
    sections = [_labelled(paragraph) for paragraph in re.split(r"\n\s*\n", lyrics.strip())]
    sections = [(label, lines) for label, lines in sections if lines]
    total = sum(len(lines) for _, lines in sections)
    answers: list[Answer] = []
    sung = 0
    for label, lines in sections:
        timed = [
            _spread(
                text, milliseconds * (sung + n) // total, milliseconds * (sung + n + 1) // total
            )
            for n, text in enumerate(lines)
        ]
        sung += len(lines)
        answers.append(
            {
                "section_type": label,
                "start": timed[0]["start"],
                "end": timed[-1]["end"],
                "lines": timed,
            }
        )
    return answers


def _labelled(paragraph: str) -> tuple[str, list[str]]:
    lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
    found = _LABEL.fullmatch(lines[0]) if lines else None
    return (found.group(1).lower(), lines[1:]) if found else ("verse", lines)


def _spread(text: str, start: int, end: int) -> Answer:
    words = text.split()
    return {
        "start": start,
        "end": end,
        "text": text,
        "words": [
            {
                "start": start + (end - start) * n // len(words),
                "end": start + (end - start) * (n + 1) // len(words),
                "text": word,
            }
            for n, word in enumerate(words)
        ],
    }
