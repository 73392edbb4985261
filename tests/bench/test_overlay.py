from __future__ import annotations

from typing import Any

import pytest

from bench.overlay import verdicts


def pictures(times: float, part: float) -> dict[str, Any]:
    good = {"ours": {"times_less_cpu": [20.0, 19.0, 21.0], "bytes_ratio": 0.9}}
    return {
        "good": good,
        "other": {"ours": {"times_less_cpu": [times, 1.0, 30.0], "bytes_ratio": part}},
    }


@pytest.mark.parametrize(
    ("times", "part", "held"),
    [
        (8.0, 1.0, [True, True]),
        (7.99, 1.0, [True, False]),
        (8.0, 1.001, [False, True]),
        (8.0, 1.101, [False, False]),
        (2.99, 0.5, [False, False]),
    ],
)
def test_what_is_wanted_is_held_by_every_picture_or_misses_are_named(
    times: float, part: float, held: list[bool]
) -> None:
    lines = list(verdicts(pictures(times, part)))

    assert [line.endswith(": with every picture") for line in lines] == held
    assert [line.endswith(": not with other") for line in lines] == [not each for each in held]
