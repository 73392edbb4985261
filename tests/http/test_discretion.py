"""What was sent in a wrong place is not repeated: it may be a password."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.http.discretion import discreet
from tests.http.conftest import Site

CANARY = "canary-secret"
DECLARED = ("Int", "Float", "Boolean", "ID", "String", "DateTime", "Decimal", "UUID", "Upload")
VALUES: tuple[Any, ...] = (CANARY, [CANARY], {"a": CANARY}, {CANARY: 1}, [[f"{CANARY}\n, found: "]])


@pytest.mark.parametrize("kind", DECLARED)
@pytest.mark.parametrize("value", VALUES, ids=str)
async def test_no_error_repeats_the_value_of_a_variable(site: Site, kind: str, value: Any) -> None:
    answer = await site.post(f"query ($v: {kind}) {{ __typename }}", variables={"v": value})
    assert CANARY not in json.dumps(answer.json())


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "At .password: String cannot represent a non string value: ['x: y']",
            "At .password: String cannot represent a non string value.",
        ),
        (
            "Expected value of type 'A' to include required field 'b', found: {'p': ', found: y'}.",
            "Expected value of type 'A' to include required field 'b'.",
        ),
        (
            "Expected value of 'A' not to include 'c'. Did you mean 'd'? Found: {'c': 'x'}.",
            "Expected value of 'A' not to include 'c'. Did you mean 'd'?",
        ),
        (
            "Expected value of type 'Decimal', but encountered error 'No.'; found: 'x'.",
            "Expected value of type 'Decimal', but encountered error 'No.'.",
        ),
        (
            "Value 'it's' does not exist in 'E' enum. Did you mean the enum value 'A'?",
            "Such a value does not exist in 'E' enum. Did you mean the enum value 'A'?",
        ),
        (
            "Enum 'E' cannot represent non-string value: 5. Did you mean the enum value 'A'?",
            "Enum 'E' cannot represent non-string value.",
        ),
        ("Cannot query field 'x' on type 'Query'.", "Cannot query field 'x' on type 'Query'."),
    ],
)
def test_what_the_schema_says_stays(said: str, kept: str) -> None:
    assert discreet(said) == kept
