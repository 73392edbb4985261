"""The use-cases of texts on the real database, with a model that answers at once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.domain.jobs.model import Job, JobKind
from app.domain.jobs.ports import Claim
from app.domain.jobs.service import JobService
from app.domain.language.model import Provider
from app.domain.language.ports import TextStreams
from app.domain.language.writing import TextWriting
from app.domain.sketches.model import Sketch, SketchTexts
from app.domain.sketches.service import SketchService
from app.domain.templates.content import TemplateRules
from app.domain.templates.service import TemplateService
from app.domain.writing.asking import TextAsking
from app.domain.writing.generation import TextGeneration
from app.domain.writing.model import TextWish
from app.domain.writing.reading import TextReading
from app.domain.writing.requests import TextRequests
from app.domain.writing.service import WritingService
from app.domain.writing.titles import SketchTitles, SketchTitleService
from app.infra.clock import SystemClock
from app.infra.database import durably, transaction
from app.infra.live.job_feed import LiveJobFeed
from app.infra.repositories.jobs import JobRepository
from app.infra.repositories.prompt_templates import PromptTemplateRepository
from app.infra.repositories.sketches import LyricRevisionRepository, SketchRepository
from app.infra.repositories.text_drafts import TextDraftRepository
from tests.fakes.language import FakeCatalog, FakeModel
from tests.infra.conversations.rooms import NoWakeups, ignore

EXTERNAL = "gpt-5-mini"
WISH = TextWish(category="lyrics", action="generate", input="the sea")


@dataclass
class Desk:
    """A person's texts; `work` does the work of a worker."""

    owner: UUID
    model: FakeModel
    queue: JobRepository
    handler: TextGeneration
    jobs: JobService
    writing: WritingService
    titles: SketchTitleService
    sketches: SketchService
    reading: TextReading

    async def claim(self) -> Claim:
        """The one job that is due."""
        [claim] = await self.queue.claim_due(10, (JobKind.LYRIC_AI,))
        return claim

    async def work(self) -> None:
        """Do the one step that is due."""
        await self.handler.step(await self.claim())

    async def now(self, job: Job) -> Job:
        found = await self.queue.get(job.id, user_id=self.owner)
        assert found is not None
        return found

    async def sketch(self, **texts: str) -> Sketch:
        return await self.sketches.create(self.owner, SketchTexts(**{"prompt": "folk", **texts}))

    async def sketch_now(self, sketch: Sketch) -> Sketch:
        found = await self.sketches.sketches.get(sketch.id, user_id=self.owner)
        assert found is not None
        return found


def a_desk(owner: UUID, streams: TextStreams, *, lease: float = 5) -> Desk:
    model, queue = FakeModel(), JobRepository(lease=lease, publish=ignore)
    drafts, clock = TextDraftRepository(), SystemClock()
    handler = TextGeneration(
        queue=queue,
        asking=TextAsking(
            models={Provider.INTERNAL: model, Provider.EXTERNAL: model},
            catalog=FakeCatalog(),
            writing=TextWriting(drafts=drafts, keep_every=0.02),
            most_context=4096,
        ),
        titles=SketchTitles(sketches=SketchRepository(), clock=clock),
        drafts=drafts,
        streams=streams,
        durably=durably,
    )
    jobs = JobService(
        queue=queue,
        wakeups=NoWakeups(),
        feed=LiveJobFeed(queue.events, reread=0.05),
        transaction=transaction,
        handlers={JobKind.LYRIC_AI: handler},
        slots={},
    )
    templates = TemplateService(
        templates=PromptTemplateRepository(),
        rules=TemplateRules(models=("llama3.2:3b", EXTERNAL)),
        transaction=transaction,
        clock=clock,
    )
    writing = WritingService(
        requests=TextRequests(templates=templates, external=frozenset({EXTERNAL})), jobs=jobs
    )
    return Desk(
        owner=owner,
        model=model,
        queue=queue,
        handler=handler,
        jobs=jobs,
        writing=writing,
        titles=SketchTitleService(sketches=SketchRepository(), writing=writing),
        sketches=SketchService(
            sketches=SketchRepository(),
            revisions=LyricRevisionRepository(),
            transaction=transaction,
            clock=clock,
        ),
        reading=TextReading(queue=queue, streams=streams),
    )
