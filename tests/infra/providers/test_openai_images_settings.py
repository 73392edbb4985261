from __future__ import annotations

import pytest
from pydantic import ValidationError

from aitestmock.openai.models import IMAGE_MODELS
from app.infra.settings import Settings


def dev(**values: object) -> Settings:
    """Settings of a developer's machine, whatever its environment says."""
    return Settings(_env_file=None, app_env="dev", **values)  # type: ignore[arg-type]


def test_the_usual_model_is_one_of_those_that_may_be_asked_for() -> None:
    chosen = dev(openai_image_model="b", openai_image_models="a, b")
    assert (chosen.openai_image_model, chosen.openai_image_models) == ("b", ["a", "b"])
    with pytest.raises(ValidationError, match="one of OPENAI_IMAGE_MODELS"):
        dev(openai_image_model="c", openai_image_models="a, b")


def test_the_mock_plays_every_model_that_is_offered_by_default() -> None:
    models = {*Settings.model_fields["openai_image_models"].default}
    assert Settings.model_fields["openai_image_model"].default in models
    assert models <= {*IMAGE_MODELS}


def test_a_worker_that_stops_waits_for_a_picture_that_is_being_paid_for() -> None:
    assert dev(openai_timeout=1000).longest_paid_call == 1000
    assert dev(openai_timeout=1).longest_paid_call == 300


def test_the_key_is_not_shown() -> None:
    assert "canary" not in repr(dev(openai_api_key="canary-key"))
