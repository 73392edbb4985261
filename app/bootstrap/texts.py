"""What carries texts to those who read along while they are written."""

from __future__ import annotations

from arq.connections import ArqRedis

from app.domain.language.ports import TextDrafts
from app.infra.live.texts import LiveTexts


def live_texts(redis: ArqRedis, drafts: TextDrafts) -> LiveTexts:
    """The texts of one process. Whoever reads or listens takes connections of its own."""
    return LiveTexts(redis, drafts)
