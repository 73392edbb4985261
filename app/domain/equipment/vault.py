"""Secrets on their way into a record and out of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from app.domain.equipment.model import Equipment, EquipmentChanges
from app.domain.equipment.ports import Cipher, UnreadableError
from app.domain.equipment.secrets import Price, Revealed
from app.domain.errors import DecryptionFailed, InvalidState


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """Encrypts what is kept and decrypts what is told. Without a key it can do neither."""

    cipher: Cipher

    def demand_key(self, *path: str) -> None:
        """Raise InvalidState unless there is a key."""
        if not self.cipher.ready:
            raise InvalidState("equipment.no_key", *path)

    def tokens(
        self, changes: EquipmentChanges, current: Mapping[str, str | None] | None = None
    ) -> dict[str, str | None]:
        """The tokens of the secrets that are given, by name; None for none.

        A `current` token of the same text stays. Raises InvalidState for a secret without a key.
        """
        return {
            name: None if text is None else self._token(name, text, (current or {}).get(name))
            for name, text in changes.secrets().items()
        }

    def copied(self, token: str | None, name: str) -> str | None:
        """A token of its own for the same text. Raises InvalidState and DecryptionFailed."""
        if token is None:
            return None
        self.demand_key(name)
        try:
            return self.cipher.encrypt(self.cipher.decrypt(token))
        except UnreadableError as error:
            raise DecryptionFailed("equipment.unreadable", name) from error

    def opened(self, equipment: Equipment) -> Revealed:
        """All secrets that can be read. Raises InvalidState when there are some and no key."""
        texts: dict[str, Any] = {}
        unreadable: list[str] = []
        for name, token in equipment.tokens().items():
            if token is None:
                continue
            self.demand_key("id")
            try:
                text = self.cipher.decrypt(token)
                texts[name] = Price.of(text) if name == "price" else text
            except (UnreadableError, ValueError):
                unreadable.append(name)
        return Revealed(**texts, unreadable=tuple(unreadable))

    def price(self, token: str) -> Price | None:
        """What a price says, or None where it cannot be read."""
        with suppress(UnreadableError, ValueError):
            return Price.of(self.cipher.decrypt(token))
        return None

    def _token(self, name: str, text: str, current: str | None) -> str:
        self.demand_key(name)
        if current is not None:
            with suppress(UnreadableError):
                if self.cipher.decrypt(current) == text:
                    return current
        return self.cipher.encrypt(text)
