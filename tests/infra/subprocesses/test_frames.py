from __future__ import annotations

from io import BytesIO

import pytest

from app.infra.subprocesses.frames import framed, heard, say

PAYLOADS = [b"", b"x", "Größe 🎵\r\n\0".encode(), b"y" * 70_000]


def test_what_is_said_is_heard_frame_by_frame() -> None:
    pipe = BytesIO()
    say(pipe, *PAYLOADS)
    pipe.seek(0)

    assert [heard(pipe) for _ in PAYLOADS] == PAYLOADS
    assert heard(pipe) is None


def test_the_length_is_four_bytes_with_the_most_significant_first() -> None:
    assert framed(b"ab") == b"\0\0\0\x02ab"


@pytest.mark.parametrize("length", range(6))
def test_a_frame_that_breaks_off_is_not_heard(length: int) -> None:
    assert heard(BytesIO(framed(b"ab")[:length])) is None
