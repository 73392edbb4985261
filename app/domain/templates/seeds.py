"""Everybody's templates: the texts of this release, and how the rows are brought in line.

A row is changed when its seed is another one than in the release before. Rows without a seed stay:
they may be the operator's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from app.domain.identity import new_id
from app.domain.templates.lyric_seeds import LYRIC_SEEDS
from app.domain.templates.model import PromptTemplate, new_template
from app.domain.templates.picture_seeds import PICTURE_SEEDS
from app.domain.templates.seed import Seed
from app.domain.templates.song_seeds import SONG_SEEDS

SEEDS: Final = (*LYRIC_SEEDS, *SONG_SEEDS, *PICTURE_SEEDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What a release changes in everybody's templates."""

    added: list[PromptTemplate] = field(default_factory=list)
    changed: list[PromptTemplate] = field(default_factory=list)


def release_of(seeds: Sequence[Seed], present: Sequence[PromptTemplate], now: datetime) -> Release:
    """What is missing from everybody's templates, and the next edition of what differs."""
    rows = {template.key: template for template in present}
    release = Release()
    for seed in seeds:
        row = rows.get(seed.key)
        if row is None:
            new = new_template(seed.key, seed.content, template_id=new_id(), user_id=None, now=now)
            release.added.append(new)
        elif row.content != seed.content:
            release.changed.append(row.changed(seed.content, now))
    return release
