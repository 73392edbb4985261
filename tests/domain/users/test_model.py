from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput, Problem
from app.domain.users.model import User, new_user, normal_email, possible_password
from tests.fakes.users import NOON


def registration(
    *,
    email: str = "ada@example.com",
    password: str = "12345678",
    first_name: str | None = None,
    last_name: str | None = None,
    artist_name: str | None = None,
) -> User:
    return new_user(
        user_id=uuid4(),
        email=email,
        password=password,
        first_name=first_name,
        last_name=last_name,
        artist_name=artist_name,
        now=NOON,
    )


def problems(**changes: str) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInput) as refused:
        registration(**changes)
    return refused.value.problems


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada@Example.COM \n", "ada@example.com"),
        ("ada+songs@example.com", "ada+songs@example.com"),
        ("ada@xn--bcher-kva.de", "ada@bücher.de"),
        ("ÄDA@BÜCHER.de", "äda@bücher.de"),
        ("a\u0308da@example.com", "äda@example.com"),
        ("\u212a@example.com", "k@example.com"),
    ],
)
def test_an_address_has_one_spelling(typed: str, kept: str) -> None:
    assert normal_email(typed) == kept


@given(st.text() | st.emails())
def test_the_normal_spelling_of_an_address_is_its_own_normal_spelling(typed: str) -> None:
    kept = normal_email(typed)
    if kept is not None:
        assert normal_email(kept) == kept
        assert kept == kept.lower()
        assert len(kept) <= 255
        kept.encode()


def test_lower_case_that_comes_apart_is_composed_again() -> None:
    assert normal_email("J\u030c@example.com") == normal_email("\u01f0@example.com")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "ada@localhost",
        "ada@mac.local",
        "ada@studio.test",
        "ada@[127.0.0.1]",
        "ada@@example.com",
        "ada@exa mple.com",
        "Ada <ada@example.com>",
        '"a b"@example.com',
        "a\0da@example.com",
        "a\ud800da@example.com",
        "ada@example.com\nbcc: eve@example.com",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert normal_email(typed) is None
    assert problems(email=typed) == (Problem("auth.invalid_email", ("email",)),)


def test_the_longest_address_has_254_characters() -> None:
    # RFC 5321 leaves 254; the column has 255.
    longest = "a" * 64 + "@" + ".".join(["b" * 61] * 3) + ".com"
    assert len(longest) == 254
    assert normal_email(longest) == longest
    assert normal_email(longest.replace("@b", "@bb")) is None
    assert normal_email("a" * 1_000_000 + "@example.com") is None


@pytest.mark.parametrize("password", ["12345678", "x" * 128, "ä" * 8, "🎵" * 128, "        "])
def test_a_password_of_8_to_128_characters_is_accepted(password: str) -> None:
    assert registration(password=password).is_active


@pytest.mark.parametrize("password", ["", "1234567", "ä" * 7, "🎵" * 7, "x" * 129])
def test_a_shorter_or_longer_password_is_refused_without_saying_how_long_it_was(
    password: str,
) -> None:
    assert problems(password=password) == (
        Problem("auth.password_length", ("password",), {"min": 8, "max": 128}),
    )


@pytest.mark.parametrize("password", ["1234\x005678", "1234\ud8005678"])
def test_a_password_that_is_not_text_is_refused(password: str) -> None:
    assert problems(password=password) == (Problem("auth.password_characters", ("password",)),)
    assert not possible_password(password)


def test_a_short_password_is_possible_because_old_accounts_may_have_one() -> None:
    assert possible_password("1234")
    assert possible_password("x" * 128)
    assert not possible_password("x" * 129)


@pytest.mark.parametrize("field", ["first_name", "last_name", "artist_name"])
def test_a_name_has_up_to_100_characters_and_a_blank_one_is_none(field: str) -> None:
    assert getattr(registration(**{field: "  Ada  "}), field) == "Ada"
    assert getattr(registration(**{field: " \t "}), field) is None
    assert getattr(registration(), field) is None
    assert getattr(registration(**{field: " " + "ä" * 100 + " "}), field) == "ä" * 100
    assert [problem.path for problem in problems(**{field: "ä" * 101})] == [(field,)]
    assert [problem.key for problem in problems(**{field: "a\0"})] == ["text.nul"]


def test_everything_wrong_with_a_registration_is_said_at_once() -> None:
    found = problems(email="ada", password="short", artist_name="x" * 101)
    assert [problem.path for problem in found] == [("email",), ("password",), ("artist_name",)]
