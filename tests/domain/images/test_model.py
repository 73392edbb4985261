from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from app.domain.errors import InvalidInput
from app.domain.images.model import (
    EnhanceMode,
    ImageForm,
    ImageRequest,
    ImageRules,
    ModelFamily,
    final_prompt,
    image_key,
    prompt_hash,
)
from app.domain.images.styles import (
    FRAGMENTS,
    ArtisticStyle,
    ColorPalette,
    Composition,
    DetailLevel,
    ImageStyles,
    Lighting,
)
from app.domain.storage.media import MediaKind
from app.schema.messages.images import MESSAGES

RULES = ImageRules(model="gpt-image-1", models=("gpt-image-1", "dall-e-3"))
REQUEST = ImageRequest(prompt="a cat")
KINDS = (ArtisticStyle, Composition, Lighting, ColorPalette, DetailLevel)
NIGHT = ImageStyles(lighting=Lighting.NIGHT)
ANY_SCRIPT = "Ein Ka\u0308tzchen \U0001f408\u200d\u2b1b\r\n\u05e9\u05dc\u05d5\u05dd"


def problems_of(request: ImageRequest) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as raised:
        ImageForm.of(request, RULES)
    return [(problem.path[0], problem.key) for problem in raised.value.problems]


def test_a_prompt_alone_is_enough() -> None:
    assert ImageForm.of(REQUEST, RULES) == ImageForm(
        user_prompt="a cat",
        prompt="a cat",
        enhanced_prompt=None,
        title=None,
        model="gpt-image-1",
        size="1024x1024",
        styles=ImageStyles(),
    )


def test_texts_are_trimmed_and_otherwise_kept_as_typed() -> None:
    form = ImageForm.of(ImageRequest(prompt=f" {ANY_SCRIPT}\n", title=f"\t{ANY_SCRIPT} "), RULES)
    assert (form.user_prompt, form.prompt, form.title) == (ANY_SCRIPT, ANY_SCRIPT, ANY_SCRIPT)


def test_a_blank_title_is_none() -> None:
    assert ImageForm.of(replace(REQUEST, title=" \n"), RULES).title is None


def test_the_prompts_are_kept_apart() -> None:
    form = ImageForm.of(ImageRequest(prompt="katze", styles=NIGHT), RULES)
    better = form.improved("a black cat on a roof")
    assert better.user_prompt == "katze"
    assert better.prompt == "a black cat on a roof"
    assert better.enhanced_prompt == f"a black cat on a roof, {FRAGMENTS[Lighting.NIGHT]}"
    assert better.final_prompt == better.enhanced_prompt


def test_a_prompt_improved_twice_still_knows_what_was_typed() -> None:
    form = ImageForm.of(REQUEST, RULES).improved("better").improved("best")
    assert (form.user_prompt, form.prompt, form.enhanced_prompt) == ("a cat", "best", None)


@pytest.mark.parametrize(
    ("enhance", "auto_title", "title", "wanted"),
    [
        (EnhanceMode.OFF, None, None, False),
        (EnhanceMode.OFF, True, None, True),
        (EnhanceMode.FAST, None, None, True),
        (EnhanceMode.COVER, None, " ", True),
        (EnhanceMode.FAST, False, None, False),
        (EnhanceMode.FAST, True, "Mine", False),
    ],
)
def test_a_title_is_found_only_for_whoever_wants_models(
    enhance: EnhanceMode, auto_title: bool | None, title: str | None, wanted: bool
) -> None:
    request = replace(REQUEST, enhance=enhance, auto_title=auto_title, title=title)
    assert request.wants_title is wanted


def test_without_styles_the_prompt_itself_is_sent() -> None:
    assert ImageForm.of(REQUEST, RULES).final_prompt == "a cat"
    assert final_prompt("a cat", None) == "a cat"
    assert final_prompt("a cat", "") == ""


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        (ImageRequest(prompt="ü" * 2500), None),
        (ImageRequest(prompt="ü" * 2501), "prompt"),
        (ImageRequest(prompt="x", artist="ü" * 100), None),
        (ImageRequest(prompt="x", artist="ü" * 101), "artist"),
        (ImageRequest(prompt="x", title="ü" * 255), None),
        (ImageRequest(prompt="x", title="ü" * 256), "title"),
    ],
)
def test_texts_have_limits(request_: ImageRequest, path: str | None) -> None:
    if path is None:
        ImageForm.of(request_, RULES)
    else:
        assert problems_of(request_) == [(path, "text.too_long")]


@pytest.mark.parametrize("blank", ["", " \r\n\t"])
def test_no_prompt_may_be_blank(blank: str) -> None:
    assert problems_of(ImageRequest(prompt=blank)) == [("prompt", "text.blank")]


def test_everything_wrong_is_told_at_once() -> None:
    request = ImageRequest(prompt="a\0", artist="c\0", title="b\0", model="nobody", size="512x512")
    assert problems_of(request) == [
        ("prompt", "text.nul"),
        ("model", "image.unknown_model"),
        ("artist", "text.nul"),
        ("title", "text.nul"),
        ("size", "image.size"),
    ]


