"""The list of what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.domain.storage.model import StoredObject


class Catalog(Protocol):
    """What is stored, by key; written in the transaction that makes it count."""

    async def add(self, objects: Sequence[StoredObject]) -> None:
        """Note stored objects."""
        ...
