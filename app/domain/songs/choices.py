"""What people think of the choices of their songs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.changes import Maybe, Unset
from app.domain.errors import InvalidInput, NotFound
from app.domain.ports import Clock
from app.domain.songs.model import Rating


class RatedChoices(Protocol):
    """The ratings of all choices."""

    async def rate(
        self, choice_id: UUID, rating: Rating | None, at: datetime, *, user_id: UUID
    ) -> bool:
        """Write what a person thinks of a choice of their own; False when there is none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceService:
    """Rating choices."""

    choices: RatedChoices
    clock: Clock

    async def rate(self, user_id: UUID, choice_id: UUID, rating: Maybe[Rating | None]) -> None:
        """Rate a choice; None takes the rating back. Raises InvalidInput and NotFound."""
        if isinstance(rating, Unset):
            raise InvalidInput("choice.rating_missing", "rating")
        if not await self.choices.rate(choice_id, rating, self.clock.now(), user_id=user_id):
            raise NotFound("choice.not_found", "choice_id")
