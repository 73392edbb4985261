"""Having one prepared prompt answered for a job, once, whatever the answer is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.errors import ErrorCode
from app.domain.jobs.model import JobError
from app.domain.jobs.ports import Claim
from app.domain.language.failures import EMPTY_ANSWER, failure_of
from app.domain.language.model import Provider
from app.domain.language.ports import LanguageModel, ModelCatalog, TextWriter
from app.domain.language.writing import TextWriting, Written
from app.domain.writing.model import TextRequest

_INTERRUPTED: Final = JobError(code=ErrorCode.INTERRUPTED, key="text.interrupted")
_PERHAPS_PAID: Final = JobError(code=ErrorCode.OUTCOME_UNKNOWN, key="text.outcome_unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAsking:
    """Asks models. `most_context` bounds the tokens that an internal one keeps in mind."""

    models: Mapping[Provider, LanguageModel]
    catalog: ModelCatalog
    writing: TextWriting
    most_context: int

    async def ask(self, claim: Claim, request: TextRequest, writer: TextWriter) -> Written:
        """Exactly one request, as `TextWriting.write` makes it.

        Ollama keeps far less in mind than a model could unless it is told.
        """
        window = None
        if request.provider is Provider.INTERNAL:
            known = await self.catalog.context_window(request.provider, request.prompt.model)
            window = max(1, min(known, self.most_context))
        model = self.models[request.provider]
        return await self.writing.write(claim, model, request.order(window), writer)


def answer_of(written: Written, tidied: Callable[[str], str]) -> str | JobError:
    """The tidied text of an answer that is whole, or why there is none."""
    if written.error is not None:
        return failure_of(written.error)
    return tidied(written.text) or EMPTY_ANSWER


def lost(provider: Provider) -> JobError:
    """The error of a request whose answer was lost with the worker that waited for it."""
    return _INTERRUPTED if provider is Provider.INTERNAL else _PERHAPS_PAID
