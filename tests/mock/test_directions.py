from __future__ import annotations

import pytest

from aitestmock.directions import duration_in, scenario_number, tokens_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("a sad song 0003", "0003"),
        ("0003\n0007", "0003"),
        ("first 1001, then 0004", "0004"),
        ("only 1001", "1001"),
        ("(0005).", "0005"),
        ("call-0006-now", "0006"),
    ],
)
def test_a_four_digit_number_is_found_and_one_with_a_leading_zero_is_preferred(
    text: str, number: str
) -> None:
    assert scenario_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no number",
        "123 and 00012 and 00003",
        "in 1984 we danced",
        "http://localhost:8000",
        "localhost:0002",
        "port 3000 or 5432",
        "0003s",
        "x0003",
        "1.0003",
        "9f1c1a90-0123-4567-89ab-0123456789ab",
    ],
)
def test_ports_years_and_parts_of_other_words_are_no_scenario_numbers(text: str) -> None:
    assert scenario_number(text) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("pop 12s", 12),
        ("pop 0s", 0),
        ("0.5s", 0.5),
        ("first 3s then 9s", 3),
        ("299s", 299),
        ("301s", 300),
        (f"{'9' * 500}s", 300),
        ("no duration", 30),
        ("3 seconds", 30),
        ("mp3s", 30),
    ],
)
def test_the_duration_is_read_from_the_prompt_and_ends_at_300_seconds(
    text: str, seconds: float
) -> None:
    assert duration_in(text, default=30) == seconds


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("tell me 40t", 40),
        ("0t", 0),
        ("first 3t then 9t", 3),
        ("20000t", 20_000),
        ("20001t", 20_000),
        ("no number", None),
        ("3 tokens", None),
        ("b4t", None),
        ("1.5t", None),
        ("40th", None),
    ],
)
def test_the_number_of_tokens_is_read_from_the_prompt_and_ends_at_20_000(
    text: str, tokens: int | None
) -> None:
    assert tokens_in(text) == tokens
