"""What a client submits, checked as the provider checks it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import orjson

from aitestmock.directions import duration_in, scenario_number
from aitestmock.mureka.errors import ApiError
from aitestmock.mureka.scenarios import Scenario, scenario_of

LONGEST_PROMPT = 1024
MOST_CHOICES = 3
DEFAULT_CHOICES = 2
DEFAULT_MODEL = "mureka-7.5"
_INSTEAD_OF_A_PROMPT = ("reference_id", "vocal_id", "melody_id")


class Kind(StrEnum):
    """What can be generated; the value is the path segment."""

    SONG = "song"
    INSTRUMENTAL = "instrumental"

    @property
    def default_duration(self) -> float:
        """Seconds a job takes unless its prompt says otherwise."""
        return 30.0 if self is Kind.SONG else 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """A valid request to generate something; `lyrics` is empty for an instrumental."""

    kind: Kind
    lyrics: str = ""
    prompt: str = ""
    model: str = DEFAULT_MODEL
    choices: int = DEFAULT_CHOICES

    @property
    def scenario(self) -> Scenario:
        """The behaviour asked for in the lyrics of a song, else in the prompt."""
        return scenario_of(scenario_number(self.lyrics) or scenario_number(self.prompt))

    @property
    def duration(self) -> float:
        """Unscaled seconds until the job is finished."""
        return duration_in(self.prompt, self.kind.default_duration)

    @property
    def words(self) -> str:
        """What makes a submit unique: SHA-256 of a song's lyrics, else the prompt itself."""
        if self.kind is Kind.INSTRUMENTAL:
            return self.prompt
        return hashlib.sha256(self.lyrics.encode()).hexdigest()


def read_object(body: bytes) -> Mapping[str, object]:
    """The body as a JSON object; anything else is a 400."""
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise ApiError(400, "The request body is not valid JSON.") from error
    if not isinstance(content, dict):
        raise ApiError(400, "The request body must be a JSON object.")
    return content


def read_submit(kind: Kind, body: bytes) -> Submit:
    """The submit a request body describes; ApiError 400 names what is wrong with it."""
    content = read_object(body)
    lyrics = _text(content, "lyrics") if kind is Kind.SONG else ""
    if kind is Kind.SONG and not lyrics.strip():
        raise ApiError(400, "lyrics is required.")
    prompt = _text(content, "prompt")
    if len(prompt) > LONGEST_PROMPT:
        raise ApiError(400, f"prompt must not be longer than {LONGEST_PROMPT} characters.")
    instead = [name for name in _INSTEAD_OF_A_PROMPT if _text(content, name)]
    if kind is Kind.SONG and prompt and instead:
        raise ApiError(400, f"prompt and {instead[0]} are mutually exclusive.")
    if kind is Kind.INSTRUMENTAL and not prompt.strip() and not _text(content, "instrumental_id"):
        raise ApiError(400, "prompt or instrumental_id is required.")
    model = _text(content, "model")
    return Submit(
        kind=kind,
        lyrics=lyrics,
        prompt=prompt,
        model=DEFAULT_MODEL if model in {"", "auto"} else model,
        choices=_choices(content),
    )


def _text(content: Mapping[str, object], name: str) -> str:
    value = content.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ApiError(400, f"{name} must be a string.")
    return value


def _choices(content: Mapping[str, object]) -> int:
    value = content.get("n")
    if value is None:
        return DEFAULT_CHOICES
    if isinstance(value, bool) or not isinstance(value, int):
        raise ApiError(400, "n must be an integer.")
    if not 1 <= value <= MOST_CHOICES:
        raise ApiError(400, f"n must be between 1 and {MOST_CHOICES}.")
    return value
