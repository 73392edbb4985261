"""The adapter against the mock that everybody develops with, over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from decimal import Decimal

import httpx
import pytest
import pytest_asyncio

from aitestmock.app import create_mock
from aitestmock.server import serving
from app.domain.errors import ErrorCode, ProviderTimeout, ProviderUnavailable
from app.domain.jobs.outcomes import Accepted, OutcomeUnknown, RateLimitedByProvider, Refused
from app.domain.songs.provider import Busy, CancelledUpstream, Failed, Finished, SongOrder, Waiting
from app.domain.storage.media import MediaKind, kind_of
from app.domain.storage.ports import MediaUnavailable
from app.infra.providers.fetch import MediaFetcher
from app.infra.providers.mureka import Mureka


class Clock:
    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Studio:
    provider: Mureka
    media: MediaFetcher
    clock: Clock
    control: httpx.AsyncClient

    async def ordered(self, words: str, *, instrumental: bool = False) -> str:
        outcome = await self.provider.submit(order(words, instrumental=instrumental))
        assert isinstance(outcome, Accepted)
        self.clock.now += 400
        return outcome.reference

    async def finished(self, words: str, *, instrumental: bool = False) -> Finished:
        reference = await self.ordered(words, instrumental=instrumental)
        outcome = await self.provider.poll(reference, instrumental=instrumental)
        assert isinstance(outcome, Finished)
        return outcome


def order(words: str, *, instrumental: bool = False) -> SongOrder:
    return SongOrder(
        lyrics=None if instrumental else words,
        prompt=words,
        model="auto",
        choices=2,
        instrumental=instrumental,
    )


@pytest_asyncio.fixture
async def studio() -> AsyncIterator[Studio]:
    clock = Clock()
    async with (
        serving(create_mock(clock=clock)) as url,
        httpx.AsyncClient(base_url=url) as control,
        Mureka(base_url=url, api_key="k", timeout=1.5, billing_timeout=1) as provider,
    ):
        yield Studio(provider, MediaFetcher(trusted=[url]), clock, control)


@pytest.mark.parametrize("instrumental", [False, True])
async def test_a_song_is_ordered_awaited_and_brought_home(
    studio: Studio, *, instrumental: bool
) -> None:
    accepted = await studio.provider.submit(order("la 0001", instrumental=instrumental))
    assert isinstance(accepted, Accepted)
    waiting = await studio.provider.poll(accepted.reference, instrumental=instrumental)
    assert isinstance(waiting, Waiting)
    studio.clock.now += 400
    done = await studio.provider.poll(accepted.reference, instrumental=instrumental)
    assert isinstance(done, Finished)
    assert [choice.index for choice in done.choices] == [0, 1]
    assert done.model == accepted.model
    for choice in done.choices:
        assert (choice.duration_ms or 0) > 0
        assert (choice.lyrics_sections is None) is instrumental
        for url, kind in ((choice.mp3_url, MediaKind.MP3), (choice.flac_url, MediaKind.FLAC)):
            assert url is not None
            async with studio.media.fetch(url) as download:
                content = b"".join([chunk async for chunk in download.chunks])
            assert kind_of(content) is kind
            assert len(content) == download.byte_size


@pytest.mark.parametrize(
    ("number", "code"), [("0002", ErrorCode.PROVIDER_AUTH), ("0008", ErrorCode.QUOTA_EXCEEDED)]
)
async def test_a_refused_order_carries_its_code(
    studio: Studio, number: str, code: ErrorCode
) -> None:
    outcome = await studio.provider.submit(order(f"la {number}"))
    assert isinstance(outcome, Refused)
    assert outcome.code is code


async def test_a_rate_limited_order_says_how_long_to_wait(studio: Studio) -> None:
    outcome = await studio.provider.submit(order("la 0018"))
    assert isinstance(outcome, RateLimitedByProvider)
    assert outcome.retry_after == 60


@pytest.mark.parametrize("number", ["0010", "0011", "0012", "0013", "0014"])
async def test_an_order_whose_answer_is_lost_has_an_unknown_outcome(
    studio: Studio, number: str
) -> None:
    assert isinstance(await studio.provider.submit(order(f"la {number}")), OutcomeUnknown)
    received = (await studio.control.get("/_mock/requests")).json()
    assert len([one for one in received if one["path"] == "/v1/song/generate"]) == 1


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("0003", ErrorCode.PROVIDER_ERROR),
        ("0004", ErrorCode.PROVIDER_TIMEOUT),
        ("0019", ErrorCode.PROVIDER_ERROR),
    ],
)
async def test_a_failed_song_carries_its_code_and_reason(
    studio: Studio, number: str, code: ErrorCode
) -> None:
    reference = await studio.ordered(f"la {number}")
    outcome = await studio.provider.poll(reference, instrumental=False)
    assert isinstance(outcome, Failed)
    assert outcome.code is code
    assert outcome.reason


async def test_a_song_cancelled_at_the_provider_is_seen(studio: Studio) -> None:
    reference = await studio.ordered("la 0005")
    assert await studio.provider.poll(reference, instrumental=False) == CancelledUpstream()


@pytest.mark.parametrize("number", ["0006", "0015"])
async def test_a_busy_provider_answers_after_two_polls(studio: Studio, number: str) -> None:
    reference = await studio.ordered(f"la {number}")
    outcomes = [await studio.provider.poll(reference, instrumental=False) for _ in range(3)]
    assert [type(outcome) for outcome in outcomes] == [Busy, Busy, Finished]


async def test_a_song_without_choices_is_finished_and_empty(studio: Studio) -> None:
    assert (await studio.finished("la 0009")).choices == ()


@pytest.mark.parametrize("number", ["0016", "0017"])
async def test_media_that_cannot_be_had_now_may_be_tried_again(studio: Studio, number: str) -> None:
    url = (await studio.finished(f"la {number}")).choices[0].mp3_url
    assert url is not None
    with pytest.raises(MediaUnavailable):
        async with studio.media.fetch(url) as download:
            assert [chunk async for chunk in download.chunks]


async def test_the_account_shows_the_balance(studio: Studio) -> None:
    account = await studio.provider.account()
    assert account.balance == Decimal(2544)
    assert account.concurrent_request_limit == 1


async def test_an_account_that_is_away_is_unavailable_or_late(studio: Studio) -> None:
    await studio.control.patch("/_mock/settings", json={"billingStatus": 503})
    with pytest.raises(ProviderUnavailable):
        await studio.provider.account()
    await studio.control.patch("/_mock/settings", json={"billingStatus": "hang"})
    with pytest.raises(ProviderTimeout):
        await studio.provider.account()
