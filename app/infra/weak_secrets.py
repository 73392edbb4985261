"""Which secrets are none."""

from __future__ import annotations

from typing import Final

SHORTEST_SECRET: Final = 32
"""Characters."""
FEWEST_CHARACTERS: Final = 8
"""Different ones; a random text of hexadecimal digits has more, however unlucky it is."""

_GIVEAWAYS: Final = ("changeme", "change-me", "change_me", "your-secret", "your_secret", "example")

_DEFAULTS: Final = frozenset(
    {"admin", "minioadmin", "password", "postgres", "root", "secret", "studio", "valkey"}
)
"""Passwords that images and instructions bring along."""


def is_weak(secret: str) -> bool:
    """Whether a text is short, monotonous, or tells that it was copied from somewhere."""
    few = len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_CHARACTERS
    return few or any(giveaway in secret.lower() for giveaway in _GIVEAWAYS)


def is_default(password: str) -> bool:
    """Whether a password is one that everybody tries first."""
    return password.lower() in _DEFAULTS or any(each in password.lower() for each in _GIVEAWAYS)
