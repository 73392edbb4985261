from __future__ import annotations

from app.domain.jobs.retries import LONGEST_DELAY, Patience

PATIENCE = Patience(tries=8, delay=5)


def test_a_file_that_cannot_be_had_is_given_up_in_the_end() -> None:
    checkpoint: dict[str, object] = {"zip_url": "kept"}
    delays = []
    while retry := PATIENCE.again(checkpoint, store_is_away=False):
        delays.append(retry.delay)
        checkpoint = dict(retry.checkpoint)
    assert delays == [5, 10, 20, 40, 80, 120, 120]
    assert checkpoint == {"zip_url": "kept", "tries": 7}


def test_what_was_paid_for_waits_for_our_own_store_for_ever() -> None:
    checkpoint: dict[str, object] = {"tries": 7}
    for _ in range(2000):
        retry = PATIENCE.again(checkpoint, store_is_away=True)
        assert retry is not None
        checkpoint, delay = dict(retry.checkpoint), retry.delay
    assert delay == LONGEST_DELAY
    assert checkpoint == {"tries": 7, "outages": 2000}
    assert PATIENCE.again(checkpoint, store_is_away=False) is None
