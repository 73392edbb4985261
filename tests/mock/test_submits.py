from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.mock.conftest import RunningMock

ENDPOINTS = [
    ("POST", "/v1/song/generate"),
    ("POST", "/v1/instrumental/generate"),
    ("GET", "/v1/song/query/12345678901234"),
    ("GET", "/v1/instrumental/query/12345678901234"),
    ("POST", "/v1/song/stem"),
    ("GET", "/v1/account/billing"),
]


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
@pytest.mark.parametrize("header", [None, "", "Bearer", "Basic a2V5", "canary-key"])
async def test_every_endpoint_asks_for_a_bearer_token(
    mock: RunningMock, method: str, path: str, header: str | None
) -> None:
    headers = {} if header is None else {"Authorization": header}
    async with httpx.AsyncClient(base_url=mock.url) as stranger:
        answer = await stranger.request(method, path, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"lyrics": ""},
        {"lyrics": " \n\t"},
        {"lyrics": None},
        {"lyrics": 7},
        {"lyrics": "la", "prompt": "p" * 1025},
        {"lyrics": "la", "prompt": ["pop"]},
        {"lyrics": "la", "n": 0},
        {"lyrics": "la", "n": 4},
        {"lyrics": "la", "n": "2"},
        {"lyrics": "la", "n": True},
        {"lyrics": "la", "n": 1.5},
        {"lyrics": "la", "model": 7},
        {"lyrics": "la", "prompt": "pop", "reference_id": "1"},
    ],
)
async def test_a_song_with_wrong_fields_is_refused_and_not_accepted(
    mock: RunningMock, fields: dict[str, object]
) -> None:
    answer = await mock.client.post("/v1/song/generate", json=fields)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
    assert (await mock.summary())["accepted"] == 0


@pytest.mark.parametrize("fields", [{}, {"prompt": ""}, {"prompt": " "}, {"prompt": "p" * 1025}])
async def test_an_instrumental_with_a_wrong_prompt_is_refused(
    mock: RunningMock, fields: dict[str, object]
) -> None:
    answer = await mock.client.post("/v1/instrumental/generate", json=fields)
    assert answer.status_code == 400


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"lyrics"', b'{"lyrics": "\xff"}'])
@pytest.mark.parametrize(
    "path", ["/v1/song/generate", "/v1/instrumental/generate", "/v1/song/stem"]
)
async def test_a_body_that_is_no_json_object_is_refused(
    mock: RunningMock, path: str, body: bytes
) -> None:
    answer = await mock.client.post(path, content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


async def test_a_body_above_16_mebibytes_is_refused_before_it_is_kept(mock: RunningMock) -> None:
    answer = await mock.client.post("/v1/song/generate", content=b"x" * (16 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert await mock.received() == []


async def test_prompts_of_1024_characters_and_one_to_three_choices_are_accepted(
    mock: RunningMock,
) -> None:
    for n in (1, 2, 3):
        song = await mock.finished_song("la la", prompt="ü" * 1024, n=n)
        assert len(song["choices"]) == n


async def test_a_submit_is_answered_with_a_job_id_of_14_digits(mock: RunningMock) -> None:
    answer = await mock.song("la la", prompt="pop", model="auto", n=2)
    assert answer.status_code == 200
    job = answer.json()
    assert len(job["id"]) == 14
    assert job["id"].isdecimal()
    assert job["created_at"] == int(mock.clock.now)
    assert job["model"] == "mureka-7.5"
    assert job["status"] == "preparing"
    assert job["trace_id"]


async def test_a_named_model_is_kept(mock: RunningMock) -> None:
    assert (await mock.song("la", model="mureka-6")).json()["model"] == "mureka-6"


async def test_a_client_that_hangs_up_inside_its_body_is_not_accepted(mock: RunningMock) -> None:
    host, _, port = mock.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        b"POST /v1/song/generate HTTP/1.1\r\nHost: mock\r\nAuthorization: Bearer key\r\n"
        b'Content-Length: 100\r\n\r\n{"lyrics":"la"}'
    )
    writer.write_eof()
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()
    await mock.song("the next one")
    assert [record["body"] for record in await mock.received()] == [{"lyrics": "the next one"}]
    assert (await mock.summary())["accepted"] == 1
