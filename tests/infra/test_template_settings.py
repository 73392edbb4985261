from __future__ import annotations

import pytest

from app.bootstrap.templates import template_service
from app.infra.clock import SystemClock
from app.infra.settings import Settings


def test_the_operator_says_which_models_of_both_providers_templates_may_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TEMPLATE_MODELS", " gemma3:4b,, gpt-oss:20b ,")
    monkeypatch.setenv("OPENAI_CHAT_MODELS", "gpt-5,gemma3:4b")
    settings = Settings(_env_file=None, app_env="dev")
    rules = template_service(settings, SystemClock()).rules
    assert rules.models == ("gemma3:4b", "gpt-oss:20b", "gpt-5")
