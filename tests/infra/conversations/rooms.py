"""The use-cases of conversations on the real database, with a model that answers at once."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.bootstrap.conversations import ConversationServices, conversation_services, reply_writing
from app.domain.conversations.model import Conversation, Message, NewConversation
from app.domain.conversations.replying import ReplyWriting
from app.domain.jobs.model import JobKind
from app.domain.jobs.service import JobService
from app.domain.jobs.waiting import JobWaiting
from app.domain.language.model import Provider
from app.infra.clock import SystemClock
from app.infra.database import transaction
from app.infra.live.job_feed import LiveJobFeed
from app.infra.repositories.jobs import JobRepository
from app.infra.repositories.messages import MessageRepository
from app.infra.repositories.text_drafts import TextDraftRepository
from tests.fakes.language import FakeCatalog, FakeModel, FakeStreams


class NoWakeups:
    """Whoever tests runs the jobs."""

    async def wake(self, job_id: UUID, delay: float = 0) -> None:
        return


async def nothing_usual(user_id: UUID, provider: Provider) -> None:
    return


async def ignore(_: UUID, __: int, ___: UUID) -> None:
    return


@dataclass
class Room:
    """A person's conversations; `reply` does the work of a worker."""

    owner: UUID
    model: FakeModel
    streams: FakeStreams
    catalog: FakeCatalog
    queue: JobRepository
    handler: ReplyWriting
    services: ConversationServices

    async def begin(self, context: str | None = None) -> Conversation:
        wish = NewConversation(title="Harbour songs", system_context=context)
        return await self.services.conversations.create(self.owner, wish, idempotency_key=None)

    async def reply(self, kinds: Collection[JobKind] = (JobKind.CHAT,)) -> int:
        """Do what is due; answers how many steps that were."""
        claims = await self.queue.claim_due(10, kinds)
        for claim in claims:
            await self.handler.step(claim)
        return len(claims)

    async def say(self, conversation: Conversation, content: str) -> UUID:
        """Say something and have it answered; the reply's key."""
        sent = await self.services.sending.send(self.owner, conversation.id, content, None)
        assert await self.reply() == 1
        return sent.reply_id

    async def active(self, conversation: Conversation) -> Sequence[Message]:
        return await MessageRepository().active(conversation.id)

    async def now(self, conversation: Conversation) -> Conversation:
        found = await self.services.conversations.conversations.get(
            conversation.id, user_id=self.owner
        )
        assert found is not None
        return found


def a_room(owner: UUID, model: FakeModel | None = None) -> Room:
    model, streams, catalog = model or FakeModel(), FakeStreams(), FakeCatalog()
    queue, drafts, clock = (
        JobRepository(lease=5, publish=ignore),
        TextDraftRepository(),
        SystemClock(),
    )
    models = {Provider.INTERNAL: model, Provider.EXTERNAL: model}
    handler = reply_writing(queue=queue, models=models, drafts=drafts, streams=streams, clock=clock)
    jobs = JobService(
        queue=queue,
        wakeups=NoWakeups(),
        feed=LiveJobFeed(queue.events, reread=0.05),
        transaction=transaction,
        handlers={JobKind.CHAT: handler},
        slots={},
    )
    services = conversation_services(
        jobs=jobs,
        models=models,
        catalog=catalog,
        most_context=4096,
        context_for=nothing_usual,
        usual={Provider.INTERNAL: "llama3.2:3b", Provider.EXTERNAL: "gpt-5-mini"},
        drafts=drafts,
        streams=streams,
        stopping=JobWaiting(jobs=jobs, draining=asyncio.Event(), patience=0.2),
        clock=clock,
    )
    return Room(owner, model, streams, catalog, queue, handler, services)
