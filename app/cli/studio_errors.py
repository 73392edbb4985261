"""Why the command line could not begin; the text is for the person."""

from __future__ import annotations


class Misuse(Exception):
    """The command was given something that cannot be right."""
