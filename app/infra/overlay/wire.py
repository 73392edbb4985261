"""How overlays and what came of them travel between the studio and the process that draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from app.domain.errors import Scalar
from app.domain.overlay.layout import Layout
from app.domain.overlay.model import Overlay


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be drawn; the bytes of the source follow in a frame of their own."""

    overlay: Overlay
    max_edge: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What was drawn; the bytes of the PNG follow in a frame of their own."""

    width: int
    height: int
    layout: Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing that was wrong with the question."""

    key: str
    path: tuple[str, ...]
    params: dict[str, Scalar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why nothing was drawn; no frame follows."""

    problems: tuple[Mistake, ...]


QUESTIONS: Final = TypeAdapter(Question)
ANSWERS: Final[TypeAdapter[Drawn | Refused]] = TypeAdapter(Drawn | Refused)
