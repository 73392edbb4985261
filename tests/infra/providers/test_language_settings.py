from __future__ import annotations

import pytest
from pydantic import ValidationError

from aitestmock.ollama.models import MODELS
from aitestmock.openai.models import CHAT_MODELS
from app.bootstrap.language import language
from app.domain.language.model import Provider
from tests.infra.providers.test_openai_images_settings import dev


def test_lists_of_models_are_trimmed_and_have_no_empty_names() -> None:
    chosen = dev(ollama_chat_models=" a:1b, ,b ,", openai_chat_models="c")
    assert (chosen.ollama_chat_models, chosen.openai_chat_models) == (["a:1b", "b"], ["c"])
    assert dev().ollama_chat_models == []


def test_there_is_an_external_model_to_choose() -> None:
    with pytest.raises(ValidationError):
        dev(openai_chat_models=" , ")


def test_a_context_has_a_smallest_size() -> None:
    assert dev(ollama_max_num_ctx=512).ollama_max_num_ctx == 512
    with pytest.raises(ValidationError):
        dev(ollama_max_num_ctx=511)


def test_the_mock_plays_every_model_that_is_offered_by_default() -> None:
    assert {*dev().openai_chat_models} <= {*CHAT_MODELS}
    assert dev().ollama_default_model in MODELS


async def test_without_addresses_the_real_providers_are_meant() -> None:
    speaks = language(dev())
    assert {*speaks.models} == {*Provider}
    await speaks.aclose()
