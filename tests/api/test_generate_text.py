"""Texts by templates: the wish, the prompt, the answer, and what each failure leaves behind."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.bootstrap import Studio
from app.domain.templates.seeds import SEEDS
from app.infra.settings import Settings
from app.rows.jobs import JobRow, TextDraftRow
from tests.api.test_prompt_templates import created, updated
from tests.api.test_stems import CANCEL
from tests.api.texts import (
    CHAT,
    OPENAI_CHAT,
    codes,
    generate,
    job_ended,
    job_now,
    told,
)
from tests.studio import Mock, Person, running_studio, working

TEMPLATE = {
    "category": "mine",
    "action": "do",
    "preCondition": "Before",
    "postCondition": "After",
    "model": "gemma3:4b",
    "temperature": 0,
}


@pytest.mark.usefixtures("worker")
async def test_a_text_is_written_by_the_template_and_waited_for(ada: Person, mock: Mock) -> None:
    await created(ada, **TEMPLATE, maxTokens=300)
    answer = await generate(
        ada, category="Mine", action="do", input=" the sea ", instructions="w", context="first"
    )
    assert answer["userErrors"] == []
    assert answer["text"]
    assert answer["text"] == answer["text"].strip() == answer["job"]["text"]
    job = answer["job"]
    assert (job["kind"], job["status"], job["stage"]) == ("LYRIC_AI", "SUCCEEDED", "DONE")
    usage = answer["usage"]
    assert usage["cutShort"] is False
    assert usage["promptTokens"] > 0 < usage["completionTokens"]
    [request] = await mock.requests(CHAT)
    sent = request["body"]
    assert sent["messages"] == [
        {"role": "user", "content": "first\n\nBefore\n\nthe sea\n\nw\n\nAfter"}
    ]
    options = sent["options"]
    assert sent["model"] == "gemma3:4b"
    assert (options["temperature"], options["num_predict"], options["num_ctx"]) == (0, 300, 8192)
    assert await TextDraftRow.all().count() == 0


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"{seed.key.category}/{seed.key.action}")
async def test_every_seeded_template_answers(ada: Person, mock: Mock, seed: Any) -> None:
    answer = await generate(
        ada,
        category=seed.key.category,
        action=seed.key.action,
        input="Salt on my hands and rain on the pier",
    )
    assert answer["userErrors"] == []
    assert answer["text"]
    [prompt] = await told(mock)
    assert "Salt on my hands and rain on the pier" in prompt
    [request] = await mock.requests(CHAT)
    assert request["body"]["options"]["num_predict"] == seed.content.max_tokens


@pytest.mark.usefixtures("worker")
async def test_overrides_take_the_place_of_the_template_for_one_call(
    ada: Person, mock: Mock
) -> None:
    overrides = {"model": "gemma3:4b", "temperature": 1.5, "maxTokens": 7}
    assert codes(await generate(ada, overrides=overrides)) == []
    [request] = await mock.requests(CHAT)
    sent = request["body"]
    assert (sent["model"], sent["options"]["temperature"]) == ("gemma3:4b", 1.5)
    assert sent["options"]["num_predict"] == 7


@pytest.mark.usefixtures("worker")
async def test_a_model_of_openai_is_asked_there(ada: Person, mock: Mock) -> None:
    answer = await generate(ada, overrides={"model": "gpt-4.1-mini"})
    assert (answer["userErrors"], bool(answer["text"])) == ([], True)
    assert (await mock.requests(CHAT), len(await told(mock, OPENAI_CHAT))) == ([], 1)


async def test_without_waiting_the_job_is_answered_at_once(ada: Person, studio: Studio) -> None:
    answer = await generate(ada, wait=False)
    assert (answer["text"], answer["usage"], answer["userErrors"]) == (None, None, [])
    assert (answer["job"]["status"], answer["job"]["text"]) == ("QUEUED", None)
    async with working(studio):
        ended = await job_ended(ada, answer["job"]["id"])
    assert ended["status"] == "SUCCEEDED"
    assert ended["text"]


async def test_who_waits_while_the_server_is_about_to_stop_is_answered_the_unfinished_job(
    ada: Person, studio: Studio
) -> None:
    waiting = asyncio.create_task(generate(ada))
    async with asyncio.timeout(10):
        while not await JobRow.filter(kind="LYRIC_AI").exists():
            await asyncio.sleep(0.01)
        studio.draining.set()
        try:
            answer = await waiting
        finally:
            studio.draining.clear()
    assert (answer["text"], answer["userErrors"]) == (None, [])
    assert answer["job"]["status"] == "QUEUED"


@pytest.mark.parametrize(
    ("wish", "paths"),
    [
        ({"input": ""}, [["input", "input"]]),
        ({"input": " \n"}, [["input", "input"]]),
        ({"input": "x" * 10_001}, [["input", "input"]]),
        ({"instructions": "x" * 2_001}, [["input", "instructions"]]),
        ({"context": "x" * 20_001}, [["input", "context"]]),
        ({"category": " "}, [["input", "category"]]),
        ({"action": "x" * 51}, [["input", "action"]]),
        ({"overrides": {"model": "gpt-1"}}, [["input", "overrides", "model"]]),
        (
            {"overrides": {"temperature": 2.1, "maxTokens": 4_001}},
            [["input", "overrides", "temperature"], ["input", "overrides", "maxTokens"]],
        ),
        ({"overrides": {"maxTokens": 0}}, [["input", "overrides", "maxTokens"]]),
        ({"idempotencyKey": ""}, [["input", "idempotencyKey"]]),
    ],
)
async def test_what_cannot_be_right_is_said_before_anything_is_kept(
    ada: Person, wish: dict[str, object], paths: list[list[str]]
) -> None:
    answer = await generate(ada, **wish)
    assert {each["code"] for each in answer["userErrors"]} == {"VALIDATION"}
    assert [each["path"] for each in answer["userErrors"]] == paths
    assert (answer["job"], await JobRow.all().count()) == (None, 0)


async def test_what_is_as_long_as_it_may_be_is_taken(ada: Person) -> None:
    answer = await generate(
        ada,
        input="x" * 10_000,
        instructions="x" * 2_000,
        context="x" * 20_000,
        overrides={"temperature": 2, "maxTokens": 4_000},
        idempotencyKey="k" * 255,
        wait=False,
    )
    assert answer["userErrors"] == []


async def test_what_a_template_leaves_open_is_said_before_anything_is_kept(ada: Person) -> None:
    missing = await generate(ada, category="mine", action="do")
    assert codes(missing) == ["TEMPLATE_NOT_FOUND"]
    mine = await created(ada, **{**TEMPLATE, "model": None, "temperature": None})
    incomplete = await generate(ada, category="mine", action="do")
    assert codes(incomplete) == ["TEMPLATE_INCOMPLETE"]
    assert incomplete["userErrors"][0]["params"] == {"missing": "model, temperature"}
    await updated(ada, id=mine["id"], active=False)
    assert codes(await generate(ada, category="mine", action="do")) == ["TEMPLATE_NOT_FOUND"]
    assert await JobRow.all().count() == 0


async def test_nobody_uses_the_templates_of_others(ada: Person, bob: Person) -> None:
    await created(ada, **TEMPLATE)
    assert codes(await generate(bob, category="mine", action="do")) == ["TEMPLATE_NOT_FOUND"]


@pytest.mark.usefixtures("worker")
async def test_a_repetition_answers_what_the_first_one_made(
    ada: Person, bob: Person, mock: Mock
) -> None:
    mine = await created(ada, **TEMPLATE)
    wish = {"category": "mine", "action": "do", "idempotencyKey": "k"}
    first = await generate(ada, **wish)
    await updated(ada, id=mine["id"], active=False)
    again = await generate(ada, **wish)
    assert again == first
    other = await generate(ada, **wish, context="another")
    assert codes(other) == ["CONFLICT"]
    assert other["text"] is None
    assert codes(await generate(bob, idempotencyKey="k")) == []
    assert len(await mock.requests(CHAT)) == 2


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(
    ("scenario", "model", "code"),
    [
        ("0003", None, "PROVIDER_ERROR"),
        ("0005", None, "PROVIDER_ERROR"),
        ("0006", None, "PROVIDER_ERROR"),
        ("0009", None, "PROVIDER_ERROR"),
        ("0012", None, "PROVIDER_ERROR"),
        ("0013", None, "PROVIDER_ERROR"),
        ("0015", None, "PROVIDER_ERROR"),
        ("0018", None, "RATE_LIMITED"),
        ("0022", None, "PROVIDER_ERROR"),
        ("0023", None, "PROVIDER_ERROR"),
        ("0002", "gpt-4.1-mini", "PROVIDER_AUTH"),
        ("0004", "gpt-4.1-mini", "VALIDATION"),
        ("0008", "gpt-4.1-mini", "QUOTA_EXCEEDED"),
        ("0018", "gpt-4.1-mini", "RATE_LIMITED"),
        ("0022", "gpt-4.1-mini", "PROVIDER_ERROR"),
    ],
)
async def test_an_answer_that_is_not_whole_fails_at_once_and_leaves_nothing(
    ada: Person, mock: Mock, scenario: str, model: str | None, code: str
) -> None:
    answer = await generate(ada, input=f"the sea {scenario}", overrides={"model": model})
    assert codes(answer) == [code]
    assert (answer["text"], answer["usage"], answer["job"]["text"]) == (None, None, None)
    assert (answer["job"]["status"], answer["job"]["error"]["code"]) == ("FAILED", code)
    assert len(await mock.requests(OPENAI_CHAT if model else CHAT)) == 1
    assert await TextDraftRow.all().count() == 0
    assert codes(await generate(ada, input="and now?")) == []


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("scenario", ["0011", "0016"])
async def test_a_model_that_falls_silent_is_given_up(
    ada: Person, mock: Mock, scenario: str
) -> None:
    await mock.steer(timeScale=1)
    answer = await generate(ada, input=f"the sea {scenario}")
    assert codes(answer) == ["PROVIDER_TIMEOUT"]
    assert (answer["text"], len(await mock.requests(CHAT))) == (None, 1)


@pytest.mark.usefixtures("worker")
async def test_a_provider_that_is_away_is_told_in_german(ada: Person, mock: Mock) -> None:
    ada.headers["Accept-Language"] = "de"
    await mock.steer(ollamaStatus=503)
    answer = await generate(ada)
    [error] = answer["userErrors"]
    assert error["code"].startswith("PROVIDER_")
    assert "Modell" in error["message"]
    assert answer["job"]["error"]["message"] == error["message"]


@pytest.mark.usefixtures("worker")
async def test_a_text_that_a_limit_cut_short_says_so(ada: Person) -> None:
    answer = await generate(ada, input="the sea 0019")
    assert answer["text"]
    assert answer["usage"]["cutShort"] is True


@pytest.mark.usefixtures("worker")
async def test_a_cancelled_text_ends_at_once_and_is_not_kept(ada: Person, mock: Mock) -> None:
    await mock.steer(tokenDelay=5)
    job = (await generate(ada, input="400t about the sea", wait=False))["job"]["id"]
    async with asyncio.timeout(10):
        while not await TextDraftRow.exists():
            await asyncio.sleep(0.02)
    cancelled = (await ada.get(CANCEL, id=job))["cancelJob"]
    assert (cancelled["userErrors"], cancelled["job"]["status"]) == ([], "CANCELLED")
    async with asyncio.timeout(10):
        while (await streams(mock))["abandoned"] == 0:
            await asyncio.sleep(0.05)
    assert (await job_now(ada, job))["text"] is None
    assert await TextDraftRow.all().count() == 0


async def streams(mock: Mock) -> dict[str, int]:
    """What became of the texts that our own models wrote."""
    return dict((await mock.client.get("/_mock/summary")).json()["ollama"]["textStreams"])


async def test_who_waits_for_a_cancelled_text_is_told(ada: Person) -> None:
    ada.headers["Accept-Language"] = "de"
    waiting = asyncio.create_task(generate(ada))
    async with asyncio.timeout(10):
        while not (jobs := (await ada.get("{ jobs { nodes { id } } }"))["jobs"]["nodes"]):
            await asyncio.sleep(0.01)
        await ada.get(CANCEL, id=jobs[0]["id"])
        answer = await waiting
    assert codes(answer) == ["INVALID_STATE"]
    assert "abgebrochen" in answer["userErrors"][0]["message"]


@pytest.mark.parametrize(
    ("model", "code"), [("llama3.2:3b", "INTERRUPTED"), ("gpt-4.1-mini", "OUTCOME_UNKNOWN")]
)
async def test_a_text_whose_worker_died_is_never_asked_for_again(
    ada: Person, mock: Mock, settings: Settings, studio: Studio, model: str, code: str
) -> None:
    """The worker's task ends without a word, as after SIGKILL; its lease runs out."""
    await mock.steer(tokenDelay=5)
    answer = await generate(ada, input="400t about the sea", overrides={"model": model}, wait=False)
    job = answer["job"]["id"]
    path = OPENAI_CHAT if model.startswith("gpt") else CHAT
    async with running_studio(settings.model_copy(update={"job_lease": 0.5})) as doomed:
        [claim] = await doomed.queue.claim_due(1)
        dying = asyncio.create_task(doomed.handlers[claim.job.kind].step(claim))
        async with asyncio.timeout(10):
            while not await mock.requests(path):
                await asyncio.sleep(0.01)
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
    await mock.steer(tokenDelay=0)
    async with working(studio):
        ended = await job_ended(ada, job)
    assert (ended["status"], ended["error"]["code"], ended["text"]) == ("FAILED", code, None)
    assert len(await mock.requests(path)) == 1


async def test_a_worker_that_drains_stays_until_the_text_is_whole(
    ada: Person, mock: Mock, settings: Settings
) -> None:
    job = (await generate(ada, input="1s of text about the sea", wait=False))["job"]["id"]
    async with running_studio(settings) as other, working(other):
        async with asyncio.timeout(10):
            while not await mock.requests(CHAT):
                await asyncio.sleep(0.01)
    ended = await job_now(ada, job)
    assert (ended["status"], bool(ended["text"])) == ("SUCCEEDED", True)
