"""What works on lyrics: people's rules, the tools that follow them, and saved architectures."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.lyrics.architectures.service import ArchitectureService
from app.domain.lyrics.rules.cleaner import RuleCleaner
from app.domain.lyrics.rules.service import LyricRuleService
from app.domain.lyrics.service import LyricToolService
from app.domain.ports import Clock
from app.infra.database import transaction
from app.infra.patterns.engine import PatternEngine
from app.infra.repositories.lyric_architectures import ArchitectureRepository
from app.infra.repositories.lyric_rules import LyricRuleRepository


@dataclass(frozen=True, slots=True, kw_only=True)
class LyricServices:
    """The use-cases of lyrics."""

    rules: LyricRuleService
    tools: LyricToolService
    architectures: ArchitectureService


def lyric_services(patterns: PatternEngine, clock: Clock) -> LyricServices:
    """The use-cases of lyrics, whose patterns run in one engine."""
    rules, architectures = LyricRuleRepository(), ArchitectureRepository()
    cleaner = RuleCleaner(rules=rules, patterns=patterns)
    return LyricServices(
        rules=LyricRuleService(
            rules=rules, patterns=patterns, transaction=transaction, clock=clock
        ),
        tools=LyricToolService(architectures=architectures, cleaner=cleaner),
        architectures=ArchitectureService(
            architectures=architectures, cleaner=cleaner, transaction=transaction, clock=clock
        ),
    )
