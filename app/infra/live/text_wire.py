"""How texts travel through Redis: a stream for each, whose entries carry one piece or several.

An entry has one field: `p`, the number of the first piece and the pieces that follow each other
from there, or `e`, the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import orjson

from app.domain.language.ports import Token

PIECES: Final = b"p"
END: Final = b"e"

Fields = Mapping[bytes, bytes]


def stream_of(job_id: UUID) -> bytes:
    """The key of the stream of a job's text."""
    return f"text:{job_id}".encode()


def packed(tokens: Sequence[Token]) -> bytes:
    """Pieces that follow each other, as an entry carries them."""
    return orjson.dumps([tokens[0].seq, *(token.text for token in tokens)])


def unpacked(pieces: bytes) -> list[Token]:
    """The pieces that an entry carries. Raises ValueError."""
    first, *texts = orjson.loads(pieces)
    return [Token(seq=seq, text=text) for seq, text in enumerate(texts, first)]


def runs(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """The same pieces, cut wherever one is missing."""
    cuts = [at for at in range(1, len(tokens)) if tokens[at].seq != tokens[at - 1].seq + 1]
    return [tokens[start:end] for start, end in zip([0, *cuts], [*cuts, len(tokens)], strict=True)]
