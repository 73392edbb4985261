from __future__ import annotations

import base64
import io
from typing import Any

import httpx
import pytest
from PIL import Image

from aitestmock.openai.pictures import BOMB_PIXELS, HUGE_BYTES
from tests.mock.conftest import RunningMock

DALL_E = "dall-e-3"
GPT = "gpt-image-1"


async def painted(mock: RunningMock, prompt: str = "a cat", **fields: object) -> httpx.Response:
    """The answer to an order, at once unless the test turned the clock's scale up."""
    body = {"model": GPT, "prompt": prompt, **fields}
    given = {name: value for name, value in body.items() if value is not None}
    return await mock.client.post("/v1/images/generations", json=given)


@pytest.fixture(autouse=True)
async def _at_once(mock: RunningMock) -> None:
    await mock.steer(timeScale=0)


def error_of(answer: httpx.Response) -> dict[str, Any]:
    error = answer.json()["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    assert error["message"]
    return dict(error)


async def accepted(mock: RunningMock) -> dict[str, int]:
    return dict((await mock.summary())["openai"]["acceptedImagesByPrompt"])


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def content_of(answer: httpx.Response) -> bytes:
    return base64.b64decode(answer.json()["data"][0]["b64_json"], validate=True)


@pytest.mark.parametrize("size", ["1024x1024", "1792x1024", "1024x1792"])
async def test_dall_e_answers_the_address_of_a_picture_of_the_asked_size(
    mock: RunningMock, size: str
) -> None:
    answer = (await painted(mock, model=DALL_E, size=size)).json()
    assert answer["created"] == mock.clock.now
    (one,) = answer["data"]
    assert one.keys() == {"url", "revised_prompt"}
    assert "a cat" in one["revised_prompt"]
    async with httpx.AsyncClient() as nobody:
        download = await nobody.get(one["url"])
    assert download.headers["content-type"] == "image/png"
    picture = opened(download.content)
    assert (picture.format, f"{picture.width}x{picture.height}") == ("PNG", size)


async def test_dall_e_answers_base64_when_it_is_asked_for(mock: RunningMock) -> None:
    answer = await painted(mock, model=DALL_E, response_format="b64_json")
    assert answer.json()["data"][0].keys() == {"b64_json", "revised_prompt"}
    assert opened(content_of(answer)).size == (1024, 1024)


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ("1024x1024", "1024x1024"),
        ("1536x1024", "1536x1024"),
        ("1024x1536", "1024x1536"),
        ("auto", "1024x1024"),
        (None, "1024x1024"),
    ],
)
async def test_gpt_image_answers_base64_its_choices_and_its_tokens(
    mock: RunningMock, size: str | None, said: str
) -> None:
    answer = await painted(mock, size=size)
    fields = answer.json()
    assert fields["data"][0].keys() == {"b64_json"}
    assert (fields["size"], fields["output_format"]) == (said, "png")
    assert (fields["quality"], fields["background"]) == ("medium", "opaque")
    assert fields["usage"]["total_tokens"] == (
        fields["usage"]["input_tokens"] + fields["usage"]["output_tokens"]
    )
    picture = opened(content_of(answer))
    assert (picture.format, picture.mode) == ("PNG", "RGB")
    assert f"{picture.width}x{picture.height}" == said


@pytest.mark.parametrize("image_format", ["png", "jpeg", "webp"])
async def test_gpt_image_paints_in_the_asked_format(mock: RunningMock, image_format: str) -> None:
    answer = await painted(mock, output_format=image_format)
    assert opened(content_of(answer)).format == image_format.upper()
    assert answer.json()["output_format"] == image_format


async def test_each_prompt_has_its_own_picture_and_always_the_same(mock: RunningMock) -> None:
    first, again, other = [
        opened(content_of(await painted(mock, prompt))).tobytes()
        for prompt in ("a cat", "a cat", "a dog 🐕")
    ]
    assert first == again != other


async def test_several_pictures_of_one_order_differ(mock: RunningMock) -> None:
    pictures = [one["b64_json"] for one in (await painted(mock, n=3)).json()["data"]]
    assert len(set(pictures)) == 3


