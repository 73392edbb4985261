"""What a process knows of a text, whatever order it comes in."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.language.ports import Snapshot, Token
from app.infra.live.text_log import KEPT, MOST_AHEAD, TextLog
from tests.infra.live.reading import Reader

TEXT = [f"{number}." for number in range(1, 5 * KEPT + 1)]


def tokens(first: int, last: int) -> list[Token]:
    return [Token(seq=seq, text=TEXT[seq - 1]) for seq in range(first, last + 1)]


def written(seq: int) -> str:
    return "".join(TEXT[:seq])


def seqs(news: Sequence[Snapshot | Token]) -> list[tuple[str, int]]:
    return [(type(each).__name__, each.seq) for each in news]


def test_pieces_in_a_row_are_handed_on_singly() -> None:
    log = TextLog()

    assert log.add(tokens(1, 3))

    assert log.since(1, 0) == tokens(2, 3)
    assert log.since(3, 0) == []
    assert log.since(None, 0) == [Snapshot(seq=3, text="1.2.3.")]


def test_pieces_that_came_before_change_nothing() -> None:
    log = TextLog()
    log.add(tokens(1, 3))

    assert not log.add(tokens(2, 3))

    assert (log.seq, log.gap) == (3, False)


def test_pieces_that_overtook_others_wait_for_them() -> None:
    log = TextLog()

    assert not log.add(tokens(4, 6))
    assert (log.seq, log.gap) == (0, True)
    assert log.add(tokens(1, 3))

    assert (log.seq, log.gap) == (6, False)
    assert log.since(0, 0) == tokens(1, 6)


def test_a_draft_closes_a_gap_and_who_is_before_it_gets_a_snapshot() -> None:
    log = TextLog()
    log.add([*tokens(1, 2), *tokens(6, 7)])

    assert log.learn(5, written(5))

    assert (log.seq, log.gap) == (7, False)
    assert seqs(log.since(2, 0)) == [("Snapshot", 7)]
    assert log.since(5, 0) == tokens(6, 7)


def test_a_draft_that_falls_short_of_the_gap_tells_what_it_can() -> None:
    log = TextLog()
    log.add([*tokens(1, 2), *tokens(6, 7)])

    assert log.learn(4, written(4))

    assert (log.seq, log.gap) == (4, True)
    assert log.add(tokens(5, 5))
    assert log.since(4, 0) == tokens(5, 7)


def test_pieces_after_a_beginning_that_is_lost_are_kept_singly_behind_a_draft() -> None:
    log = TextLog()
    log.add(tokens(5, 9))

    assert log.learn(7, written(7))

    assert log.since(4, 0) == tokens(5, 9)
    assert log.since(5, 0) == tokens(6, 9)
    assert log.since(3, 0) == [Snapshot(seq=9, text=written(9))]


def test_a_draft_that_is_not_ahead_changes_nothing() -> None:
    log = TextLog()
    log.add(tokens(1, 3))

    assert not log.learn(3, written(3))
    assert not log.learn(2, written(2))

    assert log.since(0, 0) == tokens(1, 3)


def test_pieces_that_are_not_those_of_the_draft_are_forgotten() -> None:
    log = TextLog()
    log.add([Token(seq=2, text="wrong"), Token(seq=3, text="too")])

    log.learn(3, written(3))

    assert log.since(2, 0) == [Snapshot(seq=3, text=written(3))]


def test_who_holds_more_than_there_is_gets_a_snapshot() -> None:
    log = TextLog()
    log.add(tokens(1, 3))

    assert seqs(log.since(4, 0)) == [("Snapshot", 3)]
    assert seqs(log.since(-1, 0)) == [("Snapshot", 3)]


def test_an_end_that_is_known_changes_nothing() -> None:
    log = TextLog()
    log.add(tokens(1, 3))

    log.conclude(3, written(3))

    assert log.since(3, log.edition) == []
    assert log.since(3, 0) == []


def test_an_end_with_less_than_was_shown_is_shown_as_a_whole() -> None:
    log = TextLog()
    log.add([*tokens(1, 5), *tokens(7, 8)])

    log.conclude(3, written(3))

    assert log.edition == 1
    assert log.since(5, 0) == [Snapshot(seq=3, text=written(3))]
    assert log.since(3, 0) == [Snapshot(seq=3, text=written(3))]
    assert (log.since(3, 1), log.gap) == ([], False)


def test_an_end_with_other_words_is_shown_as_a_whole() -> None:
    log = TextLog()
    log.add(tokens(1, 3))

    log.conclude(3, "other")

    assert log.since(3, 0) == [Snapshot(seq=3, text="other")]
    assert log.whole == Snapshot(seq=3, text="other")


def test_more_of_other_words_is_shown_as_a_whole() -> None:
    log = TextLog()
    log.add(tokens(1, 3))

    log.learn(5, "other words")
    log.add([Token(seq=6, text="!")])

    assert log.since(3, 0) == [Snapshot(seq=6, text="other words!")]
    assert log.since(5, 0) == [Snapshot(seq=6, text="other words!")]


@pytest.mark.parametrize(
    ("length", "first"), [(2 * KEPT - 1, 0), (2 * KEPT, KEPT), (4 * KEPT + 1, 3 * KEPT)]
)
def test_old_pieces_are_kept_as_a_whole(length: int, first: int) -> None:
    log = TextLog()
    for token in tokens(1, length):
        log.add([token])

    assert log.since(first, 0) == tokens(first + 1, length)
    assert log.whole == Snapshot(seq=length, text=written(length))
    if first:
        assert seqs(log.since(first - 1, 0)) == [("Snapshot", length)]


def test_pieces_that_wait_are_bounded() -> None:
    log = TextLog()
    log.add(tokens(2, MOST_AHEAD + 1))
    assert len(log._ahead) == MOST_AHEAD

    log.add(tokens(MOST_AHEAD + 2, MOST_AHEAD + 3))

    assert len(log._ahead) == 2
    log.learn(MOST_AHEAD + 1, written(MOST_AHEAD + 1))
    assert (log.seq, log.gap) == (MOST_AHEAD + 3, False)


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(st.data())
def test_whatever_comes_in_whatever_order_everybody_puts_the_text_together(
    data: st.DataObject,
) -> None:
    length = data.draw(st.integers(0, 12))
    log, readers, editions = TextLog(), [Reader(TEXT)], [0]
    for _ in range(data.draw(st.integers(0, 12))):
        what = data.draw(st.sampled_from(["pieces", "draft", "join", "read"]))
        if what == "pieces" and length:
            first = data.draw(st.integers(1, length))
            log.add(tokens(first, data.draw(st.integers(first, length))))
        elif what == "draft":
            seq = data.draw(st.integers(0, length))
            log.learn(seq, written(seq))
        elif what == "join":
            held = data.draw(st.integers(0, length))
            readers.append(Reader(TEXT, seq=held, text=written(held)))
            editions.append(log.edition)
        else:
            at = data.draw(st.integers(0, len(readers) - 1))
            for each in log.since(readers[at].seq, editions[at]):
                readers[at].take(each)
            editions[at] = log.edition
    log.conclude(length, written(length))
    for reader, edition in zip(readers, editions, strict=True):
        for each in log.since(reader.seq, edition):
            reader.take(each)
        assert (reader.seq, reader.text) == (length, written(length))
