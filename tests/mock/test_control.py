from __future__ import annotations

import httpx
import pytest

from tests.mock.conftest import RunningMock

SETTINGS = {
    "timeScale": 1.0,
    "balance": 2544,
    "concurrencyLimit": None,
    "billingStatus": None,
    "stemStatus": None,
    "imageStatus": None,
    "costsStatus": None,
    "chatStatus": None,
    "ollamaStatus": None,
    "tokenDelay": 0.02,
    "splitLines": True,
}
NO_TEXTS = {
    "acceptedTextsByPrompt": {},
    "textStreams": {"open": 0, "peakOpen": 0, "finished": 0, "broken": 0, "abandoned": 0},
}


async def test_everything_received_is_listed_in_order(mock: RunningMock) -> None:
    job_id = (await mock.song("la la", prompt="pop", n=1)).json()["id"]
    await mock.song("")
    await mock.query(job_id)
    await mock.client.get("/nowhere", params={"key": "canary-key"})
    records = await mock.received()
    assert [record["sequence"] for record in records] == list(
        range(records[0]["sequence"], records[0]["sequence"] + 4)
    )
    for record in records:
        assert record.pop("at") == mock.clock.now
        record.pop("sequence")
    assert records == [
        {
            "method": "POST",
            "path": "/v1/song/generate",
            "body": {"lyrics": "la la", "prompt": "pop", "n": 1},
            "status": 200,
            "accepted": True,
            "jobId": job_id,
        },
        {
            "method": "POST",
            "path": "/v1/song/generate",
            "body": {"lyrics": ""},
            "status": 400,
            "accepted": False,
            "jobId": None,
        },
        {
            "method": "GET",
            "path": f"/v1/song/query/{job_id}",
            "body": None,
            "status": 200,
            "accepted": False,
            "jobId": None,
        },
        {
            "method": "GET",
            "path": "/nowhere",
            "body": None,
            "status": 404,
            "accepted": False,
            "jobId": None,
        },
    ]


async def test_the_key_is_kept_nowhere(mock: RunningMock) -> None:
    await mock.song("la la")
    await mock.song("la 0002")
    await mock.client.get("/v1/account/billing", params={"key": "canary-key"})
    for path in ("/_mock/requests", "/_mock/summary", "/_mock/settings"):
        assert "canary-key" not in (await mock.client.get(path)).text


async def test_a_body_that_is_no_json_is_listed_as_null(mock: RunningMock) -> None:
    await mock.client.post("/v1/song/generate", content=b"{")
    assert (await mock.received())[0]["body"] is None


async def test_requests_are_filtered_by_the_start_of_their_path(mock: RunningMock) -> None:
    await mock.song("la la")
    await mock.instrumental("calm")
    await mock.query("12345678901234")
    paths = [record["path"] for record in await mock.received("/v1/song/")]
    assert paths == ["/v1/song/generate", "/v1/song/query/12345678901234"]


async def test_totals_are_counted_by_endpoint_and_status(mock: RunningMock) -> None:
    await mock.song("la la")
    await mock.song("la 0008")
    await mock.query("12345678901234")
    await mock.query("12345678901235")
    await mock.client.get("/nowhere")
    await mock.client.get("/v1/song/generate")
    summary = await mock.summary()
    assert (summary["received"], summary["accepted"]) == (6, 1)
    assert summary["totals"] == {
        "/v1/song/generate": {"200": 1, "429": 1, "405": 1},
        "/v1/song/query/{id}": {"200": 2},
        "(no such path)": {"404": 1},
    }


async def test_unknown_paths_and_methods_are_answered_in_json(mock: RunningMock) -> None:
    nowhere = await mock.client.get("/nowhere")
    wrong_method = await mock.client.delete("/v1/song/generate")
    assert (nowhere.status_code, wrong_method.status_code) == (404, 405)
    assert nowhere.json()["error"]["message"]
    assert wrong_method.headers["Allow"] == "POST"


async def test_a_reset_leads_back_to_the_start(mock: RunningMock) -> None:
    await mock.steer(timeScale=0.5, balance=1, concurrencyLimit=3, billingStatus=503)
    await mock.song("la 0007")
    await mock.song("la 0007")
    await mock.song("la 0003")
    job_id = await mock.last_job_id()
    assert (await mock.client.delete("/_mock/requests")).status_code == 204
    assert (await mock.client.get("/_mock/settings")).json() == SETTINGS
    assert await mock.received() == []
    summary = await mock.summary()
    assert summary == {
        "received": 0,
        "accepted": 0,
        "totals": {},
        "mureka": {
            "acceptedSongsByLyricsHash": {},
            "acceptedInstrumentalsByPrompt": {},
            "acceptedStemsByUrl": {},
            "inFlight": 0,
            "peakInFlight": 0,
        },
        "openai": {"acceptedImagesByPrompt": {}, **NO_TEXTS},
        "ollama": NO_TEXTS,
    }
    assert (await mock.song("la 0007")).status_code == 429
    assert (await mock.query(job_id)).json()["status"] == "succeeded"


async def test_settings_change_together_and_are_answered(mock: RunningMock) -> None:
    changed = {"timeScale": 0.25, "balance": 0, "concurrencyLimit": 2, "billingStatus": "hang"}
    answer = await mock.steer(**changed)
    assert answer.json() == {**SETTINGS, **changed}
    assert (await mock.client.get("/_mock/settings")).json() == answer.json()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"timescale": 1}',
        b'{"timeScale": "fast"}',
        b'{"timeScale": -1}',
        b'{"timeScale": 1001}',
        b'{"timeScale": true}',
        b'{"timeScale": null}',
        b'{"balance": 1.5}',
        b'{"balance": null}',
        b'{"concurrencyLimit": 0}',
        b'{"concurrencyLimit": "2"}',
        b'{"billingStatus": 200}',
        b'{"billingStatus": 600}',
        b'{"billingStatus": "slow"}',
        b'{"stemStatus": true}',
        b'{"stemStatus": "slow"}',
        b'{"billingStatus": "quota"}',
        b'{"balance": 1, "stemStatus": 1}',
        b'{"tokenDelay": -0.1}',
        b'{"tokenDelay": 61}',
        b'{"splitLines": 1}',
        b'{"chatStatus": 399}',
        b'{"ollamaStatus": "away"}',
    ],
)
async def test_a_wrong_setting_is_refused_and_nothing_changes(
    mock: RunningMock, body: bytes
) -> None:
    answer = await mock.client.patch("/_mock/settings", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
    assert (await mock.client.get("/_mock/settings")).json() == SETTINGS


async def test_steering_needs_no_key(mock: RunningMock) -> None:
    async with httpx.AsyncClient(base_url=mock.url) as stranger:
        assert (await stranger.get("/_mock/summary")).status_code == 200
