from __future__ import annotations

from collections import Counter

import pytest

from bench.rounds import order_of_round


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_every_round_has_every_system_once(count: int) -> None:
    systems = [f"system {number}" for number in range(count)]

    assert all(sorted(order_of_round(systems, number)) == systems for number in range(1, 20))


def test_two_systems_go_first_equally_often() -> None:
    first = Counter(order_of_round(["ours", "L"], number)[0] for number in range(1, 9))

    assert first == {"ours": 4, "L": 4}
