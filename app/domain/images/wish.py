"""What the request of a job of IMAGE says, and what was made of it before it is ordered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Self
from uuid import UUID

from app.domain.images.model import ImageForm, image_prefix
from app.domain.images.provider import ImageOrder
from app.domain.images.styles import ImageStyles
from app.domain.jobs.model import Job
from app.domain.writing.model import TextRequest

_IMPROVEMENT: Final = "improvement"
_IMPROVED: Final = "improved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """What models are asked for before a picture is ordered; None: nothing."""

    prompt: TextRequest | None = None
    title: TextRequest | None = None

    @classmethod
    def of(cls, request: Mapping[str, Any]) -> Self:
        """What a job's request says."""
        stored = request.get(_IMPROVEMENT, {})
        return cls(**{name: TextRequest.of(asked) for name, asked in stored.items()})

    def request(self) -> dict[str, Any]:
        """The same as a part of a request."""
        asked = {"prompt": self.prompt, "title": self.title}
        stored = {name: each.as_json() for name, each in asked.items() if each}
        return {_IMPROVEMENT: stored} if stored else {}

    @property
    def wanted(self) -> bool:
        """Whether anything is asked for."""
        return self.prompt is not None or self.title is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Improved:
    """What models have answered; None: nothing."""

    prompt: str | None = None
    title: str | None = None

    @classmethod
    def of(cls, checkpoint: Mapping[str, Any]) -> Self | None:
        """What a job's checkpoint says; None before the models have answered."""
        stored = checkpoint.get(_IMPROVED)
        return None if stored is None else cls(**stored)

    def checkpoint(self) -> dict[str, Any]:
        """The same as a part of a checkpoint."""
        return {_IMPROVED: asdict(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The picture that is to be, what is ordered, and what models are asked for before."""

    image_id: UUID
    form: ImageForm
    improvement: Improvement = field(default_factory=Improvement)

    @classmethod
    def of(cls, request: Mapping[str, Any]) -> Self:
        """What a job's request says."""
        form = dict(request["form"])
        styles = ImageStyles.stored(form.pop("styles"))
        return cls(
            image_id=UUID(request["image_id"]),
            form=ImageForm(**form, styles=styles),
            improvement=Improvement.of(request),
        )

    @classmethod
    def of_job(cls, job: Job) -> Self:
        """The same, with what models have answered so far."""
        wish, improved = cls.of(job.request), Improved.of(job.checkpoint)
        return wish if improved is None else wish.improved(improved)

    def improved(self, improved: Improved) -> Self:
        """The same wish with what models have answered."""
        form = self.form if improved.prompt is None else self.form.improved(improved.prompt)
        return replace(self, form=replace(form, title=form.title or improved.title))

    def request(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "image_id": str(self.image_id),
            "form": asdict(self.form),
            **self.improvement.request(),
        }

    @property
    def order(self) -> ImageOrder:
        """What the provider is asked for."""
        form = self.form
        return ImageOrder(prompt=form.final_prompt, model=form.model, size=form.size)

    @property
    def prefix(self) -> str:
        """Where everything that belongs to the picture is stored."""
        return image_prefix(self.image_id)
