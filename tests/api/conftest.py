"""The API twice: with compiled reads, and once more without where that makes a difference.

What no plan and no look answers is answered by the resolvers either way, by the same code. So a
test runs the second way only when its name is in `both_ways.txt`, and fails the first way when it
should be there.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final

import pytest

from app.asgi import assemble
from app.bootstrap import Studio
from app.infra.metrics import EVENTS_DELIVERED
from app.infra.settings import Settings
from app.readpath.run import ReadPath
from tests.studio import running_studio, served

BOTH_WAYS: Final = frozenset(Path(__file__).with_name("both_ways.txt").read_text().split())


def _runs_both_ways(item: pytest.Item) -> bool:
    return item.nodeid.partition("[")[0].removeprefix("tests/api/") in BOTH_WAYS


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what would only be repeated."""
    left_out = [
        item for item in items if item.get_closest_marker("resolvers") and not _runs_both_ways(item)
    ]
    if left_out:
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(
    scope="session",
    params=[
        pytest.param(True, id="compiled"),
        pytest.param(False, id="resolvers", marks=pytest.mark.resolvers),
    ],
)
async def running(
    settings: Settings, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[Studio, str, ReadPath | None]]:
    """The studio of all tests of the API."""
    settings = settings.model_copy(update={"readpath": request.param})
    async with running_studio(settings) as studio:
        app = assemble(studio)
        async with served(app) as url:
            yield studio, url, app.state.reads


@pytest.fixture(autouse=True)
def both_ways(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test of which only one way is run although the ways could differ."""
    parameters = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    if "running" not in parameters or _runs_both_ways(request.node):
        yield
        return
    reads: ReadPath | None = request.getfixturevalue("running")[2]
    before = _answered_by_other_code(reads)
    yield
    assert _answered_by_other_code(reads) == before, (
        f"{request.node.nodeid.partition('[')[0]} reads what is compiled, or follows events: "
        "it belongs into tests/api/both_ways.txt"
    )


def _answered_by_other_code(reads: ReadPath | None) -> tuple[float, ...]:
    """How much so far was not left to the resolvers, or was tried without them first."""
    delivered = sum(each.value for metric in EVENTS_DELIVERED.collect() for each in metric.samples)
    if reads is None:
        return (delivered,)
    counts = reads.counts
    return counts.compiled, counts.replayed.total(), counts.lost, delivered
