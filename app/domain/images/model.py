"""Pictures: what a person asks for, and what of it is ordered from a provider."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Self
from uuid import UUID

from app.domain.idempotency import payload_hash
from app.domain.images.styles import ImageStyles
from app.domain.storage.media import MediaKind
from app.domain.storage.model import check_key
from app.domain.text import Checks

LONGEST_USER_PROMPT = 2500
LONGEST_PROMPT = 4000
LONGEST_TITLE = 255
LONGEST_TAGS = 1000
DEFAULT_SIZE = "1024x1024"
PICTURE_KINDS = (MediaKind.PNG, MediaKind.JPEG, MediaKind.WEBP)
"""What a picture may be."""

LONGEST_ARTIST = 100
_HASH_DIGITS = 10


class ModelFamily(StrEnum):
    """The models that take the same sizes and answer in the same shape."""

    DALL_E = "dall-e"
    GPT_IMAGE = "gpt-image"

    @classmethod
    def of(cls, model: str) -> ModelFamily:
        """The family of a model, by its name."""
        return cls.DALL_E if model.startswith(cls.DALL_E) else cls.GPT_IMAGE

    @property
    def sizes(self) -> Mapping[str, str]:
        """The sizes that can be asked for, width before height in pixels, and what is ordered.

        A wide or tall picture of the other family becomes the nearest of the same orientation.
        `auto` leaves the choice to the provider.
        """
        return _SIZES[self]

    @property
    def longest_prompt(self) -> int:
        """How many code points the provider takes."""
        return 4000 if self is ModelFamily.DALL_E else 32_000


_SIZES = {
    ModelFamily.DALL_E: MappingProxyType(
        {size: size for size in ("1024x1024", "1792x1024", "1024x1792")}
    ),
    ModelFamily.GPT_IMAGE: MappingProxyType(
        {
            "1024x1024": "1024x1024",
            "1536x1024": "1536x1024",
            "1024x1536": "1024x1536",
            "1792x1024": "1536x1024",
            "1024x1792": "1024x1536",
            "auto": "auto",
        }
    ),
}


class EnhanceMode(StrEnum):
    """Which words a model finds for what was typed, before a picture is ordered."""

    OFF = "off"
    FAST = "fast"
    QUALITY = "quality"
    COVER = "cover"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRules:
    """What this studio's settings allow; `model` is taken when nobody asks for another."""

    model: str
    models: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRequest:
    """A person's wish for a picture.

    `artist` is told to whoever finds words for a cover. `auto_title`: whether a missing title is
    found, None: where better words are wanted, too.
    """

    prompt: str
    enhance: EnhanceMode = EnhanceMode.OFF
    artist: str | None = None
    auto_title: bool | None = None
    title: str | None = None
    tags: str | None = None
    model: str | None = None
    size: str = DEFAULT_SIZE
    styles: ImageStyles = field(default_factory=ImageStyles)
    idempotency_key: str | None = None

    @property
    def wants_title(self) -> bool:
        """Whether a model shall find the title."""
        asked = self.auto_title
        wanted = self.enhance is not EnhanceMode.OFF if asked is None else asked
        return wanted and not (self.title or "").strip()

    @property
    def payload_hash(self) -> str:
        """SHA-256 of the wish without its idempotency key, as hexadecimal digits."""
        return payload_hash(
            self.prompt,
            self.title,
            self.tags,
            self.model,
            self.size,
            *astuple(self.styles),
            self.enhance,
            self.artist,
            self.auto_title,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageForm:
    """A checked wish, ready to be ordered.

    Three of a picture's four prompts: as typed, as improved (the same without improvement), and
    with the words of the styles (None without any). The fourth is the provider's revision.
    `size` is what is ordered, not what was asked for.
    """

    user_prompt: str
    prompt: str
    enhanced_prompt: str | None
    title: str | None
    tags: str | None = None
    model: str
    size: str
    styles: ImageStyles

    @classmethod
    def of(cls, request: ImageRequest, rules: ImageRules) -> ImageForm:
        """Check a wish. Raises InvalidInput with every problem at once."""
        checks = Checks()
        prompt = checks.required("prompt", request.prompt, longest=LONGEST_USER_PROMPT)
        model = _model(checks, request, rules)
        family = ModelFamily.of(model)
        checks.optional("artist", request.artist, longest=LONGEST_ARTIST)
        form = cls(
            user_prompt=prompt,
            prompt=prompt,
            enhanced_prompt=request.styles.added_to(prompt),
            title=checks.optional("title", request.title, longest=LONGEST_TITLE),
            tags=checks.optional("tags", request.tags, longest=LONGEST_TAGS),
            model=model,
            size=_size(checks, request.size, family),
            styles=request.styles,
        )
        checks.raise_problems()
        return form

    def improved(self, prompt: str) -> Self:
        """The same in better words; what was typed stays known."""
        return replace(self, prompt=prompt, enhanced_prompt=self.styles.added_to(prompt))

    @property
    def overlong(self) -> tuple[int, int] | None:
        """How many code points a prompt has that was made too long, and how many it may have.

        What was typed never is, with the words of all styles.
        """
        longest = ModelFamily.of(self.model).longest_prompt
        limits = ((self.prompt, LONGEST_PROMPT), (self.final_prompt, longest))
        return next(((len(text), most) for text, most in limits if len(text) > most), None)

    @property
    def final_prompt(self) -> str:
        """What the provider is sent."""
        return final_prompt(self.prompt, self.enhanced_prompt)


def final_prompt(prompt: str, enhanced_prompt: str | None) -> str:
    """What a provider is sent for a picture with these two prompts."""
    return prompt if enhanced_prompt is None else enhanced_prompt


def prompt_hash(prompt: str) -> str:
    """The first ten hexadecimal digits of a prompt's MD5. It names a prompt and proves nothing."""
    return hashlib.md5(prompt.encode(), usedforsecurity=False).hexdigest()[:_HASH_DIGITS]


def image_key(image_id: UUID, kind: MediaKind) -> str:
    """Where the bytes of a picture are stored."""
    return check_key(f"{image_prefix(image_id)}original.{kind}")


def image_prefix(image_id: UUID) -> str:
    """Where everything that belongs to a picture is stored."""
    return f"images/{image_id}/"


def _model(checks: Checks, request: ImageRequest, rules: ImageRules) -> str:
    model = rules.model if request.model is None else request.model
    if model not in rules.models:
        checks.problem("model", "image.unknown_model", models=", ".join(rules.models))
    return model


def _size(checks: Checks, size: str, family: ModelFamily) -> str:
    if size not in family.sizes:
        checks.problem("size", "image.size", sizes=", ".join(family.sizes))
    return family.sizes.get(size, size)
