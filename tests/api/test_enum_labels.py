from __future__ import annotations

import pytest
from graphql import GraphQLEnumType

from app.http.document_cache import core_schema
from app.resolvers.root import build_schema
from app.schema.messages.labels import LABELS
from tests.studio import Person

SCHEMA = core_schema(build_schema())
FOR_PROGRAMS = {"ErrorCode", "LabelledEnum"}
ENUMS = {
    name: kind
    for name, kind in SCHEMA.type_map.items()
    if isinstance(kind, GraphQLEnumType) and not name.startswith("__") and name not in FOR_PROGRAMS
}
LABEL = "query ($type: LabelledEnum!) { enumLabels(type: $type) { value label } }"


def test_every_enum_that_people_see_has_labels() -> None:
    assert set(LABELS) == set(ENUMS)


@pytest.mark.parametrize("name", sorted(ENUMS))
def test_every_value_is_named_in_both_languages(name: str) -> None:
    assert list(LABELS[name]) == list(ENUMS[name].values)
    for english, german in LABELS[name].values():
        assert english.strip() == english != ""
        assert german.strip() == german != ""
    for words in zip(*LABELS[name].values(), strict=True):
        assert len(set(words)) == len(words), "two values are called the same"


async def test_labels_come_in_the_readers_language(ada: Person) -> None:
    labels = (await ada.get(LABEL, type="SONG_STATUS"))["enumLabels"]
    assert labels[0] == {"value": "PENDING", "label": "Accepted"}
    ada.headers["Accept-Language"] = "de"
    labels = (await ada.get(LABEL, type="SONG_STATUS"))["enumLabels"]
    assert [each["label"] for each in labels][:2] == ["Angenommen", "Wird erstellt"]
    assert [each["value"] for each in labels] == list(LABELS["SongStatus"])


async def test_an_enum_without_labels_is_refused_by_the_schema(ada: Person) -> None:
    answer = await ada.ask(LABEL, type="ERROR_CODE")
    assert answer["errors"][0]["extensions"]["code"] == "VALIDATION"
