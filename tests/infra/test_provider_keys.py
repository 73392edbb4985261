from __future__ import annotations

import pytest

from app.infra.settings import Settings


@pytest.mark.parametrize("name", ["mureka_api_key", "openai_api_key", "openai_admin_api_key"])
def test_a_key_has_no_blanks_around_it(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name.upper(), "  the-key \n")
    settings = Settings(_env_file=None, app_env="dev")
    assert getattr(settings, name).get_secret_value() == "the-key"
