from __future__ import annotations

import re
from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
)

from app.http.document_cache import core_schema
from app.resolvers.root import build_schema
from app.schema.messages import MESSAGES, say

ROOT = Path(__file__).parents[2]


def test_everything_in_the_schema_is_described() -> None:
    bare: list[str] = []
    for name, kind in core_schema(build_schema()).type_map.items():
        if name.startswith("__") or name in {"String", "Int", "Float", "Boolean", "ID"}:
            continue
        if not kind.description:
            bare.append(name)
        if isinstance(kind, GraphQLEnumType):
            bare += [
                f"{name}.{each}" for each, value in kind.values.items() if not value.description
            ]
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, field in kind.fields.items():
                if not field.description:
                    bare.append(f"{name}.{field_name}")
                arguments = getattr(field, "args", {})
                bare += [
                    f"{name}.{field_name}({each})"
                    for each, argument in arguments.items()
                    if not argument.description
                ]
    assert bare == []


def test_a_look_up_says_in_words_whose_id_it_takes() -> None:
    query = core_schema(build_schema()).query_type
    assert query is not None
    assert query.fields["lyricRule"].args["id"].description == "The lyric rule's id."


def test_the_committed_schema_is_current() -> None:
    assert (ROOT / "schema.graphql").read_text() == build_schema().as_str() + "\n"


def test_every_message_key_in_the_code_has_its_words_in_both_languages() -> None:
    used: set[str] = set()
    prefixes = "|".join(sorted({key.partition(".")[0] for key in MESSAGES}))
    for path in (ROOT / "app").rglob("*.py"):
        if "schema/messages" not in str(path):
            used |= set(re.findall(rf'"((?:{prefixes})\.[a-z_]+)"', path.read_text()))
    assert used - set(MESSAGES) == set()
    for key, (english, german) in MESSAGES.items():
        assert english != german, key
        placeholders = set(re.findall(r"{(\w+)}", english))
        assert placeholders == set(re.findall(r"{(\w+)}", german)), key
        assert say(key, "de", dict.fromkeys(placeholders, "x"))
