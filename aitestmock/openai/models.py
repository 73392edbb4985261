"""The models of the OpenAI part, and what each of the image models takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from aitestmock.openai.endpoints import route
from aitestmock.openai.errors import unknown_model
from aitestmock.responses import Json

_CREATED = 1_745_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFamily:
    """The image models that take the same parameters.

    `choices` are the values of each optional parameter, its default first. `by_url` families
    answer an address unless Base64 is asked for, the others only ever answer Base64.
    """

    longest_prompt: int
    most_pictures: int
    choices: dict[str, tuple[str, ...]]
    by_url: bool


DALL_E = ImageFamily(
    longest_prompt=4000,
    most_pictures=1,
    choices={
        "size": ("1024x1024", "1792x1024", "1024x1792"),
        "quality": ("standard", "hd"),
        "style": ("vivid", "natural"),
        "response_format": ("url", "b64_json"),
    },
    by_url=True,
)
GPT_IMAGE = ImageFamily(
    longest_prompt=32_000,
    most_pictures=10,
    choices={
        "size": ("auto", "1024x1024", "1536x1024", "1024x1536"),
        "quality": ("auto", "low", "medium", "high"),
        "background": ("auto", "opaque", "transparent"),
        "output_format": ("png", "jpeg", "webp"),
        "moderation": ("auto", "low"),
    },
    by_url=False,
)
IMAGE_MODELS = {
    "dall-e-3": DALL_E,
    "gpt-image-1": GPT_IMAGE,
    "gpt-image-1-mini": GPT_IMAGE,
    "gpt-image-1.5": GPT_IMAGE,
    "gpt-image-2": GPT_IMAGE,
    "gpt-image-2.5-flare": GPT_IMAGE,
    "gpt-image-2.5-sunburst": GPT_IMAGE,
    "gpt-image-2.6-flare": GPT_IMAGE,
    "gpt-image-2.6-sunburst": GPT_IMAGE,
}
CHAT_MODELS = (
    "gpt-5.2",
    "gpt-5.1",
    "gpt-5",
    "gpt-5-mini",
    "gpt-5-nano",
    "gpt-4.1",
    "gpt-4.1-mini",
    "gpt-4.1-nano",
    "gpt-4o",
    "gpt-4o-mini",
    "gpt-4-turbo",
    "gpt-3.5-turbo",
    "o3",
    "o3-mini",
    "o4-mini",
)
_MODELS = (*IMAGE_MODELS, *CHAT_MODELS)


def model_routes() -> Sequence[BaseRoute]:
    """The list of models, and each of them."""
    return [route("GET", "/v1/models", _models), route("GET", "/v1/models/{id}", _model)]


async def _models(_request: Request) -> Response:
    return Json({"object": "list", "data": [_described(model) for model in _MODELS]})


async def _model(request: Request) -> Response:
    model = request.path_params["id"]
    if model not in _MODELS:
        raise unknown_model(model)
    return Json(_described(model))


def _described(model: str) -> dict[str, object]:
    return {"id": model, "object": "model", "created": _CREATED, "owned_by": "system"}
