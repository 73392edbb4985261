from __future__ import annotations

import hashlib

import httpx
import pytest

from tests.mock.conftest import RunningMock


async def test_the_account_has_a_balance_and_one_slot(mock: RunningMock) -> None:
    account = (await mock.client.get("/v1/account/billing")).json()
    assert account.pop("trace_id")
    assert account == {
        "account_id": 1_000_001,
        "balance": 2544,
        "total_recharge": 3000,
        "total_spending": 456,
        "concurrent_request_limit": 1,
    }


@pytest.mark.parametrize(
    ("balance", "recharge", "spending"), [(0, 3000, 3000), (-5, 3000, 3005), (9000, 9000, 0)]
)
async def test_the_balance_can_be_set_and_the_account_adds_up(
    mock: RunningMock, balance: int, recharge: int, spending: int
) -> None:
    await mock.steer(balance=balance)
    account = (await mock.client.get("/v1/account/billing")).json()
    assert (account["balance"], account["total_recharge"], account["total_spending"]) == (
        balance,
        recharge,
        spending,
    )


async def test_the_account_tells_the_limit_in_force(mock: RunningMock) -> None:
    await mock.steer(concurrencyLimit=4)
    account = (await mock.client.get("/v1/account/billing")).json()
    assert account["concurrent_request_limit"] == 4


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
async def test_billing_can_be_out_of_order(mock: RunningMock, status: int) -> None:
    await mock.steer(billingStatus=status)
    answer = await mock.client.get("/v1/account/billing")
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
    await mock.steer(billingStatus=None)
    assert (await mock.client.get("/v1/account/billing")).status_code == 200


async def test_billing_can_hang(mock: RunningMock) -> None:
    await mock.steer(billingStatus="hang")
    with pytest.raises(httpx.ReadTimeout):
        await mock.client.get("/v1/account/billing", timeout=0.2)


async def test_stems_are_a_zip_that_expires_in_a_day(mock: RunningMock) -> None:
    answer = await mock.client.post("/v1/song/stem", json={"url": f"{mock.url}/media/1-0.mp3"})
    assert answer.status_code == 200
    stems = answer.json()
    assert stems["expires_at"] == int(mock.clock.now) + 24 * 3600
    assert stems["zip_url"].startswith(f"{mock.url}/media/")
    archive = await mock.client.get(stems["zip_url"])
    assert archive.headers["Content-Type"] == "application/zip"
    [record] = await mock.received("/v1/song/stem")
    assert record["accepted"]
    assert record["jobId"] in stems["zip_url"]


@pytest.mark.parametrize("url", [None, "", 7, "song.mp3", "ftp://example.org/a.mp3"])
async def test_stems_need_a_url(mock: RunningMock, url: object) -> None:
    assert (await mock.client.post("/v1/song/stem", json={"url": url})).status_code == 400


async def test_accepted_stems_are_counted_by_url(mock: RunningMock) -> None:
    inline = "data:audio/mpeg;base64,AAAA"
    for url in ("https://example.org/a.mp3", "https://example.org/a.mp3", inline):
        await mock.client.post("/v1/song/stem", json={"url": url})
    assert (await mock.summary())["mureka"]["acceptedStemsByUrl"] == {
        "https://example.org/a.mp3": 2,
        hashlib.sha256(inline.encode()).hexdigest(): 1,
    }


async def test_a_stem_status_is_answered_without_accepting(mock: RunningMock) -> None:
    await mock.steer(stemStatus=502)
    answer = await mock.client.post("/v1/song/stem", json={"url": "https://example.org/a.mp3"})
    assert answer.status_code == 502
    assert (await mock.summary())["accepted"] == 0


async def test_a_hanging_stem_is_accepted(mock: RunningMock) -> None:
    await mock.steer(stemStatus="hang")
    with pytest.raises(httpx.ReadTimeout):
        await mock.client.post(
            "/v1/song/stem", json={"url": "https://example.org/a.mp3"}, timeout=0.2
        )
    assert (await mock.summary())["accepted"] == 1


async def test_a_quota_of_stems_can_be_used_up(mock: RunningMock) -> None:
    await mock.steer(stemStatus="quota")
    answer = await mock.client.post("/v1/song/stem", json={"url": "https://example.org/a.mp3"})
    assert answer.status_code == 429
    assert "quota" in answer.json()["error"]["message"]
    assert (await mock.summary())["accepted"] == 0


async def test_stems_can_be_charged_and_not_be_there(mock: RunningMock) -> None:
    wish = {"url": "https://example.org/a.mp3"}
    await mock.steer(stemStatus="empty")
    empty = await mock.client.post("/v1/song/stem", json=wish)
    assert (empty.status_code, list(empty.json())) == (200, ["trace_id"])
    await mock.steer(stemStatus="lost")
    lost = (await mock.client.post("/v1/song/stem", json=wish)).json()
    assert (await mock.client.get(lost["zip_url"])).status_code == 404
    assert (await mock.summary())["accepted"] == 2
