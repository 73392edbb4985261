from __future__ import annotations

from aitestmock.journal import Journal
from aitestmock.tally import Tally


def receive(journal: Journal, body: bytes = b"", path: str = "/x") -> int:
    return journal.received(at=0, method="POST", path=path, body=body)


def test_the_journal_drops_the_oldest_records_and_keeps_their_totals() -> None:
    journal = Journal(most_records=3)
    for _ in range(5):
        journal.answered(receive(journal), "/x", 200)
    assert [record.sequence for record in journal.records()] == [3, 4, 5]
    assert journal.summary() == {"received": 5, "accepted": 0, "totals": {"/x": {"200": 5}}}


def test_the_journal_drops_records_whose_bodies_are_too_large_together() -> None:
    journal = Journal(most_body_bytes=10)
    for _ in range(4):
        receive(journal, b"[1,2]")
    assert [record.sequence for record in journal.records()] == [3, 4]


def test_an_answer_to_a_dropped_request_still_counts() -> None:
    journal = Journal(most_records=1)
    first = receive(journal)
    receive(journal)
    journal.accepted(first, "1")
    journal.answered(first, "/x", None)
    assert journal.summary() == {"received": 2, "accepted": 1, "totals": {"/x": {"none": 1}}}


def test_an_answer_to_a_request_from_before_a_reset_does_not_count() -> None:
    journal = Journal()
    before = receive(journal)
    journal.clear()
    journal.accepted(before, "1")
    journal.answered(before, "/x", 200)
    assert journal.summary() == {"received": 0, "accepted": 0, "totals": {}}
    assert receive(journal) == before + 1


def test_a_tally_forgets_the_key_first_seen_longest_ago() -> None:
    tally = Tally(most_keys=2)
    assert [tally.add(key) for key in ("a", "a", "b", "c", "c")] == [1, 2, 1, 1, 2]
    assert tally.as_json() == {"b": 1, "c": 2}