@pytest.mark.parametrize(
    ("model", "asked", "ordered"),
    [
        ("dall-e-3", "1024x1024", "1024x1024"),
        ("dall-e-3", "1792x1024", "1792x1024"),
        ("dall-e-3", "1024x1792", "1024x1792"),
        ("gpt-image-1", "1024x1024", "1024x1024"),
        ("gpt-image-1", "1536x1024", "1536x1024"),
        ("gpt-image-1", "1024x1536", "1024x1536"),
        ("gpt-image-1", "1792x1024", "1536x1024"),
        ("gpt-image-1", "1024x1792", "1024x1536"),
        ("gpt-image-1", "auto", "auto"),
        ("dall-e-3", "1536x1024", None),
        ("dall-e-3", "1024x1536", None),
        ("dall-e-3", "auto", None),
        ("dall-e-3", "512x512", None),
        ("gpt-image-1", "512x512", None),
        ("gpt-image-1", "", None),
        ("gpt-image-1", "1024X1024", None),
    ],
)
def test_each_model_has_its_sizes(model: str, asked: str, ordered: str | None) -> None:
    request = ImageRequest(prompt="a cat", model=model, size=asked)
    if ordered is None:
        assert problems_of(request) == [("size", "image.size")]
    else:
        assert ImageForm.of(request, RULES).size == ordered


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("dall-e-3", ModelFamily.DALL_E),
        ("gpt-image-1", ModelFamily.GPT_IMAGE),
        ("gpt-image-2.5-flare", ModelFamily.GPT_IMAGE),
        ("chatgpt-image-latest", ModelFamily.GPT_IMAGE),
    ],
)
def test_a_model_belongs_to_a_family(model: str, family: ModelFamily) -> None:
    assert ModelFamily.of(model) is family


def test_only_allowed_models_paint() -> None:
    assert ImageForm.of(replace(REQUEST, model="dall-e-3"), RULES).model == "dall-e-3"
    assert problems_of(replace(REQUEST, model="gpt-image-2")) == [("model", "image.unknown_model")]
    assert problems_of(replace(REQUEST, model="")) == [("model", "image.unknown_model")]


def test_better_words_must_fit_the_model_with_those_of_the_styles() -> None:
    room = 4000 - len(f", {FRAGMENTS[Lighting.NIGHT]}")
    form = ImageForm.of(ImageRequest(prompt="x", model="dall-e-3", styles=NIGHT), RULES)
    assert form.improved("a" * room).overlong is None
    assert form.improved("a" * (room + 1)).overlong == (4001, 4000)
    roomy = replace(form, model="gpt-image-1")
    assert roomy.improved("a" * 4000).overlong is None
    assert roomy.improved("a" * 4001).overlong == (4001, 4000)


def test_what_may_be_typed_fits_with_the_words_of_any_style() -> None:
    longest = sum(max(len(FRAGMENTS.get(each, "")) + 2 for each in kind) for kind in KINDS)
    assert 2500 + longest <= 4000


def test_an_album_cover_adds_no_words() -> None:
    styles = ImageStyles(composition=Composition.ALBUM_COVER, artistic_style=ArtisticStyle.AUTO)
    assert ImageForm.of(replace(REQUEST, styles=styles), RULES).enhanced_prompt is None


def test_a_prompt_hash_is_the_beginning_of_its_md5() -> None:
    assert prompt_hash("") == "d41d8cd98f"
    assert prompt_hash("ü 🐈") == prompt_hash("ü 🐈") != prompt_hash("u 🐈")
    assert len(prompt_hash("a" * 4000)) == 10


def test_a_picture_has_a_key_of_its_own() -> None:
    image_id = UUID("018f0000-0000-7000-8000-000000000001")
    assert image_key(image_id, MediaKind.PNG) == f"images/{image_id}/original.png"
    assert image_key(image_id, MediaKind.JPEG) == f"images/{image_id}/original.jpg"


def test_the_payload_hash_is_of_everything_but_the_idempotency_key() -> None:
    wishes = [
        REQUEST,
        replace(REQUEST, prompt="a dog"),
        replace(REQUEST, enhance=EnhanceMode.FAST),
        replace(REQUEST, artist="The Cats"),
        replace(REQUEST, auto_title=False),
        replace(REQUEST, title="Cat"),
        replace(REQUEST, model="dall-e-3"),
        replace(REQUEST, size="auto"),
        replace(REQUEST, styles=NIGHT),
    ]
    assert len({wish.payload_hash for wish in wishes}) == len(wishes)
    assert replace(REQUEST, idempotency_key="k").payload_hash == REQUEST.payload_hash


def test_every_problem_has_words_that_its_parameters_fill() -> None:
    request = ImageRequest(prompt="x", model="nobody", size="0", styles=NIGHT)
    with pytest.raises(InvalidInput) as raised:
        ImageForm.of(request, RULES)
    for problem in raised.value.problems:
        for words in MESSAGES[problem.key]:
            assert words.format(**problem.params)
