"""What a model is asked to write by a template, and what becomes of its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Self
from uuid import UUID

from app.domain.idempotency import payload_hash
from app.domain.language.model import Ending, Provider, Role, TextOrder, Turn
from app.domain.templates.answers import cleaned
from app.domain.templates.generation import NO_OVERRIDES, Overrides, PreparedPrompt
from app.domain.text import Checks

LONGEST_CONTEXT: Final = 20_000
LONGEST_NEW_TITLE: Final = 50
"""Of a title that a model finds: as long as that of a song may be when it is ordered."""

_FACTS: Final = "facts"
_LOOSE_ENDS: Final = " \t,;:-\u2013\u2014"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWish:
    """A person's wish for a text.

    `context` is read by the model before everything else, `instructions` after `input`.
    """

    category: str
    action: str
    input: str
    instructions: str | None = None
    context: str | None = None
    overrides: Overrides = NO_OVERRIDES
    idempotency_key: str | None = None

    def check_context(self) -> None:
        """The context is up to 20,000 characters. Raises InvalidInput."""
        checks = Checks()
        checks.text("context", self.context or "", longest=LONGEST_CONTEXT)
        checks.raise_problems()

    @property
    def payload_hash(self) -> str:
        """SHA-256 of the wish without its idempotency key, as hexadecimal digits."""
        overrides = self.overrides
        return payload_hash(
            self.category,
            self.action,
            self.input,
            self.instructions,
            self.context,
            overrides.model,
            overrides.temperature,
            overrides.max_tokens,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRequest:
    """A prepared prompt and whose model answers it: what the request of a job holds."""

    prompt: PreparedPrompt
    provider: Provider

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """What was kept as JSON."""
        prompt = stored["prompt"]
        return cls(
            prompt=PreparedPrompt(**{**prompt, "template_id": UUID(prompt["template_id"])}),
            provider=Provider(stored["provider"]),
        )

    def as_json(self) -> dict[str, Any]:
        """The same as JSON."""
        prompt = {**asdict(self.prompt), "template_id": str(self.prompt.template_id)}
        return {"prompt": prompt, "provider": self.provider.value}

    def order(self, context_window: int | None) -> TextOrder:
        """What the model is asked for."""
        return TextOrder(
            model=self.prompt.model,
            turns=(Turn(role=Role.USER, content=self.prompt.text),),
            temperature=self.prompt.temperature,
            max_tokens=self.prompt.max_tokens,
            context_window=context_window,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """What the provider said of an answer: tokens, and whether a limit cut it short.

    None where it did not say.
    """

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cut_short: bool = False

    @classmethod
    def of(cls, checkpoint: Mapping[str, Any]) -> Self | None:
        """What the checkpoint of a job says, once its text is there."""
        stored = checkpoint.get(_FACTS)
        return None if stored is None else cls(**stored)

    @classmethod
    def of_ending(cls, ending: Ending | None) -> Self:
        """What the end of an answer says."""
        if ending is None:
            return cls()
        return cls(
            prompt_tokens=ending.prompt_tokens,
            completion_tokens=ending.completion_tokens,
            cut_short=ending.cut_short,
        )

    def checkpoint(self) -> dict[str, Any]:
        """The same as JSON."""
        return {_FACTS: asdict(self)}


def title_of(answer: str) -> str:
    """The title in a model's answer: its first line, cut at a word to 50 characters.

    Empty when there is none.
    """
    line = next((each for each in cleaned(answer).splitlines() if each.strip()), "")
    title = " ".join(cleaned(line).split())
    if len(title) <= LONGEST_NEW_TITLE:
        return title
    whole, space, _ = title[: LONGEST_NEW_TITLE + 1].rpartition(" ")
    return (whole if space else title[:LONGEST_NEW_TITLE]).rstrip(_LOOSE_ENDS)
