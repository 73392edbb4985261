"""What a look says of an event is what graphql-core would have said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from inspect import isawaitable
from typing import Any, Final
from uuid import UUID

import pytest
from graphql import ExecutionResult, OperationDefinitionNode
from graphql.execution import Executor, execute_subscription_event

from app.domain.conversations import reading
from app.domain.equipment.reminders import Reminder, ReminderKind
from app.domain.errors import ErrorCode
from app.domain.jobs.model import JobError, JobEvent, JobStage, JobStatus
from app.domain.language.ports import Snapshot, Token
from app.http.document_cache import DocumentCache, core_schema
from app.http.looks import Look
from app.http.policy import TransportPolicy
from app.resolvers.root import build_schema
from app.schema import jobs, songs
from app.schema.activity import happened
from app.schema.replies import reply_event
from app.schema.text_streams import text_event

SCHEMA = build_schema()
CACHE = DocumentCache(TransportPolicy())
KEY: Final = UUID(int=7)
FINE: Final = JobEvent(
    job_id=KEY,
    seq=3,
    stage=JobStage.POLLING,
    status=JobStatus.WAITING,
    progress=0.25,
    attempt=2,
    error=None,
    at=datetime(2026, 11, 28, 9, 30, 1, 250_000, tzinfo=UTC),
)
FAILED: Final = replace(
    FINE,
    progress=None,
    status=JobStatus.FAILED,
    stage=JobStage.DONE,
    error=JobError(code=ErrorCode.PROVIDER_ERROR, key="provider.failed", params={"reason": "ü\n"}),
)
USAGE: Final = reading.Usage(
    prompt_tokens=5, completion_tokens=7, context_window=4096, estimated=True
)
REMINDER: Final = Reminder(
    equipment_id=KEY, kind=ReminderKind.LICENSE, expires_on=date(2026, 12, 1), days_left=3
)

EVENT: Final = "seq at stage status progress attempt error { code message path params }"
JOB: Final = f'subscription {{ jobProgress(jobId: "x") {{ {EVENT} }} }}'
SONG: Final = f'subscription {{ songProgress(songId: "x") {{ __typename {EVENT} }} }}'
REPLY: Final = """subscription Reply($off: Boolean = false) { talk: replyStream(messageId: "x") {
  __typename
  ... on ReplySnapshot { text seq }
  ...Piece
  ... on ReplyUsage @skip(if: $off) { promptTokens completionTokens contextWindow usagePercent
    level: usageLevel estimated }
  ... on ReplyFinished { message { id } } } }
fragment Piece on ReplyToken { number: seq text }"""
TEXT: Final = """subscription { textStream(jobId: "x") {
  ... on TextSnapshot { text } ... on TextToken { seq text }
  ... on TextFinished { job { id } } } }"""
ACTIVITY: Final = f"""subscription {{ activity {{ __typename
  ... on JobChanged {{ event {{ {EVENT} }} }}
  ... on EquipmentReminder {{ expiresOn daysLeft kind }} }} }}"""


def opened(text: str, variables: dict[str, Any]) -> tuple[Look | None, Executor[Any]]:
    """The look of a subscription, and graphql-core's executor."""
    document = CACHE.get(SCHEMA, text)
    [(name, definition)] = document.operations.items()
    assert isinstance(definition, OperationDefinitionNode)
    coerced = document.variables[name].coerce(variables, max_errors=1, hide_suggestions=False)
    assert not isinstance(coerced, list)
    core = core_schema(SCHEMA)
    executor = Executor.build(core, document.ast, raw_variable_values=variables)
    assert not isinstance(executor, list)
    return Look.at(core, document, definition, coerced), executor


async def executed(executor: Executor[Any], event: object) -> ExecutionResult:
    result = execute_subscription_event(executor.build_per_event_executor(event))
    return await result if isawaitable(result) else result


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (JOB, [jobs.JobEvent.of(each, "de") for each in (FINE, FAILED)]),
        (SONG, [songs.SongEvent.of(each, "en") for each in (FINE, FAILED)]),
        (
            REPLY,
            [
                reply_event(each)
                for each in (Snapshot(seq=2, text="a b"), Token(seq=3, text=" ü"), USAGE)
            ],
        ),
        (TEXT, [text_event(each) for each in (Snapshot(seq=0, text=""), Token(seq=1, text='"'))]),
        (ACTIVITY, [happened(each, "de") for each in (FINE, FAILED, REMINDER)]),
    ],
)
@pytest.mark.parametrize("variables", [{}, {"off": True}])
async def test_a_look_says_what_an_execution_says(
    text: str, events: Sequence[object], variables: dict[str, Any]
) -> None:
    given = variables if "$off" in text else {}
    look, executor = opened(text, given)
    assert look is not None
    for event in events:
        wanted = await executed(executor, event)
        assert wanted.errors is None
        data = look.data(event)
        assert data is not None
        assert list(_flat(data)) == list(_flat(wanted.data))


def test_what_needs_a_resolver_is_left_to_it_and_its_neighbours_are_not() -> None:
    look, _ = opened(REPLY, {})
    assert look is not None
    assert look.data(reply_event(reading.Finished(message_id=KEY))) is None
    assert look.data(reply_event(Token(seq=1, text="a"))) is not None


def test_a_subscription_that_asks_for_the_job_as_of_now_is_executed() -> None:
    look, _ = opened('subscription { jobProgress(jobId: "x") { seq job { id } } }', {})
    assert look is None


@pytest.mark.parametrize(
    "broken", [{"seq": None}, {"seq": "many"}, {"stage": "NOWHERE"}, {"at": 5}, {"error": "oh"}]
)
def test_a_value_of_another_kind_is_left_to_the_execution(broken: dict[str, Any]) -> None:
    look, _ = opened(JOB, {})
    assert look is not None
    event = jobs.JobEvent.of(FINE, "en")
    assert look.data(event) is not None
    assert look.data(replace(event, **broken)) is None


def test_an_error_that_only_a_newer_version_can_word_still_has_its_code() -> None:
    unknown = replace(FAILED, error=JobError(code=ErrorCode.PROVIDER_ERROR, key="of.tomorrow"))
    for locale, words in (("en", "no words"), ("de", "keine Worte")):
        error = jobs.JobEvent.of(unknown, locale).error  # type: ignore[arg-type]
        assert error is not None
        assert error.code == ErrorCode.PROVIDER_ERROR
        assert words in error.message


def _flat(value: Any, path: tuple[Any, ...] = ()) -> Any:
    """All leaves in their order, with where they are."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _flat(each, (*path, key))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _flat(each, (*path, place))
    else:
        yield path, value