@pytest.mark.parametrize(
    ("fields", "param", "code"),
    [
        ({"prompt": None}, "prompt", "missing_required_parameter"),
        ({"prompt": ""}, "prompt", "missing_required_parameter"),
        ({"prompt": 5}, "prompt", "invalid_type"),
        ({"model": None}, "model", "missing_required_parameter"),
        ({"size": "512x512"}, "size", "invalid_value"),
        ({"size": "1792x1024"}, "size", "invalid_value"),
        ({"size": "1536x1024", "model": DALL_E}, "size", "invalid_value"),
        ({"size": "auto", "model": DALL_E}, "size", "invalid_value"),
        ({"response_format": "b64_json"}, "response_format", "unknown_parameter"),
        ({"style": "vivid"}, "style", "unknown_parameter"),
        ({"output_format": "png", "model": DALL_E}, "output_format", "unknown_parameter"),
        ({"output_format": "bmp"}, "output_format", "invalid_value"),
        ({"quality": "hd"}, "quality", "invalid_value"),
        ({"n": 0}, "n", "invalid_value"),
        ({"n": 11}, "n", "invalid_value"),
        ({"n": 2, "model": DALL_E}, "n", "invalid_value"),
        ({"n": True}, "n", "invalid_type"),
        ({"prompt": "a" * 32_001}, "prompt", "string_above_max_length"),
        ({"prompt": "a" * 4001, "model": DALL_E}, "prompt", "string_above_max_length"),
    ],
)
async def test_a_wrong_order_is_a_400_that_names_the_parameter(
    mock: RunningMock, fields: dict[str, object], param: str, code: str
) -> None:
    answer = await painted(mock, **{"prompt": "a cat", **fields})  # type: ignore[arg-type]
    assert answer.status_code == 400
    error = error_of(answer)
    assert (error["type"], error["param"], error["code"]) == ("invalid_request_error", param, code)
    assert await accepted(mock) == {}


@pytest.mark.parametrize(("model", "longest"), [(DALL_E, 4000), (GPT, 32_000)])
async def test_the_longest_prompt_is_taken(mock: RunningMock, model: str, longest: int) -> None:
    assert (await painted(mock, "ü" * longest, model=model)).status_code == 200


@pytest.mark.parametrize("body", [b"{", b"[]", b""])
async def test_a_body_that_is_no_object_is_a_400(mock: RunningMock, body: bytes) -> None:
    answer = await mock.client.post("/v1/images/generations", content=body)
    assert answer.status_code == 400
    assert error_of(answer)["type"] == "invalid_request_error"


async def test_an_unknown_model_is_a_404(mock: RunningMock) -> None:
    answer = await painted(mock, model="dall-e-2")
    assert answer.status_code == 404
    assert error_of(answer)["code"] == "model_not_found"


@pytest.mark.parametrize("authorization", ["", "Bearer", "Basic abc", "sk-test"])
async def test_an_order_without_a_key_is_a_401(mock: RunningMock, authorization: str) -> None:
    answer = await mock.client.post(
        "/v1/images/generations",
        json={"model": GPT, "prompt": "a cat"},
        headers={"Authorization": authorization},
    )
    assert answer.status_code == 401
    assert error_of(answer)["code"] == "invalid_api_key"


@pytest.mark.parametrize(
    ("number", "status", "kind", "code"),
    [
        ("0002", 401, "invalid_request_error", "invalid_api_key"),
        ("0003", 400, "invalid_request_error", "content_policy_violation"),
        ("0004", 400, "image_generation_user_error", "moderation_blocked"),
        ("0005", 404, "invalid_request_error", "model_not_found"),
        ("0008", 429, "insufficient_quota", "insufficient_quota"),
        ("0014", 502, "server_error", None),
        ("0015", 400, "invalid_request_error", "billing_hard_limit_reached"),
        ("0018", 429, "requests", "rate_limit_exceeded"),
    ],
)
async def test_a_refused_order_is_not_counted(
    mock: RunningMock, number: str, status: int, kind: str, code: str | None
) -> None:
    answer = await painted(mock, f"a cat {number}")
    error = error_of(answer)
    assert (answer.status_code, error["type"], error["code"]) == (status, kind, code)
    assert await accepted(mock) == {}


async def test_0007_accepts_the_third_order_with_the_same_prompt(mock: RunningMock) -> None:
    await mock.steer(timeScale=0.5)
    prompts = ("one 0007 0s", "one 0007 0s", "two 0007 0s", "one 0007 0s")
    first, second, other, third = [await painted(mock, prompt) for prompt in prompts]
    for refused in (first, second, other):
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "10")
        assert error_of(refused)["code"] == "rate_limit_exceeded"
    assert third.status_code == 200
    assert await accepted(mock) == {"one 0007 0s": 1}


@pytest.mark.parametrize("number", ["0001", "0099", "0010", "0012", "0009", "0023", "0024"])
async def test_an_accepted_order_is_counted_whatever_its_client_gets_to_see(
    mock: RunningMock, number: str
) -> None:
    prompt = f"a cat {number}"
    await painted(mock, prompt)
    await painted(mock, prompt)
    assert await accepted(mock) == {prompt: 2}
    records = await mock.received("/v1/images")
    assert [record["accepted"] for record in records] == [True, True]
    assert records[0]["body"]["prompt"] == prompt
    assert len({record["jobId"] for record in records}) == 2


async def test_0010_is_an_error_after_acceptance(mock: RunningMock) -> None:
    answer = await painted(mock, "a cat 0010")
    assert answer.status_code == 500
    assert error_of(answer)["type"] == "server_error"


async def test_0009_0012_and_0023_are_answers_without_a_picture(mock: RunningMock) -> None:
    empty, malformed, page = [await painted(mock, f"a {n}") for n in ("0009", "0012", "0023")]
    assert {answer.status_code for answer in (empty, malformed, page)} == {200}
    assert empty.json()["data"] == []
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        malformed.json()
    assert page.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("number", ["0013", "0022"])
