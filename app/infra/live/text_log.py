"""A text as far as it is known to this process: its beginning whole, its newest pieces singly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from app.domain.language.ports import Snapshot, Token

KEPT: Final = 512
"""The newest pieces that are kept singly; there may be twice as many."""

MOST_AHEAD: Final = 2048
"""Pieces that wait for those before them."""


class TextLog:
    """One text, which many read, each from a place of its own.

    `edition` changes when what was known before turns out not to be the text.
    """

    def __init__(self) -> None:
        self.edition = 0
        self._base = self._whole = Snapshot(seq=0, text="")
        self._tokens: list[Token] = []
        self._ahead: dict[int, Token] = {}

    @property
    def seq(self) -> int:
        """How many pieces are known."""
        return self._base.seq + len(self._tokens)

    @property
    def gap(self) -> bool:
        """Whether pieces are missing before others that came."""
        return bool(self._ahead)

    @property
    def whole(self) -> Snapshot:
        """All that is known."""
        if self._whole.seq != self.seq:
            text = self._base.text + "".join(token.text for token in self._tokens)
            self._whole = Snapshot(seq=self.seq, text=text)
        return self._whole

    def add(self, tokens: Iterable[Token]) -> bool:
        """Take in pieces in any order; known ones change nothing. Whether the text has grown."""
        before = self.seq
        for token in tokens:
            if token.seq == self.seq + 1:
                self._tokens.append(token)
                self._close_gap()
            elif token.seq > self.seq:
                if len(self._ahead) >= MOST_AHEAD:
                    self._ahead.clear()
                self._ahead[token.seq] = token
        if grown := self.seq > before:
            self._fold()
        return grown

    def learn(self, seq: int, text: str) -> bool:
        """Take in the first `seq` pieces of the text as a whole. Whether that was news."""
        if seq <= self.seq:
            return False
        if not text.startswith(self.whole.text):
            self.edition += 1
        self._begin_anew(seq, text)
        self._close_gap()
        self._fold()
        return True

    def conclude(self, seq: int, text: str) -> None:
        """Take in the whole text, now that nothing follows: not even what came of it before."""
        self._ahead = {each: token for each, token in self._ahead.items() if each <= seq}
        if (seq, text) != (self.seq, self.whole.text) and not self.learn(seq, text):
            self.edition += 1
            self._begin_anew(seq, text)
        self._ahead.clear()

    def since(self, seq: int | None, edition: int) -> Sequence[Snapshot | Token]:
        """What brings whoever holds `seq` pieces of an edition up to date."""
        if seq is None or edition != self.edition or not self._base.seq <= seq <= self.seq:
            return [self.whole]
        return self._tokens[seq - self._base.seq :]

    def _begin_anew(self, seq: int, text: str) -> None:
        """Keep singly what came singly, for those who hold a part of it."""
        tokens: list[Token] = []
        while token := self._ahead.get(seq - len(tokens)):
            tokens.append(token)
        tokens.reverse()
        ending = "".join(token.text for token in tokens)
        if not text.endswith(ending):
            tokens, ending = [], ""
        self._base = Snapshot(seq=seq - len(tokens), text=text[: len(text) - len(ending)])
        self._tokens, self._whole = tokens, Snapshot(seq=seq, text=text)
        self._ahead = {each: token for each, token in self._ahead.items() if each > seq}

    def _close_gap(self) -> None:
        while token := self._ahead.pop(self.seq + 1, None):
            self._tokens.append(token)

    def _fold(self) -> None:
        if (surplus := len(self._tokens) - KEPT) >= KEPT:
            folded = "".join(token.text for token in self._tokens[:surplus])
            self._base = Snapshot(seq=self._base.seq + surplus, text=self._base.text + folded)
            del self._tokens[:surplus]
