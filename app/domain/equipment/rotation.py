"""Encrypting everything with the newest key, beside a working studio and as often as needed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from app.domain.equipment.ports import Cipher, UnreadableError

AT_ONCE: Final = 200
"""Records that are read at a time."""


class TokenFate(StrEnum):
    """What became of one token."""

    ROTATED = "rotated"
    WOULD_ROTATE = "would_rotate"
    ALREADY = "already"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """The tokens of one record by the names of its secrets; None where there is none."""

    id: UUID
    tokens: Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """What became of a token, and of which secret of which record."""

    id: UUID
    name: str
    fate: TokenFate


class SealedTokens(Protocol):
    """The tokens of all people."""

    async def batch(self, *, after: UUID | None, most: int) -> Sequence[Sealed]:
        """The next records with a token, in the order of their ids."""
        ...

    async def token(self, record: UUID, name: str) -> str | None:
        """A token as it is now; None when it or its record is gone."""
        ...

    async def replace(self, record: UUID, name: str, *, old: str, new: str) -> bool:
        """Write a new token where the old one still is. The record's version stays."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """Replaces each token of an older key by one of the newest.

    Every replacement is kept by itself and only where the old token still is, so that a run may be
    killed, repeated, and run beside another one and beside people who change their secrets.
    """

    tokens: SealedTokens
    cipher: Cipher

    async def run(self, *, dry_run: bool) -> AsyncGenerator[Turned, None]:
        """Go through all tokens once; `dry_run` writes nothing."""
        after: UUID | None = None
        while batch := await self.tokens.batch(after=after, most=AT_ONCE):
            for sealed in batch:
                for name, token in sealed.tokens.items():
                    fate = await self._turn(sealed.id, name, token, dry_run=dry_run)
                    if fate is not None:
                        yield Turned(id=sealed.id, name=name, fate=fate)
            after = batch[-1].id

    async def _turn(
        self, record: UUID, name: str, token: str | None, *, dry_run: bool
    ) -> TokenFate | None:
        while token is not None:
            if self.cipher.is_current(token):
                return TokenFate.ALREADY
            try:
                text = self.cipher.decrypt(token)
            except UnreadableError:
                return TokenFate.UNREADABLE
            if dry_run:
                return TokenFate.WOULD_ROTATE
            new = self.cipher.encrypt(text)
            if await self.tokens.replace(record, name, old=token, new=new):
                return TokenFate.ROTATED
            token = await self.tokens.token(record, name)
        return None