async def test_0013_hangs_up_and_0022_stops_in_the_middle(mock: RunningMock, number: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await painted(mock, f"a cat {number}")
    assert await accepted(mock) == {f"a cat {number}": 1}


async def test_0011_holds_the_connection_open(mock: RunningMock) -> None:
    await mock.steer(timeScale=1)
    with pytest.raises(httpx.ReadTimeout):
        await mock.client.post(
            "/v1/images/generations",
            json={"model": GPT, "prompt": "a cat 0011 0s"},
            timeout=httpx.Timeout(5, read=0.3),
        )
    assert await accepted(mock) == {"a cat 0011 0s": 1}


async def test_a_picture_takes_its_time(mock: RunningMock) -> None:
    await mock.steer(timeScale=1)
    with pytest.raises(httpx.ReadTimeout):
        await mock.client.post(
            "/v1/images/generations",
            json={"model": GPT, "prompt": "a cat 30s"},
            timeout=httpx.Timeout(5, read=0.3),
        )


@pytest.mark.parametrize("model", [DALL_E, GPT])
@pytest.mark.parametrize(
    ("number", "reason"), [("0019", "identify"), ("0017", "truncated"), ("0020", "exceeds limit")]
)
async def test_0017_0019_and_0020_are_no_pictures_to_be_opened(
    mock: RunningMock, number: str, reason: str, model: str
) -> None:
    answer = await painted(mock, f"a cat {number}", model=model)
    url = answer.json()["data"][0].get("url")
    content = (await mock.client.get(url)).content if url else content_of(answer)
    with pytest.raises((OSError, Image.DecompressionBombError, SyntaxError), match=reason):
        opened(content)
    assert len(content) < 1024 * 1024


def test_the_bomb_is_a_bomb() -> None:
    assert BOMB_PIXELS[0] * BOMB_PIXELS[1] > 8 * 30_000_000


async def test_0021_is_more_than_anybody_wants(mock: RunningMock) -> None:
    sizes = []
    url = (await painted(mock, "a cat 0021", model=DALL_E)).json()["data"][0]["url"]
    for method, address in (("POST", "/v1/images/generations"), ("GET", url)):
        body = {"model": GPT, "prompt": "a cat 0021"} if method == "POST" else None
        async with mock.client.stream(method, address, json=body) as answer:
            assert answer.status_code == 200
            sizes.append(sum([len(chunk) async for chunk in answer.aiter_raw()]))
    assert all(size > HUGE_BYTES for size in sizes)


async def test_0006_is_an_address_that_works_the_third_time(mock: RunningMock) -> None:
    url = (await painted(mock, "a cat 0006", model=DALL_E)).json()["data"][0]["url"]
    statuses = [(await mock.client.get(url)).status_code for _ in range(4)]
    assert statuses == [503, 503, 200, 200]


async def test_0016_is_an_address_with_nothing_behind_it(mock: RunningMock) -> None:
    url = (await painted(mock, "a cat 0016", model=DALL_E)).json()["data"][0]["url"]
    assert (await mock.client.get(url)).status_code == 404


@pytest.mark.parametrize("model", [DALL_E, GPT])
async def test_0024_points_at_a_private_address(mock: RunningMock, model: str) -> None:
    answer = await painted(mock, "a cat 0024", model=model)
    assert answer.json()["data"] == [{"url": "http://169.254.169.254/latest/meta-data/picture.png"}]


@pytest.mark.parametrize("name", ["x.png", "..%2Fx.png", f"{'0' * 64}-1x1.png", "a-99999x1.png"])
async def test_no_other_picture_can_be_had(mock: RunningMock, name: str) -> None:
    assert (await mock.client.get(f"/pictures/{name}")).status_code == 404


@pytest.mark.parametrize(
    ("status", "code"), [(401, "invalid_api_key"), (429, "rate_limit_exceeded"), (503, None)]
)
async def test_the_endpoint_can_be_put_out_of_order(
    mock: RunningMock, status: int, code: str | None
) -> None:
    await mock.steer(imageStatus=status)
    answer = await painted(mock)
    assert (answer.status_code, error_of(answer)["code"]) == (status, code)
    assert await accepted(mock) == {}


async def test_the_endpoint_can_be_made_to_hang_after_acceptance(mock: RunningMock) -> None:
    await mock.steer(timeScale=1, imageStatus="hang")
    with pytest.raises(httpx.ReadTimeout):
        await mock.client.post(
            "/v1/images/generations",
            json={"model": GPT, "prompt": "a cat"},
            timeout=httpx.Timeout(5, read=0.3),
        )
    assert await accepted(mock) == {"a cat": 1}


async def test_a_reset_forgets_the_counts(mock: RunningMock) -> None:
    for _ in range(2):
        await painted(mock, "a cat 0007")
    await mock.client.delete("/_mock/requests")
    assert await accepted(mock) == {}
    assert (await painted(mock, "a cat 0007")).status_code == 429
