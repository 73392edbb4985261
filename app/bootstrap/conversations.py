"""What holds conversations: people's use-cases and the long work of replying."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.conversations.compression import CompressionService
from app.domain.conversations.export import ConversationExportService
from app.domain.conversations.ports import UsualContext
from app.domain.conversations.reading import ReplyReading
from app.domain.conversations.replying import ReplyWriting
from app.domain.conversations.sending import SendingService
from app.domain.conversations.service import ConversationService
from app.domain.jobs.ports import JobQueue
from app.domain.jobs.service import JobService
from app.domain.jobs.waiting import JobWaiting
from app.domain.language.model import Provider
from app.domain.language.ports import LanguageModel, ModelCatalog, TextDrafts, TextStreams
from app.domain.language.writing import TextWriting
from app.domain.ports import Clock
from app.infra.database import durably, transaction
from app.infra.repositories.conversations import ConversationRepository
from app.infra.repositories.messages import MessageRepository, ReplyJobRepository

SUMMARY_PATIENCE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationServices:
    """The use-cases of conversations."""

    conversations: ConversationService
    sending: SendingService
    reading: ReplyReading
    compression: CompressionService
    exports: ConversationExportService


def reply_writing(
    *,
    queue: JobQueue,
    models: Mapping[Provider, LanguageModel],
    drafts: TextDrafts,
    streams: TextStreams,
    clock: Clock,
) -> ReplyWriting:
    """The handler of CHAT."""
    return ReplyWriting(
        queue=queue,
        conversations=ConversationRepository(),
        messages=MessageRepository(),
        drafts=drafts,
        streams=streams,
        models=models,
        writing=TextWriting(drafts=drafts),
        durably=durably,
        clock=clock,
        stopwatch=time.monotonic,
    )


def conversation_services(
    *,
    jobs: JobService,
    models: Mapping[Provider, LanguageModel],
    catalog: ModelCatalog,
    usual: Mapping[Provider, str],
    most_context: int,
    context_for: UsualContext,
    drafts: TextDrafts,
    streams: TextStreams,
    stopping: JobWaiting,
    clock: Clock,
) -> ConversationServices:
    """What people do with conversations; `usual` is the model of each provider.

    `context_for` is what a person begins with who says nothing of a system context.
    """
    conversations, messages = ConversationRepository(), MessageRepository()
    reply_jobs = ReplyJobRepository()
    return ConversationServices(
        conversations=ConversationService(
            conversations=conversations,
            messages=messages,
            reply_jobs=reply_jobs,
            jobs=jobs,
            catalog=catalog,
            usual=usual,
            most_context=most_context,
            context_for=context_for,
            transaction=transaction,
            clock=clock,
        ),
        sending=SendingService(
            conversations=conversations,
            messages=messages,
            reply_jobs=reply_jobs,
            jobs=jobs,
            drafts=drafts,
            streams=streams,
            stopping=stopping,
            clock=clock,
        ),
        reading=ReplyReading(
            conversations=conversations,
            messages=messages,
            reply_jobs=reply_jobs,
            streams=streams,
            stopwatch=time.monotonic,
        ),
        compression=CompressionService(
            conversations=conversations,
            messages=messages,
            models=models,
            patience=SUMMARY_PATIENCE,
            transaction=transaction,
            clock=clock,
        ),
        exports=ConversationExportService(conversations=conversations, messages=messages),
    )
