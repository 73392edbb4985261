"""The repository keeps people apart and versions in order, whoever asks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.domain.errors import Conflict
from app.domain.identity import new_id
from app.domain.templates.content import TemplateContent
from app.domain.templates.model import PromptTemplate, TemplateKey, new_template
from app.infra.repositories.prompt_templates import PromptTemplateRepository
from tests.studio import Person

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
KEY = TemplateKey("mine", "do")
TEMPLATES = PromptTemplateRepository()


async def kept(user_id: UUID, key: TemplateKey = KEY) -> PromptTemplate:
    content = TemplateContent(
        pre_condition="a 🎵", post_condition="", temperature=0.1, max_tokens=3, active=False
    )
    new = new_template(key, content, template_id=new_id(), user_id=user_id, now=NOON)
    await TEMPLATES.add(new)
    await TEMPLATES.record(new.as_edition(user_id), keep=2)
    return new


async def test_what_is_kept_comes_back_as_it_was(ada: Person) -> None:
    new = await kept(ada.id)

    assert await TEMPLATES.get(new.id, user_id=ada.id) == new
    assert await TEMPLATES.of_key(KEY, user_id=ada.id) == [new]
    assert new in await TEMPLATES.visible_to(ada.id)
    assert await TEMPLATES.count(ada.id) == 1
    found = await TEMPLATES.editions([new.id], user_id=ada.id)
    assert found[new.id] == [new.as_edition(ada.id)]


async def test_nothing_of_it_is_there_for_somebody_else(ada: Person, bob: Person) -> None:
    new = await kept(ada.id)

    assert await TEMPLATES.get(new.id, user_id=bob.id) is None
    assert await TEMPLATES.of_key(KEY, user_id=bob.id) == []
    assert new not in await TEMPLATES.visible_to(bob.id)
    assert await TEMPLATES.count(bob.id) == 0
    assert new.id not in await TEMPLATES.editions([new.id], user_id=bob.id)
    assert not await TEMPLATES.remove(new.id, user_id=bob.id)
    stolen = replace(new.changed(new.content, NOON), user_id=bob.id)
    assert not await TEMPLATES.save(stolen, previous_version=1)
    assert await TEMPLATES.get(new.id, user_id=ada.id) == new


async def test_everybodys_is_never_removed_or_saved_by_a_person(ada: Person) -> None:
    [everybodys] = await TEMPLATES.of_key(TemplateKey("titel", "generate"), user_id=ada.id)
    assert everybodys.user_id is None
    assert not await TEMPLATES.remove(everybodys.id, user_id=ada.id)
    taken = replace(everybodys.changed(everybodys.content, NOON), user_id=ada.id)
    assert not await TEMPLATES.save(taken, previous_version=everybodys.version)
    assert await TEMPLATES.get(everybodys.id, user_id=ada.id) == everybodys
    assert len((await TEMPLATES.editions([everybodys.id], user_id=ada.id))[everybodys.id]) == 1


async def test_a_change_is_written_over_its_previous_version_only(ada: Person) -> None:
    first = await kept(ada.id)
    second = first.changed(replace(first.content, active=True), NOON)

    assert await TEMPLATES.save(second, previous_version=1)
    assert not await TEMPLATES.save(replace(second, edition="7.0"), previous_version=1)

    assert await TEMPLATES.get(first.id, user_id=ada.id) == second


async def test_one_person_has_a_key_once(ada: Person, bob: Person) -> None:
    await kept(ada.id)
    with pytest.raises(Conflict) as refused:
        await kept(ada.id)
    assert refused.value.key == "template.taken"
    assert await kept(bob.id)
    assert await kept(ada.id, TemplateKey("mine", "other"))


async def test_no_more_editions_stay_than_shall_be_kept(ada: Person) -> None:
    template = await kept(ada.id)
    for _ in range(3):
        template = template.changed(template.content, NOON)
        await TEMPLATES.record(template.as_edition(ada.id), keep=2)
    found = await TEMPLATES.editions([template.id], user_id=ada.id)
    assert [each.version for each in found[template.id]] == [4, 3]
