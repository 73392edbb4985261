"""What a model is asked to go on from, whichever provider's language it was said in."""

from __future__ import annotations

from dataclasses import dataclass

from aitestmock.directions import duration_in, scenario_number, tokens_in
from aitestmock.talk.scenarios import Scenario, scenario_of

NO_DURATION = -1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One thing that was said; `role` is system, developer, user, assistant or tool."""

    role: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOrder:
    """A valid order. `most_tokens` bounds the answer, None does not."""

    model: str
    turns: tuple[Turn, ...]
    stream: bool
    most_tokens: int | None = None

    @property
    def words(self) -> str:
        """What the person said last."""
        return next((turn.content for turn in reversed(self.turns) if turn.role == "user"), "")

    @property
    def scenario(self) -> Scenario:
        """The behaviour asked for."""
        return scenario_of(scenario_number(self.words))

    @property
    def duration(self) -> float | None:
        """Unscaled seconds that the answer is spread over; None where nothing was asked for."""
        seconds = duration_in(self.words, NO_DURATION)
        return None if seconds == NO_DURATION else seconds

    @property
    def tokens(self) -> int | None:
        """How many tokens the answer shall have; None where nothing was asked for."""
        return tokens_in(self.words)

    @property
    def prompt_tokens(self) -> int:
        """The words of all that was said."""
        return sum(len(turn.content.split()) for turn in self.turns)
