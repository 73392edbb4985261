"""The provider's bad days: each ends in the right state, and nothing is ever bought twice."""

from __future__ import annotations

import pytest

from tests.api.songs import finished, generate
from tests.studio import Mock, Person

pytestmark = pytest.mark.usefixtures("worker")


@pytest.mark.parametrize(
    ("scenario", "status", "code", "bought"),
    [
        ("0001", "SUCCESS", None, 1),
        ("0002", "FAILURE", "PROVIDER_AUTH", 0),
        ("0003", "FAILURE", "PROVIDER_ERROR", 1),
        ("0004", "FAILURE", "PROVIDER_TIMEOUT", 1),
        ("0005", "CANCELLED", None, 1),
        ("0006", "SUCCESS", None, 1),
        ("0007", "SUCCESS", None, 1),
        ("0008", "FAILURE", "QUOTA_EXCEEDED", 0),
        ("0009", "FAILURE", "PROVIDER_ERROR", 1),
        ("0010", "FAILURE", "OUTCOME_UNKNOWN", 1),
        ("0011", "FAILURE", "OUTCOME_UNKNOWN", 1),
        ("0012", "FAILURE", "OUTCOME_UNKNOWN", 1),
        ("0013", "FAILURE", "OUTCOME_UNKNOWN", 1),
        ("0014", "FAILURE", "OUTCOME_UNKNOWN", 0),
        ("0015", "SUCCESS", None, 1),
        ("0016", "SUCCESS", None, 1),
        ("0018", "FAILURE", "RATE_LIMITED", 0),
        ("0019", "FAILURE", "PROVIDER_ERROR", 1),
    ],
)
async def test_a_scenario_ends_in_the_right_state_and_is_bought_at_most_once(
    ada: Person, mock: Mock, scenario: str, status: str, code: str | None, bought: int
) -> None:
    started = await generate(ada, lyrics=f"scenario {scenario}", prompt="folk, 2s")
    assert started["userErrors"] == []

    song = await finished(ada, started["song"]["id"], within=20)

    assert song["status"] == status, song
    assert (song["error"] or {}).get("code") == code
    submits = await mock.submits()
    assert len(submits) == bought
    if code == "OUTCOME_UNKNOWN":
        assert len(await mock.requests("/v1/song/generate")) == 1


async def test_a_truncated_recording_is_never_kept(ada: Person, mock: Mock) -> None:
    started = await generate(ada, lyrics="scenario 0017", prompt="folk, 2s")

    song = await finished(ada, started["song"]["id"], within=30)

    assert song["status"] == "FAILURE"
    assert song["error"]["code"] == "PROVIDER_UNAVAILABLE"
    assert song["choices"] == []
    assert len(await mock.submits()) == 1


async def test_an_instrumental_has_no_lyrics_and_its_own_endpoint(ada: Person, mock: Mock) -> None:
    started = await generate(ada, lyrics=None, prompt="jazz, 2s", title="Rain", instrumental=True)

    song = await finished(ada, started["song"]["id"])

    assert song["status"] == "SUCCESS"
    assert song["lyrics"] == ""
    [submit] = await mock.submits()
    assert submit["path"] == "/v1/instrumental/generate"
    assert set(submit["body"]) == {"prompt", "model", "n"}
