"""Conversations with language models: what they hold and how full they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self
from uuid import UUID

from app.domain.changes import UNSET, Maybe, Unset
from app.domain.errors import InvalidInput
from app.domain.jobs.model import JobError
from app.domain.language.model import LONGEST_MODEL, Provider, Role
from app.domain.text import Checks

LONGEST_TITLE: Final = 500
LONGEST_CONTEXT: Final = 20_000
LONGEST_CONTENT: Final = 100_000
LONGEST_CLIENT_ID: Final = 200

_NOTICE_AT: Final = 70
_COMPRESS_AT: Final = 85
_WARNING_AT: Final = 90
_LONGEST: Final[Mapping[str, int]] = {"title": LONGEST_TITLE, "model": LONGEST_MODEL}


class UsageLevel(StrEnum):
    """How full the model's context window is."""

    FINE = "fine"
    NOTICE = "notice"
    COMPRESS = "compress"
    WARNING = "warning"

    @classmethod
    def of(cls, percent: float) -> UsageLevel:
        """From 70 percent a notice, from 85 it should be compressed, from 90 a warning."""
        if percent >= _WARNING_AT:
            return cls.WARNING
        if percent >= _COMPRESS_AT:
            return cls.COMPRESS
        return cls.NOTICE if percent >= _NOTICE_AT else cls.FINE


class MessageStatus(StrEnum):
    """Where a message stands: STREAMING -> COMPLETE | STOPPED | FAILED, and back by a retry."""

    COMPLETE = "complete"
    STREAMING = "streaming"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConversation:
    """What a person wants to talk about, and with whom. `model` None: the provider's usual one.

    A system context that is UNSET is the person's usual one, None is none.
    """

    title: str
    provider: Provider = Provider.INTERNAL
    model: str | None = None
    system_context: Maybe[str | None] = UNSET

    def checked(self) -> Self:
        """The same, trimmed. Raises InvalidInput with every problem at once."""
        checks = Checks()
        title = checks.required("title", self.title, longest=LONGEST_TITLE)
        model = self.model
        if model is not None:
            model = checks.required("model", model, longest=LONGEST_MODEL)
        context = self.system_context
        if not isinstance(context, Unset):
            context = checks.optional("system_context", context, longest=LONGEST_CONTEXT)
        checks.raise_problems()
        return replace(self, title=title, model=model, system_context=context)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationChanges:
    """New values of some fields; UNSET stays, and None clears the system context."""

    title: Maybe[str | None] = UNSET
    provider: Maybe[Provider | None] = UNSET
    model: Maybe[str | None] = UNSET
    system_context: Maybe[str | None] = UNSET
    archived: Maybe[bool | None] = UNSET

    def given(self) -> dict[str, Any]:
        """The new values by field."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if not isinstance(value, Unset)}

    def checked(self) -> Self:
        """The changes, trimmed.

        Raises InvalidInput when nothing is changed, another field than the context would be
        cleared, or another provider comes without one of its models.
        """
        given = self.given()
        if not given:
            raise InvalidInput("input.empty")
        checks = Checks()
        for name, value in given.items():
            if value is None and name != "system_context":
                checks.problem(name, "input.not_null")
            elif name in _LONGEST:
                given[name] = checks.required(name, value, longest=_LONGEST[name])
        if "system_context" in given:
            given["system_context"] = checks.optional(
                "system_context", given["system_context"], longest=LONGEST_CONTEXT
            )
        if "provider" in given and "model" not in given:
            checks.problem("model", "conversation.model_missing")
        checks.raise_problems()
        return replace(self, **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation as it stands.

    `token_count` is how much of the `context_window` (both in tokens) its last exchange filled.
    `message_count` and `archived_count` count what the model is sent, and what summaries stand
    for. `last_position` is the place of the newest message. `version` counts what its owner
    changed of it.
    """

    id: UUID
    user_id: UUID
    title: str
    provider: Provider
    model: str
    system_context: str | None
    context_window: int
    token_count: int = 0
    message_count: int = 0
    archived_count: int = 0
    last_position: int = 0
    archived: bool = False
    version: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def usage_percent(self) -> float:
        """How full the context window is; it can be more than 100."""
        return usage_percent(self.token_count, self.context_window)

    def changed(self, changes: ConversationChanges, window: int, now: datetime) -> Self:
        """The conversation after checked changes; `window` is that of the model it has then."""
        return replace(
            self,
            **changes.given(),
            context_window=window,
            version=self.version + 1,
            updated_at=now,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something that was said.

    Messages are ordered by `position`, from 0 for the system context. `summary_id` names the
    summary that stands for an archived one. A reply says to which message and by which model;
    `prompt_tokens` and `completion_tokens` are the provider's own counts. `duration_ms` is how
    long it was written, in milliseconds.
    """

    id: UUID
    user_id: UUID
    conversation_id: UUID
    role: Role
    content: str
    position: int
    status: MessageStatus = MessageStatus.COMPLETE
    token_count: int | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    is_summary: bool = False
    summary_id: UUID | None = None
    archived_at: datetime | None = None
    reply_to_id: UUID | None = None
    client_message_id: str | None = None
    model: str | None = None
    duration_ms: int | None = None
    error: JobError | None = None
    created_at: datetime
    finished_at: datetime | None = None


def usage_percent(tokens: int, window: int) -> float:
    """How much of a window tokens fill, in percent with two digits."""
    return round(100 * tokens / window, 2) if window > 0 else 0.0


def words(text: str) -> int:
    """How many words a text has; what a person says is counted in them."""
    return len(text.split())


def checked_content(content: str, client_message_id: str | None) -> str:
    """What a person says, kept exactly as typed: not blank, up to 100,000 code points.

    Raises InvalidInput, also for a client's own id of other than 1 to 200 code points.
    """
    checks = Checks()
    if not content.strip():
        checks.problem("content", "text.blank")
    else:
        checks.text("content", content, longest=LONGEST_CONTENT)
    if client_message_id is not None:
        checks.present("client_message_id", client_message_id, longest=LONGEST_CLIENT_ID)
    checks.raise_problems()
    return content
