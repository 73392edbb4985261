"""Better words for a picture, and a title: before any money is spent, and never twice."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.bootstrap import Studio
from app.infra.settings import Settings
from app.rows.jobs import JobEventRow, JobRow, TextDraftRow
from tests.api.images import ORDERS, bought, generate
from tests.api.test_prompt_templates import find, updated
from tests.api.test_stems import CANCEL
from tests.api.texts import CHAT, OPENAI_CHAT, codes, job_ended, told
from tests.studio import Mock, Person, running_studio, working

PROMPT = "a cat on a roof, 0s"
LONG = "a cat on a roof 400t"
OFF_WITH_TITLE: dict[str, Any] = {"enhance": "OFF", "autoTitle": True}
FAST: dict[str, Any] = {"enhance": "FAST", "title": "Mine"}


async def ordered(mock: Mock) -> list[str]:
    """The prompts that the painter was sent."""
    return [each["body"]["prompt"] for each in await mock.requests(ORDERS)]


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(
    ("enhance", "composition", "begins"),
    [
        ("FAST", None, "Make the short description of a picture below more vivid"),
        ("QUALITY", None, "You are an art director"),
        ("COVER", None, "You design album covers"),
        ("FAST", "ALBUM_COVER", "You design album covers"),
        ("QUALITY", "ALBUM_COVER", "You design album covers"),
    ],
)
async def test_the_four_prompts_stay_apart(
    ada: Person, mock: Mock, enhance: str, composition: str | None, begins: str
) -> None:
    answer = await generate(
        ada,
        prompt=f"  {PROMPT} ",
        enhance=enhance,
        composition=composition,
        lighting="NIGHT",
        title="Roofs",
        artist=" The Cats ",
        model="dall-e-3",
    )
    assert answer["userErrors"] == []
    image = answer["image"]
    assert image["userPrompt"] == PROMPT
    assert image["prompt"] not in ("", PROMPT)
    assert image["enhancedPrompt"] == image["finalPrompt"] == f"{image['prompt']}, at night"
    assert image["revisedPrompt"]
    assert await ordered(mock) == [image["finalPrompt"]]
    [prompt] = await told(mock)
    assert prompt.startswith(begins)
    cover = "cover" in begins
    assert ("Title: Roofs\nArtist: The Cats\nIdea: a cat" in prompt) is cover
    assert image["title"] == "Roofs"
    assert await TextDraftRow.all().count() == 0


@pytest.mark.usefixtures("worker")
async def test_who_says_nothing_about_models_asks_none(ada: Person, mock: Mock) -> None:
    answer = await generate(ada, prompt=PROMPT, composition="ALBUM_COVER")
    assert (answer["image"]["title"], answer["image"]["prompt"]) == (None, PROMPT)
    assert await told(mock) == []
    answer = await generate(ada, prompt=PROMPT, enhance="FAST", autoTitle=False)
    assert answer["image"]["title"] is None
    assert len(await told(mock)) == 1


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(
    "wish", [OFF_WITH_TITLE, {"enhance": "FAST"}, {"enhance": "FAST", "title": " "}]
)
async def test_a_missing_title_is_found_in_what_was_typed(
    ada: Person, mock: Mock, wish: dict[str, object]
) -> None:
    answer = await generate(ada, prompt=PROMPT, **wish)
    assert answer["userErrors"] == []
    image = answer["image"]
    assert image["title"]
    assert image["userPrompt"] == PROMPT
    assert (image["prompt"] == PROMPT) is (wish["enhance"] == "OFF")
    *_, prompt = await told(mock)
    assert prompt.startswith("Name the text below")
    assert PROMPT in prompt


@pytest.mark.usefixtures("worker")
async def test_a_title_that_is_given_is_kept(ada: Person, mock: Mock) -> None:
    answer = await generate(ada, prompt=PROMPT, autoTitle=True, title="Mine")
    assert (answer["image"]["title"], await told(mock)) == ("Mine", [])


async def test_the_order_is_accepted_at_once_and_waits_for_its_slot_afterwards(
    ada: Person, studio: Studio, mock: Mock
) -> None:
    answer = await generate(ada, prompt=PROMPT, enhance="FAST", wait=False)
    assert (answer["job"]["status"], answer["job"]["stage"]) == ("QUEUED", "ACCEPTED")
    row = await JobRow.get()
    assert (row.slot_group, row.slot_until) == ("openai", None)
    async with working(studio):
        ended = await job_ended(ada, answer["job"]["id"])
    assert ended["status"] == "SUCCEEDED"
    events = await JobEventRow.filter(job_id=row.id).order_by("seq")
    assert [each.stage for each in events] == [
        "ACCEPTED", "WRITING", "SLOT_WAIT", "SUBMITTING", "STORING", "DONE",
    ]  # fmt: skip
    assert [each.seq for each in events] == [1, 2, 3, 4, 5, 6]
    assert await bought(mock) == 1


async def test_better_words_need_no_slot_of_the_painter(ada: Person, studio: Studio) -> None:
    await JobRow.all().delete()
    await generate(ada, prompt=PROMPT, enhance="FAST", wait=False)
    await generate(ada, prompt=PROMPT, wait=False)
    enhancing, plain = await JobRow.all().order_by("created_at")
    assert enhancing.next_at is not None
    assert (enhancing.slot_until, plain.slot_until is None) == (None, False)


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(
    ("scenario", "code"),
    [
        ("0003", "PROVIDER_ERROR"),
        ("0006", "PROVIDER_ERROR"),
        ("0009", "PROVIDER_ERROR"),
        ("0012", "PROVIDER_ERROR"),
        ("0018", "RATE_LIMITED"),
        ("0022", "PROVIDER_ERROR"),
    ],
)
async def test_better_words_that_fail_end_the_order_before_money_is_spent(
    ada: Person, mock: Mock, scenario: str, code: str
) -> None:
    answer = await generate(ada, prompt=f"{PROMPT} {scenario}", enhance="QUALITY")
    assert codes(answer) == [code]
    assert (answer["image"], answer["job"]["status"]) == (None, "FAILED")
    assert await mock.requests(ORDERS) == []
    assert (len(await told(mock)), await TextDraftRow.all().count()) == (1, 0)


@pytest.mark.usefixtures("worker")
async def test_a_model_that_is_away_is_told_in_german_and_nothing_is_ordered(
    ada: Person, mock: Mock
) -> None:
    ada.headers["Accept-Language"] = "de"
    await mock.steer(ollamaStatus=503)
    answer = await generate(ada, prompt=PROMPT, enhance="FAST")
    assert "Modell" in answer["userErrors"][0]["message"]
    assert await mock.requests(ORDERS) == []


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("status", [429, 500])
async def test_a_title_that_fails_leaves_the_picture_without_one(
    ada: Person, mock: Mock, status: int
) -> None:
    await mock.steer(ollamaStatus=status)
    answer = await generate(ada, prompt=PROMPT, **OFF_WITH_TITLE)
    assert answer["userErrors"] == []
    assert answer["image"]["title"] is None
    assert await bought(mock) == 1


@pytest.mark.usefixtures("worker")
async def test_words_that_are_too_long_for_the_painter_are_not_ordered(
    ada: Person, mock: Mock
) -> None:
    everybodys = await find(ada, category="image", action="enhance-fast")
    await updated(ada, id=everybodys["id"], preCondition="Talk:", maxTokens=None)
    answer = await generate(ada, prompt="a cat 3000t 0s", **FAST)
    assert codes(answer) == ["PROVIDER_ERROR"]
    assert answer["userErrors"][0]["params"]["max"] == 4000
    assert await mock.requests(ORDERS) == []


async def test_a_template_that_is_missing_is_said_before_anything_is_kept(
    ada: Person, mock: Mock
) -> None:
    everybodys = await find(ada, category="image", action="enhance")
    own = await updated(ada, id=everybodys["id"], temperature=None)
    incomplete = await generate(ada, prompt=PROMPT, enhance="QUALITY")
    assert codes(incomplete) == ["TEMPLATE_INCOMPLETE"]
    await updated(ada, id=own["id"], active=False)
    missing = await generate(ada, prompt=PROMPT, enhance="QUALITY")
    assert codes(missing) == ["TEMPLATE_NOT_FOUND"]
    assert (missing["job"], await JobRow.all().count()) == (None, 0)
    assert await told(mock) == []


@pytest.mark.usefixtures("worker")
async def test_without_a_template_for_titles_a_picture_has_none(ada: Person) -> None:
    everybodys = await find(ada, category="titel", action="generate-fast")
    await updated(ada, id=everybodys["id"], active=False)
    answer = await generate(ada, prompt=PROMPT, **OFF_WITH_TITLE)
    assert (answer["userErrors"], answer["image"]["title"]) == ([], None)


async def test_the_artist_has_a_limit_and_may_be_as_long(ada: Person) -> None:
    taken = await generate(ada, prompt=PROMPT, enhance="COVER", artist="x" * 100, wait=False)
    assert taken["userErrors"] == []
    [error] = (await generate(ada, prompt=PROMPT, artist="x" * 101))["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", "artist"])


@pytest.mark.usefixtures("worker")
async def test_a_repetition_is_neither_written_nor_painted_again(ada: Person, mock: Mock) -> None:
    wish: dict[str, Any] = {"prompt": PROMPT, "enhance": "FAST", "idempotencyKey": "k"}
    first, again = await generate(ada, **wish), await generate(ada, **wish)
    assert first["image"] == again["image"]
    for other in ({"enhance": "OFF"}, {"artist": "a"}, {"autoTitle": False}):
        assert codes(await generate(ada, **{**wish, **other})) == ["CONFLICT"]
    assert (len(await told(mock)), await bought(mock)) == (2, 1)


@pytest.mark.usefixtures("worker")
async def test_what_was_made_of_the_same_improved_prompt_is_similar(ada: Person) -> None:
    first = await generate(ada, prompt=PROMPT, **FAST)
    second = await generate(ada, prompt=PROMPT, **FAST)
    assert [each["id"] for each in second["similar"]] == [first["image"]["id"]]


@pytest.mark.usefixtures("worker")
async def test_an_order_that_is_tried_again_keeps_its_better_words(ada: Person, mock: Mock) -> None:
    await mock.steer(imageStatus=429)
    job = (await generate(ada, prompt=PROMPT, enhance="COVER", wait=False))["job"]["id"]
    async with asyncio.timeout(10):
        while not await ordered(mock):
            await asyncio.sleep(0.01)
    await mock.steer(imageStatus=None)
    assert (await job_ended(ada, job))["status"] == "SUCCEEDED"
    first, *more = await ordered(mock)
    assert more
    assert {first, *more} == {first}
    assert first != PROMPT
    assert len(await told(mock)) == 2


@pytest.mark.usefixtures("worker")
async def test_an_order_that_is_cancelled_while_words_are_found_is_never_sent(
    ada: Person, mock: Mock
) -> None:
    await mock.steer(tokenDelay=5)
    job = (await generate(ada, prompt=LONG, enhance="FAST", wait=False))["job"]["id"]
    async with asyncio.timeout(10):
        while not await TextDraftRow.exists():
            await asyncio.sleep(0.02)
    cancelled = (await ada.get(CANCEL, id=job))["cancelJob"]
    assert cancelled["job"]["status"] == "CANCELLED"
    async with asyncio.timeout(10):
        while (await mock.client.get("/_mock/summary")).json()["ollama"]["textStreams"]["open"]:
            await asyncio.sleep(0.05)
    assert (await mock.requests(ORDERS), len(await told(mock))) == ([], 1)
    assert await TextDraftRow.all().count() == 0


async def lose_a_worker(settings: Settings, mock: Mock, path: str) -> None:
    """A worker that dies while it asks a model: as after SIGKILL, without a word."""
    await mock.steer(tokenDelay=5)
    async with running_studio(settings.model_copy(update={"job_lease": 0.5})) as doomed:
        [claim] = await doomed.queue.claim_due(1)
        dying = asyncio.create_task(doomed.handlers[claim.job.kind].step(claim))
        async with asyncio.timeout(10):
            while not await mock.requests(path):
                await asyncio.sleep(0.01)
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
    await mock.steer(tokenDelay=0)


async def test_our_own_model_is_asked_again_when_its_worker_died(
    ada: Person, mock: Mock, settings: Settings, studio: Studio
) -> None:
    job = (await generate(ada, prompt=LONG, **FAST, wait=False))["job"]["id"]
    await lose_a_worker(settings, mock, CHAT)
    async with working(studio):
        ended = await job_ended(ada, job)
    assert ended["status"] == "SUCCEEDED"
    assert (len(await told(mock)), await bought(mock)) == (2, 1)


@pytest.mark.parametrize(
    ("action", "wish", "code"),
    [("enhance-fast", FAST, "OUTCOME_UNKNOWN"), ("generate-fast", OFF_WITH_TITLE, None)],
)
async def test_a_model_that_costs_money_is_not_asked_again(
    ada: Person,
    mock: Mock,
    settings: Settings,
    studio: Studio,
    action: str,
    wish: dict[str, Any],
    code: str | None,
) -> None:
    category = "image" if action.startswith("enhance") else "titel"
    everybodys = await find(ada, category=category, action=action)
    await updated(ada, id=everybodys["id"], model="gpt-4.1-mini")
    job = (await generate(ada, prompt=LONG, **wish, wait=False))["job"]["id"]
    await lose_a_worker(settings, mock, OPENAI_CHAT)
    async with working(studio):
        ended = await job_ended(ada, job)
    assert (ended["error"] and ended["error"]["code"]) == code
    assert len(await told(mock, OPENAI_CHAT)) == 1
    assert await bought(mock) == (0 if code else 1)
