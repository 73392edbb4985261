from __future__ import annotations

import json

import pytest

from app.domain.images.model import ImageForm, ImageRequest, ImageRules
from app.domain.images.styles import ImageStyles, Lighting
from app.domain.images.wish import Improved, Improvement, Wish
from app.domain.jobs.model import Job
from tests.domain.images.test_generation import IMAGE_ID
from tests.domain.writing.things import a_request
from tests.fakes.jobs import a_job

RULES = ImageRules(model="m", models=("m",))
STYLES = ImageStyles(lighting=Lighting.NIGHT)
FORM = ImageForm.of(ImageRequest(prompt="ü 🐈", styles=STYLES), RULES)
TITLED = ImageForm.of(ImageRequest(prompt="a cat", title="Mine"), RULES)


def job(wish: Wish, improved: Improved | None = None) -> Job:
    return a_job(request=wish.request(), checkpoint=improved.checkpoint() if improved else {})


@pytest.mark.parametrize(
    "improvement",
    [
        Improvement(),
        Improvement(prompt=a_request()),
        Improvement(title=a_request("t")),
        Improvement(prompt=a_request(), title=a_request("t")),
    ],
)
def test_what_is_asked_before_survives_being_kept_as_json(improvement: Improvement) -> None:
    wish = Wish(image_id=IMAGE_ID, form=FORM, improvement=improvement)
    assert Wish.of(json.loads(json.dumps(wish.request()))) == wish
    assert improvement.wanted is (improvement != Improvement())


@pytest.mark.parametrize("improved", [Improved(), Improved(prompt="p", title="t")])
def test_what_was_answered_survives_being_kept(improved: Improved) -> None:
    assert Improved.of(json.loads(json.dumps(improved.checkpoint()))) == improved
    assert Improved.of({"kept": None}) is None


def test_an_order_is_made_of_the_better_words() -> None:
    wish = Wish(image_id=IMAGE_ID, form=FORM)
    assert Wish.of_job(job(wish)) == wish
    better = Wish.of_job(job(wish, Improved(prompt="a cat at the sea", title="Cats")))
    assert better.order.prompt == "a cat at the sea, at night"
    assert (better.form.user_prompt, better.form.title) == ("ü 🐈", "Cats")


def test_a_title_that_was_given_is_never_replaced() -> None:
    wish = Wish(image_id=IMAGE_ID, form=TITLED)
    better = Wish.of_job(job(wish, Improved(prompt=None, title="Other")))
    assert (better.form.title, better.form.prompt) == ("Mine", "a cat")
