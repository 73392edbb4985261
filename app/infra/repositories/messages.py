"""What was said in conversations, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson

from app.domain.conversations.model import Message, MessageStatus
from app.domain.jobs.model import Job, JobError
from app.domain.language.model import Role
from app.infra.database import connection
from app.infra.repositories.job_sql import COLUMNS as JOB_COLUMNS
from app.infra.repositories.job_sql import ENDED
from app.infra.repositories.jobs import job_of
from app.rows.errors import error_json, error_of

_NAMES: Final = tuple(each.name for each in fields(Message))
_COLUMNS: Final = ", ".join(_NAMES)
_FIXED: Final = ("id", "user_id", "conversation_id", "role", "created_at")
_CHANGING: Final = tuple(name for name in _NAMES if name not in _FIXED)


def _slot(name: str, number: int) -> str:
    return f"${number}::jsonb" if name == "error" else f"${number}"


_ADD: Final = f"""
INSERT INTO messages ({_COLUMNS})
VALUES ({", ".join(_slot(name, n) for n, name in enumerate(_NAMES, 1))})
"""
_SAVE: Final = f"""
UPDATE messages SET {", ".join(f"{name} = {_slot(name, n)}" for n, name in enumerate(_CHANGING, 2))}
WHERE id = $1
"""
_KEEP_MORE: Final = """
UPDATE messages SET content = $2
WHERE id = $1 AND status = 'stopped' AND starts_with($2, content) AND content <> $2
"""
_ARCHIVE: Final = "UPDATE messages SET summary_id = $2, archived_at = $3 WHERE id = ANY($1::uuid[])"
_UNARCHIVE: Final = """
UPDATE messages SET summary_id = NULL, archived_at = NULL WHERE summary_id = $1 RETURNING id
"""
_NEWEST_JOB: Final = f"""
SELECT {JOB_COLUMNS} FROM jobs WHERE message_id = $1 AND user_id = $2
ORDER BY created_at DESC, id DESC LIMIT 1
"""
_UNFINISHED_JOBS: Final = f"""
SELECT j.id FROM jobs j JOIN messages m ON m.id = j.message_id
WHERE m.conversation_id = $1 AND j.user_id = $2 AND j.status NOT IN {ENDED} ORDER BY j.id
"""


class MessageRepository:
    """The `Messages` port."""

    async def add(self, *messages: Message) -> None:
        """See `Messages.add`."""
        for message in messages:
            await connection().execute_query(_ADD, _values(message, _NAMES))

    async def get(self, message_id: UUID, *, user_id: UUID) -> Message | None:
        """See `Messages.get`."""
        return await _one("id = $1 AND user_id = $2", message_id, user_id)

    async def by_client_id(self, conversation_id: UUID, client_message_id: str) -> Message | None:
        """See `Messages.by_client_id`."""
        where = "conversation_id = $1 AND client_message_id = $2"
        return await _one(where, conversation_id, client_message_id)

    async def active(self, conversation_id: UUID) -> Sequence[Message]:
        """See `Messages.active`."""
        return await _some("conversation_id = $1 AND active ORDER BY position", conversation_id)

    async def originals(self, conversation_id: UUID) -> Sequence[Message]:
        """See `Messages.originals`."""
        where = "conversation_id = $1 AND NOT is_summary ORDER BY position"
        return await _some(where, conversation_id)

    async def save(self, message: Message) -> None:
        """See `Messages.save`."""
        await connection().execute_query(_SAVE, [message.id, *_values(message, _CHANGING)])

    async def keep_more(self, message_id: UUID, text: str) -> None:
        """See `Messages.keep_more`."""
        await connection().execute_query(_KEEP_MORE, [message_id, text])

    async def remove(self, message_id: UUID) -> None:
        """See `Messages.remove`."""
        await connection().execute_query("DELETE FROM messages WHERE id = $1", [message_id])

    async def archive(self, ids: Sequence[UUID], summary_id: UUID, at: datetime) -> None:
        """See `Messages.archive`."""
        await connection().execute_query(_ARCHIVE, [list(ids), summary_id, at])

    async def newest_summary(self, conversation_id: UUID) -> Message | None:
        """See `Messages.newest_summary`."""
        where = "conversation_id = $1 AND active AND is_summary ORDER BY position DESC LIMIT 1"
        return await _one(where, conversation_id)

    async def unarchive(self, summary_id: UUID) -> int:
        """See `Messages.unarchive`."""
        return len(await connection().execute_query_dict(_UNARCHIVE, [summary_id]))


class ReplyJobRepository:
    """The `ReplyJobs` port."""

    async def newest(self, message_id: UUID, *, user_id: UUID) -> Job | None:
        """See `ReplyJobs.newest`."""
        rows = await connection().execute_query_dict(_NEWEST_JOB, [message_id, user_id])
        return job_of(rows[0]) if rows else None

    async def unfinished(self, conversation_id: UUID, *, user_id: UUID) -> Sequence[UUID]:
        """See `ReplyJobs.unfinished`."""
        rows = await connection().execute_query_dict(_UNFINISHED_JOBS, [conversation_id, user_id])
        return [row["id"] for row in rows]


async def _some(where: str, *values: object) -> list[Message]:
    statement = f"SELECT {_COLUMNS} FROM messages WHERE {where}"
    return [_message(row) for row in await connection().execute_query_dict(statement, list(values))]


async def _one(where: str, *values: object) -> Message | None:
    found = await _some(where, *values)
    return found[0] if found else None


def _values(message: Message, names: Sequence[str]) -> list[Any]:
    return [_json(message.error) if name == "error" else getattr(message, name) for name in names]


def _json(error: JobError | None) -> str | None:
    return None if error is None else orjson.dumps(error_json(error)).decode()


def _message(row: Mapping[str, Any]) -> Message:
    values = {name: row[name] for name in _NAMES}
    error = values["error"]
    values |= {
        "role": Role(values["role"]),
        "status": MessageStatus(values["status"]),
        "error": error_of(orjson.loads(error) if isinstance(error, str) else error),
    }
    return Message(**values)
