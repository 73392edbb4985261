from __future__ import annotations

import pytest

from app.domain.users.sessions import NO_DEVICE, Device


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 200),
        (" Firefox\0\n 1 ", "Firefox 1"),
        ("\ud800", None),
        (" ", None),
        (None, None),
    ],
)
def test_a_client_is_known_by_200_characters(told: str | None, kept: str | None) -> None:
    assert Device.of(user_agent=told, address=None).user_agent == kept


def test_an_address_has_room_for_the_longest_of_ipv6() -> None:
    longest = "0000:0000:0000:0000:0000:ffff:192.168.100.228"
    assert Device.of(user_agent=None, address=longest).address == longest
    assert Device.of(user_agent=None, address=longest + "%eth0").address == longest
    assert Device.of(user_agent="", address="") == NO_DEVICE
