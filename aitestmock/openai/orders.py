"""What a client orders, checked as the provider checks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from aitestmock.directions import duration_in, scenario_number
from aitestmock.openai.errors import (
    OpenAIError,
    missing,
    unknown_model,
    wrong_type,
    wrong_value,
)
from aitestmock.openai.models import IMAGE_MODELS, ImageFamily
from aitestmock.openai.scenarios import Scenario, scenario_of

DEFAULT_DURATION = 2.0
AUTO_SIZE = "1024x1024"

_ALWAYS = {"model", "prompt", "n", "user"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageOrder:
    """A valid order; `choices` has every optional parameter of the model's family."""

    model: str
    family: ImageFamily
    prompt: str
    pictures: int
    choices: Mapping[str, str]

    @property
    def scenario(self) -> Scenario:
        """The behaviour asked for in the prompt."""
        return scenario_of(scenario_number(self.prompt))

    @property
    def duration(self) -> float:
        """Unscaled seconds until the picture is there."""
        return duration_in(self.prompt, DEFAULT_DURATION)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        width, height = self.size_text.split("x")
        return int(width), int(height)

    @property
    def size_text(self) -> str:
        """The size as the API writes it."""
        asked = self.choices["size"]
        return AUTO_SIZE if asked == "auto" else asked

    @property
    def image_format(self) -> str:
        """png, jpeg or webp."""
        return self.choices.get("output_format", "png")


def read_order(body: bytes) -> ImageOrder:
    """The order a request body describes; OpenAIError 400 or 404 names what is wrong with it."""
    content = read_object(body)
    prompt = read_text(content, "prompt")
    if not prompt:
        raise missing("prompt")
    model = read_text(content, "model")
    if not model:
        raise missing("model")
    family = IMAGE_MODELS.get(model)
    if family is None:
        raise unknown_model(model)
    for name in content:
        if name not in _ALWAYS and name not in family.choices:
            raise OpenAIError(
                400, f"Unknown parameter: '{name}'.", param=name, code="unknown_parameter"
            )
    if len(prompt) > family.longest_prompt:
        raise OpenAIError(
            400,
            f"Invalid 'prompt': string too long. Expected a string with maximum length "
            f"{family.longest_prompt}, but got a string with length {len(prompt)} instead.",
            param="prompt",
            code="string_above_max_length",
        )
    return ImageOrder(
        model=model,
        family=family,
        prompt=prompt,
        pictures=_count(content, family.most_pictures),
        choices={name: _choice(content, name, known) for name, known in family.choices.items()},
    )


def read_object(body: bytes) -> Mapping[str, object]:
    """The object in a request body. Raises OpenAIError 400."""
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise OpenAIError(400, "We could not parse the JSON body of your request.") from error
    if not isinstance(content, dict):
        raise OpenAIError(400, "The JSON body of your request must be an object.")
    return content


def read_text(content: Mapping[str, object], name: str) -> str:
    """The text of a parameter, empty when there is none. Raises OpenAIError 400."""
    value = content.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise wrong_type(name, "a string")
    return value


def _choice(content: Mapping[str, object], name: str, known: tuple[str, ...]) -> str:
    value = read_text(content, name) or known[0]
    if value not in known:
        raise wrong_value(name, value, ", ".join(f"'{each}'" for each in known))
    return value


def _count(content: Mapping[str, object], most: int) -> int:
    value = content.get("n")
    if value is None:
        return 1
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong_type("n", "an integer")
    if not 1 <= value <= most:
        raise wrong_value("n", value, f"1 to {most}")
    return value
