from __future__ import annotations

from aitestmock.mureka.jobs import JobBook
from aitestmock.mureka.submits import Kind, Submit

SONG = Submit(kind=Kind.SONG, lyrics="la", prompt="10s")


def test_the_job_book_drops_the_oldest_job_which_stays_in_flight() -> None:
    jobs = JobBook(most_jobs=2)
    first, second, third = (jobs.open(SONG, now=n, time_scale=1) for n in range(3))
    assert jobs.find(first.id) is None
    assert [jobs.find(job.id) for job in (second, third)] == [second, third]
    assert jobs.in_flight(3) == 3
    assert [jobs.in_flight(now) for now in (10, 11, 12)] == [2, 1, 0]
    jobs.open(SONG, now=13, time_scale=1)
    assert jobs.peak_in_flight == 3


def test_a_job_whose_time_is_over_frees_its_place_before_the_next_is_counted() -> None:
    jobs = JobBook()
    for now in (0, 10, 20):
        jobs.open(SONG, now=now, time_scale=1)
    assert jobs.peak_in_flight == 1
