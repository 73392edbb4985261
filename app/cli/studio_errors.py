"""Why the command line could not do what it was asked; the text is for the person."""

from __future__ import annotations

from studio_client.errors import Refused, Setback, Unreachable

__all__ = ["Misuse", "Refused", "Setback", "Unreachable"]


class Misuse(Exception):
    """The command was given something that cannot be right."""
