"""What equipment needs from the outside: rows, a cipher, and somebody to tell of changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from app.domain.equipment.model import Equipment, Origin
from app.domain.equipment.reveals import SecretReveal
from app.domain.errors import Scalar


class UnreadableError(Exception):
    """A token that none of the keys has made, or that was damaged."""


class Cipher(Protocol):
    """Encrypts short texts. No error of it repeats a text or a token."""

    @property
    def ready(self) -> bool:
        """Whether there is a key; without one nothing can be encrypted, and all is unreadable."""
        ...

    def encrypt(self, text: str) -> str:
        """A token by the newest key, another one every time. Raises InvalidState without one."""
        ...

    def decrypt(self, token: str) -> str:
        """The text of a token. Raises UnreadableError."""
        ...

    def is_current(self, token: str) -> bool:
        """Whether the newest key has made a token."""
        ...


class KeyedHash(Protocol):
    """Names a request without telling what it said, not even to whoever guesses."""

    def __call__(self, *values: Scalar) -> str:
        """64 hexadecimal digits, the same for the same values."""
        ...


class Equipments(Protocol):
    """The equipment of all people."""

    async def add(self, equipment: Equipment, origin: Origin | None) -> bool:
        """Keep new equipment; False when the person used the origin's key before."""
        ...

    async def by_key(self, user_id: UUID, idempotency_key: str) -> tuple[Equipment, str] | None:
        """What a person made under this key, and the hash of that request."""
        ...

    async def get(self, equipment_id: UUID, *, user_id: UUID) -> Equipment | None:
        """A piece of equipment of this person."""
        ...

    async def save(self, changed: Equipment, *, previous: Equipment) -> bool:
        """Write a change if version and tokens are still the previous ones."""
        ...

    async def remove(self, equipment_id: UUID, *, user_id: UUID) -> bool:
        """Delete a piece of equipment of this person; False when there is none."""
        ...

    async def page(self, user_id: UUID, *, after: UUID | None, most: int) -> Sequence[Equipment]:
        """The next pieces of equipment of a person in the order of their ids."""
        ...


class Reveals(Protocol):
    """The trail of secrets that were told."""

    async def add(self, reveals: Sequence[SecretReveal]) -> None:
        """Keep entries for good."""
        ...


class EquipmentNews(Protocol):
    """Whoever watches what a person has. A lost word costs a few seconds."""

    async def changed(self, user_id: UUID) -> None:
        """Say that a person's equipment is not what it was. Never raises, never waits long."""
        ...
