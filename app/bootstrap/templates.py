"""Prompt templates."""

from __future__ import annotations

from app.domain.ports import Clock
from app.domain.templates.content import TemplateRules
from app.domain.templates.service import TemplateService
from app.infra.database import transaction
from app.infra.repositories.prompt_templates import PromptTemplateRepository
from app.infra.settings import Settings


def template_service(settings: Settings, clock: Clock) -> TemplateService:
    """The use-cases of prompt templates; they may name models of both providers."""
    models = dict.fromkeys([*settings.template_models, *settings.openai_chat_models])
    return TemplateService(
        templates=PromptTemplateRepository(),
        rules=TemplateRules(models=tuple(models)),
        transaction=transaction,
        clock=clock,
    )
