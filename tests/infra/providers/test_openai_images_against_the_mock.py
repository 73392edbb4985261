"""The adapter and the way home against the mock that everybody develops with, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from aitestmock.app import create_mock
from aitestmock.server import serving
from app.domain.errors import ErrorCode
from app.domain.images.provider import LARGEST_PICTURE, ImageOrder, ImageOutcome, Painted
from app.domain.images.purchase import Bought, ImagePurchase
from app.domain.jobs.outcomes import Delivered, OutcomeUnknown, RateLimitedByProvider, Refused
from app.domain.storage.media import MediaKind
from app.domain.storage.ports import MediaRefused, MediaUnavailable
from app.infra.providers.fetch import MediaFetcher
from app.infra.providers.openai_images import OpenAIImages
from app.infra.providers.pictures import inspect
from app.infra.storage.filesystem import FilesystemStorage

DALL_E = "dall-e-3"
GPT = "gpt-image-1"


@dataclass
class Studio:
    provider: OpenAIImages
    purchase: ImagePurchase
    storage: FilesystemStorage
    control: httpx.AsyncClient

    async def generated(self, prompt: str, model: str = GPT) -> ImageOutcome:
        return await self.provider.generate(order(prompt, model))

    async def accepted(self) -> dict[str, int]:
        summary = (await self.control.get("/_mock/summary")).json()
        return dict(summary["openai"]["acceptedImagesByPrompt"])

    async def address(self, prompt: str) -> str:
        outcome = await self.generated(prompt, DALL_E)
        assert isinstance(outcome, Painted)
        assert isinstance(outcome.picture, str)
        return outcome.picture

    async def steer(self, **settings: object) -> None:
        (await self.control.patch("/_mock/settings", json=settings)).raise_for_status()


def order(prompt: str, model: str = GPT, size: str = "1024x1024") -> ImageOrder:
    return ImageOrder(prompt=prompt, model=model, size=size)


@pytest_asyncio.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    storage = FilesystemStorage(tmp_path)
    async with (
        serving(create_mock(time_scale=0)) as url,
        httpx.AsyncClient(base_url=url) as control,
        OpenAIImages(base_url=f"{url}/v1", api_key="k", timeout=10) as provider,
    ):
        purchase = ImagePurchase(
            provider=provider,
            storage=storage,
            media=MediaFetcher(trusted=[f"{url}/v1"], largest=LARGEST_PICTURE),
            inspect=inspect,
            pause=asyncio.sleep,
            stopwatch=monotonic,
            patience=1,
            retry_delay=0.1,
        )
        yield Studio(provider, purchase, storage, control)


@pytest.mark.parametrize(
    ("model", "size"),
    [
        (GPT, "1024x1024"),
        (GPT, "1536x1024"),
        (GPT, "1024x1536"),
        (GPT, "auto"),
        ("gpt-image-2.5-flare", "1024x1024"),
        (DALL_E, "1024x1024"),
        (DALL_E, "1792x1024"),
        (DALL_E, "1024x1792"),
    ],
)
async def test_a_picture_is_bought_and_brought_home(studio: Studio, model: str, size: str) -> None:
    image_id = uuid4()
    outcome = await studio.purchase.buy(order("a cat \U0001f408", model, size), image_id)
    assert isinstance(outcome, Delivered)
    bought = Bought.of(outcome.brought)
    if model == DALL_E:
        assert bought.revised_prompt == "A picture: a cat \U0001f408"
        assert bought.kept is None
        assert bought.url
        kept = await studio.purchase.fetch(bought.url, image_id)
    else:
        assert (bought.revised_prompt, bought.url) == (None, None)
        assert bought.kept
        kept = bought.kept
    wanted = "1024x1024" if size == "auto" else size
    assert f"{kept.width}x{kept.height}" == wanted
    assert kept.stored.key == f"images/{image_id}/original.png"
    content = b"".join([piece async for piece in studio.storage.open(kept.stored.key)])
    facts = await inspect(content)
    assert (facts.kind, f"{facts.width}x{facts.height}") == (MediaKind.PNG, wanted)
    assert await studio.accepted() == {"a cat \U0001f408": 1}


@pytest.mark.parametrize("model", [GPT, DALL_E])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("0002", ErrorCode.PROVIDER_AUTH),
        ("0003", ErrorCode.VALIDATION),
        ("0004", ErrorCode.VALIDATION),
        ("0005", ErrorCode.PROVIDER_ERROR),
        ("0008", ErrorCode.QUOTA_EXCEEDED),
        ("0015", ErrorCode.QUOTA_EXCEEDED),
    ],
)
async def test_a_refusal_costs_nothing(
    studio: Studio, number: str, code: ErrorCode, model: str
) -> None:
    outcome = await studio.generated(f"a cat {number}", model)
    assert isinstance(outcome, Refused)
    assert outcome.code is code
    assert await studio.accepted() == {}


async def test_the_person_reads_why_the_safety_system_refused(studio: Studio) -> None:
    outcome = await studio.generated("a cat 0004")
    assert isinstance(outcome, Refused)
    assert "safety system" in outcome.reason


async def test_a_size_that_the_model_does_not_take_is_refused(studio: Studio) -> None:
    outcome = await studio.provider.generate(order("a cat", DALL_E, "512x512"))
    assert isinstance(outcome, Refused)
    assert (outcome.code, "512x512" in outcome.reason) == (ErrorCode.PROVIDER_ERROR, True)


@pytest.mark.parametrize("number", ["0007", "0018"])
async def test_a_rate_limit_says_how_long_to_wait(studio: Studio, number: str) -> None:
    outcome = await studio.generated(f"a cat {number}")
    assert isinstance(outcome, RateLimitedByProvider)
    assert outcome.retry_after == 1
    assert await studio.accepted() == {}


@pytest.mark.parametrize("number", ["0009", "0010", "0012", "0013", "0022", "0023"])
async def test_an_accepted_order_without_a_picture_is_unknown(studio: Studio, number: str) -> None:
    prompt = f"a cat {number}"
    assert isinstance(await studio.generated(prompt), OutcomeUnknown)
    assert await studio.accepted() == {prompt: 1}


@pytest.mark.parametrize("number", ["0017", "0019", "0020", "0021"])
async def test_a_paid_picture_that_is_none_is_unknown_and_not_stored(
    studio: Studio, number: str
) -> None:
    outcome = await studio.purchase.buy(order(f"a cat {number}"), uuid4())
    assert isinstance(outcome, OutcomeUnknown)
    assert [found async for found in studio.storage.list_objects()] == []
    assert await studio.accepted() == {f"a cat {number}": 1}


async def test_a_refusal_before_the_door_is_unknown_too(studio: Studio) -> None:
    assert isinstance(await studio.generated("a cat 0014"), OutcomeUnknown)


@pytest.mark.parametrize(("prompt", "hang"), [("a cat 0011", None), ("a dog", "hang")])
async def test_an_answer_that_never_comes_is_unknown(
    studio: Studio, prompt: str, hang: str | None
) -> None:
    await studio.steer(timeScale=0.05, imageStatus=hang)
    url = str(studio.control.base_url).rstrip("/")
    async with OpenAIImages(base_url=f"{url}/v1", api_key="k", timeout=0.5) as hasty:
        assert isinstance(await hasty.generate(order(prompt)), OutcomeUnknown)
    assert await studio.accepted() == {prompt: 1}


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("0016", "HTTP 404"),
        ("0017", "the picture is damaged"),
        ("0019", "the bytes are no png or jpg or webp file"),
        ("0020", "it has too many pixels"),
        ("0021", "it is too large"),
    ],
)
async def test_an_address_that_brings_no_picture_is_refused_and_nothing_is_stored(
    studio: Studio, number: str, reason: str
) -> None:
    url = await studio.address(f"a cat {number}")
    error = MediaUnavailable if number == "0016" else MediaRefused
    with pytest.raises(error) as raised:
        await studio.purchase.fetch(url, uuid4())
    assert raised.value.params["reason"] == reason
    assert [found async for found in studio.storage.list_objects()] == []


async def test_an_address_that_works_late_is_brought_home_without_paying_again(
    studio: Studio,
) -> None:
    url, image_id = await studio.address("a cat 0006"), uuid4()
    for _ in range(2):
        with pytest.raises(MediaUnavailable):
            await studio.purchase.fetch(url, image_id)
    assert (await studio.purchase.fetch(url, image_id)).width == 1024
    assert await studio.accepted() == {"a cat 0006": 1}


@pytest.mark.parametrize("model", [DALL_E, GPT])
async def test_an_address_inside_of_the_house_is_not_visited(studio: Studio, model: str) -> None:
    outcome = await studio.purchase.buy(order("a cat 0024", model), uuid4())
    assert isinstance(outcome, Delivered)
    url = Bought.of(outcome.brought).url
    assert url == "http://169.254.169.254/latest/meta-data/picture.png"
    with pytest.raises(MediaRefused) as raised:
        await studio.purchase.fetch(url, uuid4())
    assert raised.value.params["reason"] == "its host is not on the public Internet"
