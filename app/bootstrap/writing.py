"""What writes texts by templates: for people, and for the pictures that they order."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from app.bootstrap.language import Language
from app.domain.images.improving import ImageImproving
from app.domain.jobs.ports import JobQueue
from app.domain.jobs.service import JobService
from app.domain.jobs.waiting import JobWaiting
from app.domain.language.ports import TextDrafts, TextStreams
from app.domain.language.writing import TextWriting
from app.domain.ports import Clock
from app.domain.templates.service import TemplateService
from app.domain.writing.asking import TextAsking
from app.domain.writing.generation import TextGeneration
from app.domain.writing.reading import TextReading
from app.domain.writing.requests import TextRequests
from app.domain.writing.service import WritingService
from app.domain.writing.titles import SketchTitles, SketchTitleService
from app.infra.database import durably
from app.infra.repositories.sketches import SketchRepository
from app.infra.settings import Settings

WAIT_BEYOND_SILENCE: Final = 60
"""Seconds for which a text may grow, besides those before its first word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingServices:
    """The use-cases of texts."""

    writing: WritingService
    titles: SketchTitleService
    reading: TextReading
    waiting: JobWaiting


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWorkshop:
    """What the handlers of LYRIC_AI and IMAGE have models write with, and what orders prepare."""

    requests: TextRequests
    generation: TextGeneration
    improving: ImageImproving


def text_workshop(
    settings: Settings,
    *,
    templates: TemplateService,
    language: Language,
    queue: JobQueue,
    drafts: TextDrafts,
    streams: TextStreams,
    clock: Clock,
) -> TextWorkshop:
    """The models of OpenAI's chat are those that cost money."""
    asking = TextAsking(
        models=language.models,
        catalog=language.catalog,
        writing=TextWriting(drafts=drafts),
        most_context=settings.ollama_max_num_ctx,
    )
    return TextWorkshop(
        requests=TextRequests(templates=templates, external=frozenset(settings.openai_chat_models)),
        generation=TextGeneration(
            queue=queue,
            asking=asking,
            titles=SketchTitles(sketches=SketchRepository(), clock=clock),
            drafts=drafts,
            streams=streams,
            durably=durably,
        ),
        improving=ImageImproving(queue=queue, asking=asking, drafts=drafts, durably=durably),
    )


def writing_services(
    settings: Settings,
    requests: TextRequests,
    *,
    jobs: JobService,
    streams: TextStreams,
    draining: asyncio.Event,
) -> WritingServices:
    """What people do with texts."""
    writing = WritingService(requests=requests, jobs=jobs)
    silence = max(settings.ollama_timeout, settings.openai_chat_timeout)
    return WritingServices(
        writing=writing,
        titles=SketchTitleService(sketches=SketchRepository(), writing=writing),
        reading=TextReading(queue=jobs.queue, streams=streams),
        waiting=JobWaiting(jobs=jobs, draining=draining, patience=silence + WAIT_BEYOND_SILENCE),
    )
